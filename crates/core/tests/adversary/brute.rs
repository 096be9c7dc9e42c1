//! Every order of a small number of operations, tried one by one: what is called impossible has none.

use poolwright::migrate::Act;
use poolwright::operations::{Change, Operation, Upgrade};
use poolwright::plan::{
    CLUSTER_NOTES, CLUSTER_PROPERTIES, LoadBalancerSku, Mode, NetworkPlugin, NodePool, POOL_PROPERTIES, Plan,
    PoolType, PowerState, Value, Version,
};

use super::cloud::{Cloud, can_change, running};
use super::pairs::Pair;

/// Operations that are done one right after the other.
type Piece = Vec<Act>;

/// How pools are changed and replaced.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    /// A pool's mode, taints and other properties are updated one by one.
    pub(crate) in_pieces: bool,
    /// All pools are upgraded with the control plane.
    pub(crate) all_at_once: bool,
    /// A pool that is replaced may go before the new one is there.
    pub(crate) may_delete_first: bool,
}

/// What leads from one layout to the other, and which piece has to come before which.
pub(crate) struct Pieces {
    pub(crate) pieces: Vec<Piece>,
    before: Vec<(usize, usize)>,
}

fn minor(version: &str) -> u32 {
    Version::parse(version).unwrap().minor
}

/// Whether a version is older than another, as far as both say.
fn is_older(one: &str, other: &str) -> bool {
    Version::parse(other).unwrap().is_above(Version::parse(one).unwrap())
}

fn version<'a>(pool: &'a NodePool, plan: &'a Plan) -> &'a str {
    pool.kubernetes_version.as_deref().or(plan.cluster.kubernetes_version.as_deref()).unwrap()
}

/// The properties that the target states and the pool has otherwise.
fn differences(pool: &NodePool, wanted: &NodePool, current: &Plan) -> Vec<Change> {
    // Pods of a node by default ("IP address planning").
    let is_kubenet = current.cluster.network_plugin == Some(NetworkPlugin::Kubenet);
    let same_pods = is_kubenet && pool.max_pods.is_none() && wanted.max_pods == Some(110);
    let mut found = Vec::new();
    for property in POOL_PROPERTIES {
        let (from, to) = (property.get(pool), property.get(wanted));
        if property.key == "name" || property.is_same(from.as_ref(), to.as_ref()) {
            continue;
        }
        let is_cleared =
            to.is_none() && matches!(from, Some(Value::List(_) | Value::Map(_) | Value::Flag(_)));
        let is_default = to.is_none() && property.default.is_some();
        if to.is_some() || ((is_cleared || is_default) && can_change(property.key, pool.is_windows())) {
            found.push(Change { key: property.key, value: to });
        }
    }
    found.retain(|change| match change.key {
        "count" => !*wanted.autoscaling,
        "minCount" | "maxCount" => *wanted.autoscaling,
        "osSKU" => {
            let is_default = pool.os_sku.is_none()
                && wanted.os_sku.as_ref().is_some_and(|sku| format!("{sku:?}") == "Ubuntu");
            !is_default
        }
        "maxPods" => !same_pods,
        key => !matches!(key, "orchestratorVersion" | "powerState.code" | "provisioningState"),
    });
    found
}

fn clear(pool: &NodePool) -> Piece {
    let name = || pool.name.clone();
    let delete = Act::Aks(Operation::DeletePool(name()));
    if running(pool) == 0 { vec![delete] } else { vec![Act::Cordon(name()), Act::Drain(name()), delete] }
}

