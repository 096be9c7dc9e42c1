//! Rules about upgrades.

pub(in crate::lint) mod drain_timeout_range;
pub(in crate::lint) mod max_surge_default;
pub(in crate::lint) mod max_surge_format;
pub(in crate::lint) mod max_surge_unavailable_both_zero;
pub(in crate::lint) mod max_surge_vmss_1000;
pub(in crate::lint) mod node_os_channel_combinations;
pub(in crate::lint) mod node_soak_range;
