//! What a plan comes to once AKS's defaults are in: the shapes that rules, sums and generators reason with.

use super::{
    Cluster, MAX_NODES, Mode, NetworkPlugin, NetworkPluginMode, NodePool, OsType, Plan, PowerState, Priority,
    Purpose,
};

/// Nodes of a pool that does not say: what `az aks create` and `az aks nodepool add` take (azure-cli 2.91.0)
/// and `New-AzAksNodePool` takes (Az.Aks 7.2.1). ARM alone would take 1, so every snippet names the number.
pub const DEFAULT_NODES: i64 = 3;

/// Maximum number of characters of the name of a Linux pool (create-node-pools, 2026-07-13).
pub const LONGEST_NAME: usize = 12;

/// Maximum number of characters of the name of a Windows pool (create-node-pools, 2026-07-13).
const LONGEST_WINDOWS_NAME: usize = 6;

/// Who decides the number of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// The plan does.
    Manual {
        /// Nodes.
        count: i64,
    },
    /// The cluster autoscaler does.
    Auto {
        /// Minimum number of nodes, if the plan says.
        min: Option<i64>,
        /// Maximum number of nodes, if the plan says.
        max: Option<i64>,
        /// Nodes at creation.
        count: i64,
    },
}

impl NodePool {
    /// Returns whether the pool is a System pool.
    pub fn is_system(&self) -> bool {
        self.mode == Some(Mode::System)
    }

    /// Returns whether the pool is a User pool.
    pub fn is_user(&self) -> bool {
        self.mode == Some(Mode::User)
    }

    /// Returns whether the pool is stopped.
    pub fn is_stopped(&self) -> bool {
        self.power_state == Some(PowerState::Stopped)
    }

    /// Returns whether the pool runs on Spot capacity.
    pub fn is_spot(&self) -> bool {
        self.priority == Some(Priority::Spot)
    }

    /// Returns whether the pool runs Windows.
    pub fn is_windows(&self) -> bool {
        self.os_type == Some(OsType::Windows)
    }

    /// Returns the maximum length of the pool's name, in characters.
    pub fn longest_name(&self) -> usize {
        if self.is_windows() { LONGEST_WINDOWS_NAME } else { LONGEST_NAME }
    }

    /// Returns whether the pool runs Linux, which is the default.
    pub fn is_linux(&self) -> bool {
        matches!(self.os_type, None | Some(OsType::Linux))
    }

    /// Returns the number of nodes when the pool is created. An autoscaled pool that does not say starts with the
    /// number nearest to the tools' own default that its range allows.
    pub fn nodes(&self) -> i64 {
        let machines = self.machine_nodes();
        // AKS takes the numbers of the VM sizes, and no other.
        let is_fixed = !machines.is_empty() && machines.iter().all(|one| !one.is_auto);
        match self.count {
            Some(count) if !is_fixed => return count,
            _ if !machines.is_empty() => return total(machines.iter().map(|one| one.min)),
            _ => {}
        }
        if !*self.autoscaling {
            return DEFAULT_NODES;
        }
        DEFAULT_NODES.min(self.max_count.unwrap_or(i64::MAX)).max(self.min_count.unwrap_or(0))
    }

    /// Returns who decides the number of nodes.
    pub fn scaling(&self) -> Scaling {
        if *self.autoscaling {
            Scaling::Auto { min: self.min_count, max: self.max_count, count: self.nodes() }
        } else {
            Scaling::Manual { count: self.nodes() }
        }
    }

    /// Returns the minimum and maximum number of nodes of the pool.
    pub fn node_range(&self) -> (i64, i64) {
        let machines = self.machine_nodes();
        if !machines.is_empty() {
            return (total(machines.iter().map(|one| one.min)), total(machines.iter().map(|one| one.max)));
        }
        match self.scaling() {
            Scaling::Manual { count } => (count, count),
            Scaling::Auto { min, max, count } => (min.unwrap_or(count), max.unwrap_or(count)),
        }
    }

    /// Gives an autoscaler that is on bounds around the number of nodes, where none are stated; where it is off,
    /// nothing has bounds.
    pub(super) fn bound(&mut self) {
        let bounds = (self.min_count, self.max_count);
        (self.min_count, self.max_count) = match bounds {
            _ if !*self.autoscaling => (None, None),
            (None, None) => (Some(self.nodes()), Some(self.nodes().saturating_add(2))),
            bounds => bounds,
        };
    }

