//! Changes of the cluster itself, and what of it is known.

use super::{Builder, Constraint, Node, Purpose, extra};
use crate::migrate::act::Act;
use crate::migrate::diff::{Diff, Difference, Resolution, is_set_anyway, known_of_cluster};
use crate::migrate::{Change, Operation};
use crate::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, Cluster, Keyword, LoadBalancerSku, Mode, NetworkPlugin, NetworkPolicy,
    NodePool, NodeProvisioningMode, Plan, PoolType, SkuTier, SupportPlan, Value,
};

impl Builder<'_> {
    /// Adds the changes of the cluster itself. Changes that need an order are one chain.
    pub(super) fn cluster(&mut self, diff: &Diff) {
        if is_migrated(self.start, self.target, diff) {
            self.chains.push(Vec::new());
            let why = "az aks update --migrate-vmas-to-vms migrates availability sets, which can't have another node pool.";
            let act = Act::Aks(Operation::MigrateAvailabilitySets);
            self.migration = Some(self.push(act, 0, 0, Purpose::Cluster { why, is_last: false }));
            if self.goal.cluster.load_balancer_sku == Some(LoadBalancerSku::Basic) {
                self.goal.cluster.load_balancer_sku = Some(LoadBalancerSku::Standard);
            }
        }
        let is_done =
            |one: &&Difference| one.key == "networkProfile.loadBalancerSku" && self.migration.is_some();
        let is_step =
            |one: &&Difference| one.resolution == Resolution::InPlace && one.key != "kubernetesVersion";
        let changes: Vec<Difference> =
            diff.cluster.iter().filter(is_step).filter(|one| !is_done(one)).cloned().collect();
        let of = |keys: &[&str]| -> Vec<Difference> {
            changes.iter().filter(|one| keys.contains(&one.key)).cloned().collect()
        };
        let rank = |cluster: &Cluster| (cluster.support_plan == Some(SupportPlan::Lts), tier(cluster));
        let rises = rank(&self.target.cluster) >= rank(&self.start.cluster);
        let support = of(&["tier", "supportPlan"]);
        if !support.is_empty() {
            self.chains.push(Vec::new());
            let node = self.update_cluster(&support, !rises);
            self.support = node.filter(|_| rises);
        }
        for keys in [
            &[
                "autoUpgradeProfile.upgradeChannel",
                "autoUpgradeProfile.nodeOSUpgradeChannel",
                "autoScalerProfile",
                "tags",
            ][..],
            &["networkProfile.loadBalancerSku"],
            &["networkProfile.outboundType"],
        ] {
            self.chains.push(Vec::new());
            self.update_cluster(&of(keys), false);
        }
        // What has no place in an order: turned on early, for pools that need it, and off once they are gone.
        let is_placed = |key: &str| {
            key.starts_with("autoUpgradeProfile.")
                || [
                    "tier",
                    "supportPlan",
                    "autoScalerProfile",
                    "tags",
                    "networkProfile.loadBalancerSku",
                    "networkProfile.outboundType",
                    "networkProfile.networkPlugin",
                    "networkProfile.networkPluginMode",
                    "networkProfile.podCidr",
                    "networkProfile.networkDataplane",
                    "networkProfile.networkPolicy",
                    "nodeProvisioningProfile.mode",
                    "sku.name",
                ]
                .contains(&key)
        };
        for one in changes.iter().filter(|one| !is_placed(one.key)) {
            self.chains.push(Vec::new());
            self.update_cluster(std::slice::from_ref(one), one.to == Some(Value::Flag(false)));
        }
        self.network(&of);
        // Nodes are made by AKS once the network is as that needs it, and no more before it changes.
        self.chains.push(Vec::new());
        self.update_cluster(&of(&["sku.name"]), true);
    }

    /// Adds the changes of the network as one chain: the policy engine is turned off, the addresses of pods change, then
    /// the dataplane, then the new policy engine, then node auto-provisioning.
    fn network(&mut self, of: &impl Fn(&[&str]) -> Vec<Difference>) {
        self.chains.push(Vec::new());
        let provisioning = of(&["nodeProvisioningProfile.mode"]);
        let is_off = self.target.cluster.node_provisioning != Some(NodeProvisioningMode::Auto);
        if is_off {
            self.update_cluster(&provisioning, false);
        }
        let addresses = of(&[
            "networkProfile.networkPlugin",
            "networkProfile.networkPluginMode",
            "networkProfile.podCidr",
        ]);
        let dataplane = of(&["networkProfile.networkDataplane"]);
        let policy = of(&["networkProfile.networkPolicy"]);
        let engine = |cluster: &Cluster| {
            cluster.network_policy.clone().filter(|policy| *policy != NetworkPolicy::None)
        };
        let (old, new) = (engine(&self.start.cluster), engine(&self.target.cluster));
        let goes_first = old.is_some()
            && (!addresses.is_empty() || (!policy.is_empty() && new.is_some() && dataplane.is_empty()));
        if goes_first {
            let why = "The policy engine is removed before the network or the engine changes.";
            let none = Value::Text(NetworkPolicy::None.as_str().to_owned());
            let changes = vec![Change { key: "networkProfile.networkPolicy", value: Some(none) }];
            self.push_update(changes, why, false);
        }
        // The plugin and its mode are stated together.
        let overlay = |changes: Vec<Difference>| -> Vec<Change> {
            let mut changes: Vec<Change> = changes.iter().map(as_change).collect();
            if changes.iter().all(|change| change.key != "networkProfile.networkPlugin")
                && !changes.is_empty()
            {
                let azure = Value::Text(NetworkPlugin::Azure.as_str().to_owned());
                changes.insert(0, Change { key: "networkProfile.networkPlugin", value: Some(azure) });
            }
            changes
        };
        if let Some(first) = addresses.first() {
            let why = first.why;
            self.push_update(overlay(addresses), why, false);
        }
        let with_dataplane = !dataplane.is_empty() && new == Some(NetworkPolicy::Cilium);
        let (mut together, mut later) = (dataplane, Vec::new());
        if with_dataplane {
            together.extend(policy);
        } else {
            later = policy;
        }
        self.update_cluster(&together, false);
        match new {
            Some(engine) if goes_first && !with_dataplane => {
                let value = Value::Text(engine.as_str().to_owned());
                let changes = vec![Change { key: "networkProfile.networkPolicy", value: Some(value) }];
                self.push_update(changes, "The target plan has this policy engine.", false);
            }
            _ if !goes_first => drop(self.update_cluster(&later, false)),
            _ => {}
        }
        if !is_off {
            self.update_cluster(&provisioning, false);
        }
    }

    /// Returns one update of the cluster for several differences; `None` if there are none.
    fn update_cluster(&mut self, differences: &[Difference], is_last: bool) -> Option<usize> {
        let why = differences.first()?.why;
        let changes = differences.iter().map(as_change).collect();
        Some(self.push_update(changes, why, is_last))
    }

    fn push_update(&mut self, changes: Vec<Change>, why: &'static str, is_last: bool) -> usize {
        let operation = Operation::UpdateCluster(changes);
        operation.apply_to(&mut self.goal);
        let act = Act::Aks(operation);
        let surge = if self.reimages_nodes(&act) { self.start.pools.iter().map(extra).sum() } else { 0 };
        self.push(act, 0, surge, Purpose::Cluster { why, is_last })
    }

    /// Adds the constraints that availability sets are migrated before anything else, and that the tier and support plan
    /// change before upgrades that may need them.
    pub(super) fn order_cluster(&mut self) {
        let (migration, support) = (self.migration, self.support);
        for (place, node) in self.nodes.iter_mut().enumerate() {
            let is_upgrade =
                matches!(node.act, Act::Aks(Operation::UpgradeControlPlane(_) | Operation::UpgradeAll(_)));
            let first = [migration, support.filter(|_| is_upgrade)];
            let constraints = first.into_iter().flatten().filter(|first| *first != place);
            node.after.extend(constraints.map(|first| (first, Constraint::InOrder)));
        }
        self.order_gateway();
        self.order_outbound();
    }

    /// Returns the update of the cluster that changes a property, and the property's new value.
    fn update_of(&self, key: &str) -> Option<(usize, Option<Value>)> {
        let of = |node: &Node| match &node.act {
            Act::Aks(Operation::UpdateCluster(changes)) => {
                changes.iter().find(|change| change.key == key).map(|change| change.value.clone())
            }
            _ => None,
        };
        self.nodes.iter().enumerate().find_map(|(place, node)| Some((place, of(node)?)))
    }

    /// The static egress gateway is on before Gateway pools are added, and off once they are gone ("Configure Static Egress
    /// Gateway", 2026-08-06).
    fn order_gateway(&mut self) {
        let key = "networkProfile.staticEgressGatewayProfile.enabled";
        let Some((update, to)) = self.update_of(key) else { return };
        let is_gateway = |pool: &NodePool| pool.mode == Some(Mode::Gateway);
        let comes_on = to == Some(Value::Flag(true));
        let mut gone = Vec::new();
        for (place, node) in self.nodes.iter_mut().enumerate() {
            match &node.act {
                Act::Add(pool) if comes_on && is_gateway(pool) => {
                    node.after.push((update, Constraint::InOrder));
                }
                Act::Aks(Operation::DeletePool(name)) if !comes_on => {
                    let pool = self.start.pool(name).map(|(_, pool)| pool);
                    gone.extend(pool.filter(|pool| is_gateway(pool)).map(|_| (place, Constraint::InOrder)));
                }
                _ => {}
            }
        }
        if let Some(node) = self.nodes.get_mut(update) {
            node.after.extend(gone);
        }
    }

    /// The outbound type changes while node auto-provisioning is off ("Overview of node auto-provisioning", read
    /// 2026-11-29).
    fn order_outbound(&mut self) {
        let outbound = self.update_of("networkProfile.outboundType");
        let provisioning = self.update_of("nodeProvisioningProfile.mode");
        let Some(((outbound, _), (provisioning, to))) = outbound.zip(provisioning) else { return };
        let comes_on = to.is_some_and(|to| to.to_string() == NodeProvisioningMode::Auto.as_str());
        let (first, then) = if comes_on { (outbound, provisioning) } else { (provisioning, outbound) };
        if let Some(node) = self.nodes.get_mut(then) {
            node.after.push((first, Constraint::InOrder));
        }
    }
}

