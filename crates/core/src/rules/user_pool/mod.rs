//! Rules about User pools.

pub(super) mod user_pool_no_critical_addons_taint;
pub(super) mod user_pool_scale_to_zero;
pub(super) mod user_pool_sku_min;