impl Pieces {
    /// `renamed` are pools that the planner takes for one by another name: the new one comes first.
    pub(crate) fn of(pair: &Pair, way: Way, renamed: &[(String, String)]) -> Self {
        let target = &pair.target;
        let mut all = Self { pieces: Vec::new(), before: Vec::new() };
        let is_set = |pool: &NodePool| pool.pool_type == Some(PoolType::AvailabilitySet);
        let stays = |pool: &NodePool| {
            let to = target.pools.iter().find(|to| to.name == pool.name);
            to.is_some_and(|to| to.pool_type.is_none() || is_set(to))
        };
        let mut migrated = pair.current.clone();
        if migrated.pools.iter().any(|pool| is_set(pool) && !stays(pool)) {
            all.push(vec![Act::Aks(Operation::MigrateAvailabilitySets)], None);
            migrated.pools.iter_mut().for_each(|pool| pool.pool_type = Some(PoolType::Vms));
            migrated.cluster.load_balancer_sku = Some(LoadBalancerSku::Standard);
        }
        let current = &migrated;
        let wanted = target.cluster.kubernetes_version.clone().unwrap();
        let has_own = |pool: &NodePool| {
            let own = version(pool, target);
            is_older(own, &wanted) || is_older(&wanted, own)
        };
        let way = Way { all_at_once: way.all_at_once && !target.pools.iter().any(has_own), ..way };
        let (from, to) = (
            current.cluster.kubernetes_version.clone().unwrap(),
            target.cluster.kubernetes_version.clone().unwrap(),
        );
        let mut control_plane = None;
        // Another patch is an upgrade too.
        let is_patch = minor(&from) == minor(&to) && is_older(&from, &to);
        for minor in minor(&from) + u32::from(!is_patch)..=minor(&to) {
            let is_last = minor == self::minor(&to);
            let version = if is_last { to.clone() } else { format!("1.{minor}") };
            let operation = if is_last && way.all_at_once {
                Operation::UpgradeAll(version)
            } else {
                Operation::UpgradeControlPlane(version)
            };
            control_plane = Some(all.push(vec![Act::Aks(operation)], control_plane));
        }
        all.cluster(current, target);
        let way = Way { all_at_once: way.all_at_once && control_plane.is_some(), ..way };
        for (place, wanted) in target.pools.iter().enumerate() {
            let mut new = NodePool { power_state: None, name: format!("z{place}"), ..wanted.clone() };
            let stop = |name: &str| vec![Act::Aks(Operation::StopPool(name.to_owned()))];
            let is_to_stop = wanted.power_state == Some(PowerState::Stopped);
            let Some((_, pool)) = current.pool(&wanted.name) else {
                new.name.clone_from(&wanted.name);
                let old = renamed
                    .iter()
                    .find(|(_, to)| *to == wanted.name)
                    .and_then(|(from, _)| current.pool(from));
                if let (Some((_, old)), None, false) = (old, new.count, *new.autoscaling) {
                    let is_empty_system = new.is_system() && old.count == Some(0);
                    new.count = old.count.filter(|_| !is_empty_system);
                }
                let add = all.push(vec![Act::Add(Box::new(new.clone()))], control_plane);
                if is_to_stop {
                    all.push(stop(&new.name), Some(add));
                }
                continue;
            };
            let changes = differences(pool, wanted, current);
            let is_gateway = |pool: &NodePool| pool.mode == Some(Mode::Gateway);
            let goes_back = is_gateway(pool) != is_gateway(wanted)
                || is_older(version(wanted, target), version(pool, current));
            if goes_back
                || changes
                    .iter()
                    .any(|change| !can_change(change.key, pool.is_windows() || wanted.is_windows()))
            {
                // What the target is silent about stays.
                new.max_pods = new.max_pods.or(pool.max_pods);
                if !new.is_spot() && new.max_surge.is_none() && new.max_unavailable.is_none() {
                    new.max_surge.clone_from(&pool.max_surge);
                    new.max_unavailable.clone_from(&pool.max_unavailable);
                }
                let is_empty_system = new.is_system() && pool.count == Some(0);
                let nodes = if pool.virtual_machines.is_some() { Some(pool.nodes()) } else { pool.count };
                let is_left_open = *new.autoscaling || is_empty_system || new.virtual_machines.is_some();
                new.count = new.count.or(if is_left_open { None } else { nodes });
                let name = new.name.clone();
                let add = all.push(vec![Act::Add(Box::new(new))], control_plane);
                let goes = all.push(clear(pool), None);
                if !way.may_delete_first {
                    all.before.push((add, goes));
                }
                if is_to_stop {
                    all.push(stop(&name), Some(add));
                }
                continue;
            }
            all.change(pool, wanted, changes, control_plane, (current, target), way);
        }
        for pool in &current.pools {
            if target.pool(&pool.name).is_none() {
                let goes = all.push(clear(pool), None);
                let new = renamed.iter().find(|(from, _)| *from == pool.name).map(|(_, to)| to);
                let adds = |act: &Act| matches!(act, Act::Add(added) if Some(&added.name) == new);
                let add = all.pieces.iter().position(|piece| piece.iter().any(adds));
                all.before.extend(add.filter(|_| !way.may_delete_first).map(|add| (add, goes)));
            }
        }
        all
    }

