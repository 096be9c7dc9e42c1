//! Rules about upgrades.

pub(super) mod drain_timeout_range;
pub(super) mod max_surge_default;
pub(super) mod max_surge_format;
pub(super) mod max_surge_unavailable_both_zero;
pub(super) mod max_surge_vmss_1000;
pub(super) mod node_soak_range;
