//! Rules about the cluster autoscaler.

pub(in crate::lint) mod autoscale_count_in_range;
pub(in crate::lint) mod autoscale_fields_only_when_enabled;
pub(in crate::lint) mod autoscale_min_le_max;
pub(in crate::lint) mod autoscale_min_max_range;
pub(in crate::lint) mod autoscale_needs_vmss;
pub(in crate::lint) mod autoscale_requires_min_max;
pub(in crate::lint) mod autoscaler_profile_known;
pub(in crate::lint) mod zones_autoscaler_one_pool_per_zone;
