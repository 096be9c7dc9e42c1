//! Rules about the cluster autoscaler.

pub(super) mod autoscale_count_in_range;
pub(super) mod autoscale_fields_only_when_enabled;
pub(super) mod autoscale_min_le_max;
pub(super) mod autoscale_min_max_range;
pub(super) mod autoscale_needs_vmss;
pub(super) mod autoscale_requires_min_max;
pub(super) mod zones_autoscaler_one_pool_per_zone;
