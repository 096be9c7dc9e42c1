//! Rules about availability zones.

pub(in crate::lint) mod ultra_ssd_zones;
pub(in crate::lint) mod zones_system_spread;
pub(in crate::lint) mod zones_valid;
