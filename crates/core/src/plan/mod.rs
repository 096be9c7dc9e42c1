//! The plan: what the form edits, a link carries, the rules judge and the generators write out.
//!
//! A plan is a document. It keeps what people write, right or wrong, in ARM's own words; the shapes that the
//! product reasons with ([`Scaling`], effective defaults) are views of it, in [`view`](self).

mod accepted;
mod api;
pub(crate) mod azurerm;
mod cluster;
mod edit;
mod history;
mod keyword;
pub mod lines;
mod machines;
mod pool;
pub mod presets;
pub mod property;
mod range;
mod stated;
mod unknown;
mod version;
mod view;

pub use crate::decimal::Decimal;
pub use accepted::Accepted;
pub use api::{API_VERSION, ApiProperty, PREVIEW_API_VERSION, api_properties, api_property};
pub use cluster::{CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Subnet};
pub use edit::{Edit, unused_name};
pub use history::History;
pub use keyword::{
    DranetMode, EvictionPolicy, GpuDriver, GpuInstanceProfile, GpuManagementMode, IdentityType, Keyword,
    KubeletDiskType, LoadBalancerSku, Mode, NetworkDataplane, NetworkPlugin, NetworkPluginMode,
    NetworkPolicy, NodeOsChannel, NodeProvisioningMode, OsDiskType, OsSku, OsType, OutboundType,
    PodIpAllocationMode, PoolType, PowerState, Priority, Purpose, ScaleDownMode, Sku, SkuTier, SshAccess,
    SupportPlan, UndrainableNodeBehavior, UpgradeChannel, WorkloadRuntime, spelled_otherwise,
};
pub use machines::{AutoScale, MachineNodes, ManualScale, ScaleProfiles};
pub use pool::{NodePool, POOL_PROPERTIES, UNKNOWN_PROPERTIES};
pub use property::{Field, Kind, Property, Value};
pub use range::{GATEWAY_PREFIX, MAX_NODES, MAX_PODS, range};
pub use stated::Stated;
pub use unknown::Unknown;
pub use version::Version;
pub use view::{DEFAULT_NODES, LONGEST_NAME, Scaling, is_pool_name, taint_key};

/// Labels and tags: texts by their keys, in the order of the keys.
pub type Map = std::collections::BTreeMap<String, String>;

/// The version of the plan format that this product writes.
pub const FORMAT: i64 = 1;

/// Maximum number of node pools of a cluster (container-service-limits, 2024-01-12).
pub const MAX_POOLS: usize = 100;

/// A cluster and its node pools.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The cluster that the pools belong to.
    pub cluster: Cluster,
    /// The node pools, in their own order; the first one is created with the cluster.
    pub pools: Vec<NodePool>,
    /// The current layout, if the plan is the target of a migration. It has no baseline itself.
    pub baseline: Option<Box<Plan>>,
    /// Findings that are accepted on purpose. AKS never sees them, and they change no text.
    pub accepted: Vec<Accepted>,
}

impl Plan {
    /// Returns the first pool of that name.
    pub fn pool(&self, name: &str) -> Option<(usize, &NodePool)> {
        self.pools.iter().enumerate().find(|(_, pool)| pool.name == name)
    }
}
