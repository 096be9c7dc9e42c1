//! Rules about User pools.

pub(in crate::lint) mod user_pool_no_critical_addons_taint;
pub(in crate::lint) mod user_pool_scale_to_zero;
pub(in crate::lint) mod user_pool_sku_min;
