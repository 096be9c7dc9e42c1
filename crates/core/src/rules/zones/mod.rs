//! Rules about availability zones.

pub(super) mod ultra_ssd_zones;
pub(super) mod zones_system_spread;
pub(super) mod zones_valid;