/// Returns the existing cluster as far as it is known: unknown properties are taken from the target.
pub(in crate::migrate) fn known_cluster(current: &Cluster, target: &Cluster) -> Cluster {
    let mut cluster = target.clone();
    // A layout has either the whole network or nothing of it.
    let knows_network = current.network_plugin.is_some();
    for property in CLUSTER_PROPERTIES {
        let is_note =
            CLUSTER_NOTES.contains(&property.key) && property.key != "networkProfile.dockerBridgeCidr";
        let is_fact = matches!(property.key, "powerState.code" | "provisioningState");
        let is_network = knows_network && property.key.starts_with("networkProfile.");
        // Where the target says what the current layout doesn't, AKS's default is what there is.
        let is_wanted = property.get(target).is_some();
        let said = if is_wanted { known_of_cluster(property, current) } else { property.get(current) };
        if (said.is_some() && !is_note) || is_fact || is_network || is_set_anyway(property.key, current) {
            property.put(&mut cluster, said);
        }
    }
    // If not all pools of a cluster are known, it may have another.
    cluster.existing = current.existing;
    cluster
}

/// Returns whether the cluster's availability sets are migrated: the target has none, or has other pools instead.
pub(in crate::migrate) fn is_migrated(start: &Plan, target: &Plan, diff: &Diff) -> bool {
    let is_set = |pool: &NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
    diff.pools.iter().any(|one| {
        let from = one.from.and_then(|from| start.pools.get(from));
        let to = one.to.and_then(|to| target.pools.get(to));
        let stays = to.is_some_and(|pool| pool.pool_type.is_none() || is_set(pool));
        from.is_some_and(is_set) && !stays
    })
}

fn as_change(difference: &Difference) -> Change {
    Change { key: difference.key, value: difference.to.clone() }
}

/// Returns the price tier as a number: more costs more.
fn tier(cluster: &Cluster) -> u8 {
    match cluster.tier {
        Some(SkuTier::Premium) => 2,
        Some(SkuTier::Standard) => 1,
        _ => 0,
    }
}