    /// Returns the maximum number of pods on one node: what the plan says, else the default of the cluster's network
    /// (concepts-network-ip-address-planning, 2026-04-16): overlay 250, pod subnet 110, node subnet 30, kubenet 110.
    /// A plan that names no plugin gets overlay, as a new cluster does.
    pub fn max_pods_on(&self, cluster: &Cluster) -> i64 {
        if let Some(max_pods) = self.max_pods {
            return max_pods;
        }
        match (&cluster.network_plugin, &cluster.network_plugin_mode) {
            (None, _) | (Some(NetworkPlugin::Azure), Some(NetworkPluginMode::Overlay)) => 250,
            (Some(NetworkPlugin::Azure), _) if self.pod_subnet.is_none() => 30,
            _ => 110,
        }
    }

    /// Returns the maximum number of nodes that the pool may have, as a number of nodes: at creation, or by the
    /// autoscaler.
    pub fn most_nodes(&self) -> i64 {
        self.nodes().max(self.node_range().1).clamp(0, MAX_NODES)
    }

    /// Returns the taints that keep pods away: those whose effect is `NoSchedule` or `NoExecute`.
    pub fn hard_taints(&self) -> impl Iterator<Item = &str> {
        let is_hard = |taint: &&str| taint.ends_with(":NoSchedule") || taint.ends_with(":NoExecute");
        self.taints.iter().map(String::as_str).filter(is_hard)
    }

    /// Returns whether ordinary pods, which tolerate nothing, can be scheduled here: Spot pools carry a taint by
    /// themselves, and Gateway pools run no applications.
    pub fn takes_ordinary_pods(&self) -> bool {
        self.is_linux()
            && !self.is_spot()
            && self.mode != Some(Mode::Gateway)
            && self.node_range().1 > 0
            && self.hard_taints().next().is_none()
    }
}

/// Returns whether a pool's name is `^[a-z][a-z0-9]{0,11}$`, as the API's specification has it.
pub fn is_pool_name(name: &str) -> bool {
    let is_digit_or_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let begins_with_letter = name.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
    begins_with_letter && name.len() <= LONGEST_NAME && name.bytes().all(is_digit_or_letter)
}

/// Returns the key of a taint, which is written `key=value:Effect` or `key:Effect`.
pub fn taint_key(taint: &str) -> &str {
    taint.split(['=', ':']).next().unwrap_or(taint)
}

impl Plan {
    /// Returns the System pools with their places in the plan.
    pub fn system_pools(&self) -> impl Iterator<Item = (usize, &NodePool)> {
        self.pools.iter().enumerate().filter(|(_, pool)| pool.is_system())
    }

    /// Returns whether a pool of the plan is a Gateway pool, for which the cluster needs the static egress gateway.
    pub fn has_gateway_pool(&self) -> bool {
        self.pools.iter().any(|pool| pool.mode == Some(Mode::Gateway))
    }

    /// Returns the pool that a new cluster is created with: the first that AKS would take there (System, Linux, regular
    /// capacity), else simply the first.
    pub fn first_pool(&self) -> Option<usize> {
        let fits = |pool: &NodePool| pool.is_system() && pool.is_linux() && !pool.is_spot();
        self.pools.iter().position(fits).or(if self.pools.is_empty() { None } else { Some(0) })
    }
}

impl Cluster {
    /// Returns whether pods get addresses of their own, outside of the nodes' network. A plan that names no plugin gets
    /// it, as a new cluster does.
    pub fn is_overlay(&self) -> bool {
        match (&self.network_plugin, &self.network_plugin_mode) {
            (None, None) => true,
            (None | Some(NetworkPlugin::Azure), mode) => *mode == Some(NetworkPluginMode::Overlay),
            _ => false,
        }
    }

    /// Returns whether the cluster uses kubenet.
    pub fn is_kubenet(&self) -> bool {
        self.network_plugin == Some(NetworkPlugin::Kubenet)
    }

    /// Returns whether recommendations for production apply; they do unless the plan says `DevTest`.
    pub fn is_production(&self) -> bool {
        !matches!(self.purpose, Some(Purpose::DevTest))
    }
}

/// Returns the sum of numbers of nodes.
fn total(numbers: impl Iterator<Item = i64>) -> i64 {
    numbers.fold(0, i64::saturating_add)
}
