//! Rules about pools and clusters of special kinds.

pub(super) mod automatic_sku_restrictions;
pub(super) mod gateway_pool_rules;
pub(super) mod nap_restrictions;
pub(super) mod snapshot_same_family;
pub(super) mod virtual_nodes_azure_cni;
pub(super) mod vms_pool_rules;