    /// Changes of the cluster itself: support before upgrades, the rest whenever.
    fn cluster(&mut self, current: &Plan, target: &Plan) {
        let mut changes: Vec<Change> = Vec::new();
        for property in CLUSTER_PROPERTIES.iter().filter(|property| !CLUSTER_NOTES.contains(&property.key)) {
            let (from, to) = (property.get(&current.cluster), property.get(&target.cluster));
            if to.is_some()
                && property.key != "kubernetesVersion"
                && !property.is_same(from.as_ref(), to.as_ref())
            {
                changes.push(Change { key: property.key, value: to });
            }
        }
        for keys in [
            &["tier", "supportPlan"][..],
            &["nodeProvisioningProfile.mode"],
            &["networkProfile.outboundType"],
            &["networkProfile.staticEgressGatewayProfile.enabled"],
            &["sku.name"],
            &["networkProfile.networkPlugin", "networkProfile.networkPluginMode"],
            &["networkProfile.networkDataplane"],
        ] {
            let part: Vec<Change> = changes.extract_if(.., |change| keys.contains(&change.key)).collect();
            if !part.is_empty() {
                self.push(vec![Act::Aks(Operation::UpdateCluster(part))], None);
            }
        }
        if !changes.is_empty() {
            self.push(vec![Act::Aks(Operation::UpdateCluster(changes))], None);
        }
    }

    fn push(&mut self, piece: Piece, after: Option<usize>) -> usize {
        self.pieces.push(piece);
        let place = self.pieces.len() - 1;
        self.before.extend(after.map(|after| (after, place)));
        place
    }

    fn change(
        &mut self,
        pool: &NodePool,
        wanted: &NodePool,
        changes: Vec<Change>,
        control_plane: Option<usize>,
        (current, target): (&Plan, &Plan),
        way: Way,
    ) {
        let name = || pool.name.clone();
        let is_stopped = |pool: &NodePool| pool.power_state == Some(PowerState::Stopped);
        let scale =
            changes.iter().find(|change| change.key == "count").and_then(|change| match change.value {
                Some(Value::Whole(count)) if count != pool.nodes() => Some(count),
                _ => None,
            });
        // What is stopped is scaled while it runs.
        let starts = is_stopped(pool) && (!is_stopped(wanted) || scale.is_some());
        let first = starts.then(|| self.push(vec![Act::Aks(Operation::StartPool(name()))], None));
        let mut own = Vec::new();
        if is_older(version(pool, current), version(wanted, target)) && !way.all_at_once {
            let upgrade = Upgrade::Version(version(wanted, target).to_owned());
            let place = self.push(vec![Act::Aks(Operation::UpgradePool(name(), upgrade))], control_plane);
            own.push(place);
        }
        let mut rest: Vec<Change> = changes.into_iter().filter(|change| change.key != "count").collect();
        let mut updates = Vec::new();
        if way.in_pieces {
            for keys in [&["mode"][..], &["nodeTaints"], &["enableAutoScaling", "minCount", "maxCount"]] {
                let part: Vec<Change> = rest.extract_if(.., |change| keys.contains(&change.key)).collect();
                updates.push(part);
            }
        }
        updates.push(rest);
        let mut switches_off = None;
        for changes in updates.into_iter().filter(|changes| !changes.is_empty()) {
            let is_off = *pool.autoscaling && changes.iter().any(|change| change.key == "enableAutoScaling");
            let place = self.push(vec![Act::Aks(Operation::UpdatePool(name(), changes))], None);
            own.push(place);
            if is_off {
                switches_off = Some(place);
            }
        }
        if let Some(count) = scale {
            let place = self.push(vec![Act::Aks(Operation::ScalePool(name(), count))], switches_off);
            own.push(place);
        }
        self.before.extend(first.into_iter().flat_map(|first| own.iter().map(move |place| (first, *place))));
        if is_stopped(wanted) && (!is_stopped(pool) || starts) {
            let stop = self.push(vec![Act::Aks(Operation::StopPool(name()))], first);
            // A pool is changed while it runs.
            self.before.extend(own.iter().map(|place| (*place, stop)));
        }
    }

    /// Returns an order in which every operation is valid.
    pub(crate) fn order(&self, start: &Cloud) -> Option<Vec<usize>> {
        let mut reached: Vec<Option<(Cloud, Vec<usize>)>> =
            (0..1 << self.pieces.len()).map(|_| None).collect();
        reached[0] = Some((start.clone(), Vec::new()));
        for set in 0..reached.len() {
            let Some((cloud, order)) = reached[set].take() else { continue };
            if set + 1 == reached.len() {
                return Some(order);
            }
            for (place, piece) in self.pieces.iter().enumerate() {
                let is_done = |place: usize| set & 1 << place != 0;
                let waits = self.before.iter().any(|(first, then)| *then == place && !is_done(*first));
                if is_done(place) || waits || reached[set | 1 << place].is_some() {
                    continue;
                }
                let mut next = cloud.clone();
                if piece.iter().all(|act| next.act(act).is_ok()) {
                    let order = order.iter().copied().chain([place]).collect();
                    reached[set | 1 << place] = Some((next, order));
                }
            }
        }
        None
    }
}
