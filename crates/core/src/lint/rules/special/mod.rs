//! Rules about pools and clusters of special kinds.

pub(in crate::lint) mod automatic_sku_restrictions;
pub(in crate::lint) mod automatic_tier_and_network;
pub(in crate::lint) mod gateway_pool_network;
pub(in crate::lint) mod gateway_pool_rules;
pub(in crate::lint) mod nap_network_policies;
pub(in crate::lint) mod nap_restrictions;
pub(in crate::lint) mod snapshot_same_family;
pub(in crate::lint) mod virtual_nodes_azure_cni;
pub(in crate::lint) mod vms_pool_ephemeral_placement;
pub(in crate::lint) mod vms_pool_ppg;
pub(in crate::lint) mod vms_pool_rules;
