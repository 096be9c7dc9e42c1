//! The rules about operations: conditions of a change itself, in addition to the rules about the layout after it.
//!
//! Each precondition is a registered rule with a page of its own; its severity says whether it refuses or only remarks.

use super::matrix::{self, How, how_to};
use super::{Change, Operation, Upgrade};
use crate::capacity::pod_slots;
use crate::catalog::{Catalog, DiskControllers, VmSize, support, supported_minors};
use crate::lint::sources::sources;
use crate::lint::{Date, Severity};
use crate::plan::{
    Cluster, Mode, NodePool, NodeProvisioningMode, Plan, PoolType, PowerState, Priority, ScaleProfiles, Sku,
    SupportPlan, Value, Version,
};
use crate::text::in_sentence;

/// An operation, and what it is done to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transition<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) catalog: &'a Catalog,
    /// The day as of which the operation is checked.
    pub(crate) today: Date,
    pub(crate) operation: &'a Operation,
    /// The pool that the operation is about.
    pub(crate) pool: Option<&'a NodePool>,
}

/// What a precondition says: a severity milder than its own, or its own, and a sentence.
type Verdict = Option<(Severity, String)>;

/// A rule about operations, and what it says of one.
type Precondition = (&'static str, fn(&Transition<'_>) -> Verdict);

/// All preconditions, in the order in which they are reported.
pub(crate) const PRECONDITIONS: &[Precondition] = &[
    ("one-operation-at-a-time", one_operation_at_a_time),
    ("mode-system-to-user-needs-other", system_to_user),
    ("system-pods-do-not-move", system_pods),
    ("delete-last-pool", last_pool),
    ("delete-system-pool-needs-other", last_system_pool),
    ("delete-pool-no-drain", no_drain),
    ("delete-machines-system-pdb", delete_machines),
    ("autoscale-blocks-manual-scale", autoscaled),
    ("scale-system-pool-floor", floor),
    ("vms-pool-scale-one-size", one_size),
    ("host-group-fixed", host_group),
    ("pool-immutable-properties", immutable),
    ("vm-size-resize-preview", resize),
    ("resize-disk-controller", disk_controller),
    ("update-reimages-nodes", reimages),
    ("os-sku-update-linux", os_sku),
    ("pool-version-no-downgrade", no_downgrade),
    ("control-plane-no-skip", no_skip),
    ("spot-upgrade-separately", spot_apart),
    ("stop-pool-preconditions", stop),
    ("start-pool-preconditions", start),
];

impl Transition<'_> {
    fn cluster(&self) -> &Cluster {
        &self.plan.cluster
    }

    /// System pools other than the one that the operation is about; `None` if the plan does not know all pools.
    fn other_system_pools(&self) -> Option<usize> {
        let name = self.operation.pool()?;
        let others = self.plan.pools.iter().filter(|pool| pool.is_system() && pool.name != name).count();
        (!self.plan.cluster.existing).then_some(others)
    }

    fn changes(&self) -> &[Change] {
        match self.operation {
            Operation::UpdatePool(_, changes) => changes,
            _ => &[],
        }
    }

    /// Returns the new text of a property that is updated.
    fn new_text(&self, key: &str) -> Option<&str> {
        self.changes().iter().find(|change| change.key == key).and_then(|change| match &change.value {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        })
    }
}

fn refused(text: String) -> (Severity, String) {
    (Severity::Refused, text)
}

fn one_operation_at_a_time(step: &Transition<'_>) -> Verdict {
    if step.operation.is_a_look() || matches!(step.operation, Operation::Create | Operation::DeleteGroup) {
        return None;
    }
    let busy = |state: &Option<String>| match state.as_deref() {
        None | Some("Succeeded" | "Failed" | "Canceled" | "") => None,
        Some(state) => Some(state.to_owned()),
    };
    let of_pool = step.pool.and_then(|pool| busy(&pool.provisioning_state));
    let (who, state) = match (busy(&step.cluster().provisioning_state), of_pool, step.pool) {
        (_, Some(state), Some(pool)) => (in_sentence(&pool.name), state),
        (Some(state), ..) => ("The cluster".into(), state),
        _ => return None,
    };
    // What is being deleted can only be deleted.
    if state == "Deleting" && matches!(step.operation, Operation::DeletePool(_)) {
        return None;
    }
    Some(refused(format!(
        "{who} is in the state {state}. Wait until the operation ends: AKS runs one at a time.",
        state = in_sentence(&state)
    )))
}

fn system_to_user(step: &Transition<'_>) -> Verdict {
    let (Operation::SetMode(name, mode), Some(pool)) = (step.operation, step.pool) else { return None };
    let is_last = pool.is_system() && *mode != Mode::System && step.other_system_pools() == Some(0);
    is_last.then(|| only_system_pool(name))
}

fn only_system_pool(name: &str) -> (Severity, String) {
    refused(format!(
        "{name} is the only System pool. Add a System pool, or make another pool a System pool, first.",
        name = in_sentence(name)
    ))
}

fn system_pods(step: &Transition<'_>) -> Verdict {
    let adds_one =
        matches!(step.operation, Operation::AddPool(_)) && step.pool.is_some_and(NodePool::is_system);
    // The first System pool of a cluster has nothing to take over.
    let has_other = step.other_system_pools() != Some(0);
    let is_change = match step.operation {
        Operation::SetMode(_, mode) => step.pool.is_some_and(|pool| pool.mode.as_ref() != Some(mode)),
        _ => adds_one && has_other,
    };
    let text = "Running system pods stay where they are until their nodes are drained, scaled or deleted; then they prefer System pools.";
    is_change.then(|| (Severity::Note, text.to_owned()))
}

fn last_pool(step: &Transition<'_>) -> Verdict {
    let Operation::DeletePool(name) = step.operation else { return None };
    // AKS Automatic has System pools that AKS manages, where a plan lists none.
    let is_managed =
        step.cluster().sku == Some(Sku::Automatic) && !step.plan.pools.iter().any(NodePool::is_system);
    let is_last = !step.cluster().existing && step.plan.pools.len() == 1 && !is_managed;
    is_last
        .then(|| {
            refused(format!(
                "{name} is the last pool of the cluster, and a cluster needs at least one. Add another pool first.", name = in_sentence(name)))
        })
}

fn last_system_pool(step: &Transition<'_>) -> Verdict {
    let (Operation::DeletePool(name), Some(pool)) = (step.operation, step.pool) else { return None };
    (pool.is_system() && step.other_system_pools() == Some(0)).then(|| only_system_pool(name))
}

fn no_drain(step: &Transition<'_>) -> Verdict {
    let Operation::DeletePool(name) = step.operation else { return None };
    Some((
        Severity::Note,
        format!(
            "AKS neither cordons nor drains {name} before it deletes it, and a deletion can\u{2019}t be undone. Cordon and drain its nodes first.",
            name = in_sentence(name)
        ),
    ))
}

fn delete_machines(step: &Transition<'_>) -> Verdict {
    let (Operation::DeleteMachines(name, machines), Some(pool)) = (step.operation, step.pool) else {
        return None;
    };
    if !pool.is_system() {
        return None;
    }
    let left = pool.nodes().saturating_sub(i64::try_from(machines.len()).unwrap_or(i64::MAX));
    let text = if left < 1 {
        format!("{name} is a System pool and would have no nodes. Keep at least 2.", name = in_sentence(name))
    } else if left < 2 {
        format!("{name} is a System pool and would have 1 node. Keep at least 2.", name = in_sentence(name))
    } else {
        return None;
    };
    Some((Severity::Recommendation, text))
}

fn autoscaled(step: &Transition<'_>) -> Verdict {
    let (Operation::ScalePool(name, count), Some(pool)) = (step.operation, step.pool) else { return None };
    pool.autoscaling.then(|| refused(format!("{name} is scaled by the autoscaler, so it can\u{2019}t be scaled to {count} manually. Turn the autoscaler off first, or change its bounds.", name = in_sentence(name))))
}

fn one_size(step: &Transition<'_>) -> Verdict {
    let (Operation::ScalePool(name, _), Some(pool)) = (step.operation, step.pool) else { return None };
    let what = match pool.scale_profiles()? {
        ScaleProfiles::Manual(profiles) if profiles.len() == 1 => return None,
        ScaleProfiles::Manual(profiles) => {
            format!("has {} VM sizes, each with its own number of nodes", profiles.len())
        }
        ScaleProfiles::Auto(_) => "is scaled by the autoscaler".to_owned(),
    };
    Some(refused(format!(
        "{name} {what}, so it can\u{2019}t be scaled as a whole. Update its virtualMachinesProfile.",
        name = in_sentence(name)
    )))
}

fn floor(step: &Transition<'_>) -> Verdict {
    let (Operation::ScalePool(name, count), Some(pool)) = (step.operation, step.pool) else { return None };
    if !pool.is_system() || *pool.autoscaling {
        return None;
    }
    let scaled = NodePool { count: Some(*count), ..pool.clone() };
    if *count < 1 {
        return Some(refused(format!(
            "{name} is a System pool, which needs at least 1 node. Use at least 2.",
            name = in_sentence(name)
        )));
    }
    if *count < 2 {
        return Some((
            Severity::Unsupported,
            format!(
                "{name} is a System pool and would have 1 node. Use at least 2.",
                name = in_sentence(name)
            ),
        ));
    }
    let slots = pod_slots(&scaled, step.cluster());
    (slots < 30).then(|| (Severity::Recommendation, format!("{name} is a System pool and would have room for {slots} pods. At least 30 are required when a pool is created.", name = in_sentence(name))))
}

fn host_group(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let changed = step.changes().iter().find(|change| change.key == "hostGroupID")?;
    let before = pool.host_group.clone().map(Value::Text);
    (before != changed.value).then(|| {
        refused(format!(
            "{} can\u{2019}t change its dedicated host group. Use a new pool.",
            in_sentence(&pool.name)
        ))
    })
}

fn immutable(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let is_changed = |change: &&Change| changes(change, pool);
    let is_out_of_reach = |change: &&Change| match how_to(change.key, change.value.as_ref(), pool) {
        // Each has an operation or a rule of its own.
        _ if change.key == "hostGroupID" => false,
        How::Update | How::Scale | How::Mode | How::Upgrade => false,
        How::PreviewOnly => {
            !step.cluster().preview || (change.key == "availabilityZones" && !is_auto(change))
        }
        How::NewPool => true,
        // No update is made of these in the first place.
        How::Power | How::Fact => false,
    };
    let keys: Vec<&str> =
        step.changes().iter().filter(is_changed).filter(is_out_of_reach).map(|change| change.key).collect();
    if keys.is_empty() {
        return None;
    }
    let title =
        |key| sources().find(|known| known.id == matrix::source(key)).map_or("", |source| source.title);
    let reasons: Vec<String> =
        keys.iter().map(|key| format!("{key}: {} ({})", matrix::why_new_pool(key), title(key))).collect();
    Some(refused(format!(
        "{} can\u{2019}t change {} in place. Use a new pool. {}",
        in_sentence(&pool.name),
        keys.join(" and "),
        reasons.join(" ")
    )))
}

/// Returns whether a change gives a pool another value than it has.
fn changes(change: &Change, pool: &NodePool) -> bool {
    let property = change.property();
    property.is_some_and(|property| !property.is_same(property.get(pool).as_ref(), change.value.as_ref()))
}

/// Returns whether zones are not set, which a preview can change to.
fn is_auto(change: &Change) -> bool {
    change.value == Some(Value::List(vec!["auto".to_owned()]))
}

fn resize(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let wanted = step.new_text("vmSize").filter(|_| step.cluster().preview)?;
    let sizes =
        pool.vm_size.as_deref().and_then(|size| step.catalog.size(size)).zip(step.catalog.size(wanted));
    let differs = sizes.and_then(|(old, new)| difference(old, new));
    let others = ["orchestratorVersion", "count"]
        .iter()
        .any(|key| step.changes().iter().any(|change| change.key == *key));
    let why = if let Some(what) = differs {
        format!("the sizes differ in {what}")
    } else if pool.pool_type == Some(PoolType::Vms) {
        "it needs a scale set".to_owned()
    } else if others {
        "version and number of nodes can\u{2019}t change with it".to_owned()
    } else if matches!(pool.max_surge.as_deref(), Some("0" | "0%")) {
        "it needs a maxSurge above 0".to_owned()
    } else {
        return None;
    };
    Some(refused(format!(
        "{} can\u{2019}t change to {wanted} in place (preview): {why}.",
        in_sentence(&pool.name),
        wanted = in_sentence(wanted)
    )))
}

/// Returns whether a pool can be resized in place from one size to the other, as far as the catalog knows both.
pub(crate) fn can_resize(old: &VmSize, new: &VmSize) -> bool {
    let controllers = old.disk_controllers().zip(new.disk_controllers());
    difference(old, new).is_none()
        && controllers.is_none_or(|(old, new)| {
            old == new || old == DiskControllers::Both || new == DiskControllers::Both
        })
}

/// In what two sizes differ that a pool keeps.
fn difference(old: &VmSize, new: &VmSize) -> Option<&'static str> {
    if old.architecture != new.architecture {
        Some("CPU architecture")
    } else if old.is_confidential() != new.is_confidential() {
        Some("confidential type")
    } else if old.generation2().is_some()
        && new.generation2().is_some()
        && old.generation2() != new.generation2()
    {
        Some("hypervisor generation")
    } else {
        None
    }
}

fn disk_controller(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let wanted = step.new_text("vmSize").filter(|_| step.cluster().preview)?;
    let old = step.catalog.size(pool.vm_size.as_deref()?)?.disk_controllers()?;
    let new = step.catalog.size(wanted)?.disk_controllers()?;
    let differs = old != new && old != DiskControllers::Both && new != DiskControllers::Both;
    differs.then(|| {
        let text = format!(
            "{} can\u{2019}t change to {wanted} in place (preview): its disk controller changes from {} to {}. Use a new pool.",
            in_sentence(&pool.name),
            old.name(),
            new.name(), wanted = in_sentence(wanted));
        (Severity::Unsupported, text)
    })
}

fn reimages(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let changed = step.changes().iter().filter(|change| changes(change, pool)).map(|change| change.key);
    let keys: Vec<&str> = changed.filter(|key| matrix::reimages(key, pool, step.cluster())).collect();
    let does = if keys == ["vmSize"] { "replaces" } else { "reimages" };
    (!keys.is_empty()).then(|| {
        let text = format!(
            "A change of {} {does} all nodes of {}, in batches.",
            keys.join(" and "),
            in_sentence(&pool.name)
        );
        (Severity::Note, text)
    })
}

fn os_sku(step: &Transition<'_>) -> Verdict {
    let pool = step.pool?;
    let wanted = step.new_text("osSKU")?;
    let is_windows = pool.is_windows() || wanted.starts_with("Windows");
    is_windows.then(|| refused(format!("{} can\u{2019}t change its image to {wanted} in place: only Linux pools can, among Linux images. Use a new pool.", in_sentence(&pool.name), wanted = in_sentence(wanted))))
}

fn no_downgrade(step: &Transition<'_>) -> Verdict {
    let (who, current, target) = match (step.operation, step.pool) {
        (Operation::UpgradePool(name, Upgrade::Version(target)), Some(pool)) => (
            in_sentence(name),
            pool.kubernetes_version.as_ref().or(step.cluster().kubernetes_version.as_ref()),
            target,
        ),
        (Operation::UpgradeControlPlane(target) | Operation::UpgradeAll(target), _) => {
            ("The cluster".into(), step.cluster().kubernetes_version.as_ref(), target)
        }
        _ => return None,
    };
    let (from, to) = (Version::parse(current?)?, Version::parse(target)?);
    from.is_above(to).then(|| refused(format!("{who} has Kubernetes {}, newer than {target}. Versions can\u{2019}t be downgraded, except by a rollback within 7 days.", in_sentence(current.map_or("", String::as_str)), target = in_sentence(target))))
}

fn no_skip(step: &Transition<'_>) -> Verdict {
    let (Operation::UpgradeControlPlane(target) | Operation::UpgradeAll(target)) = step.operation else {
        return None;
    };
    let current = step.cluster().kubernetes_version.as_deref()?;
    let (from, to) = (Version::parse(current)?, Version::parse(target)?);
    let skips =
        to.minor.saturating_sub(from.minor) > 1 && step.cluster().support_plan != Some(SupportPlan::Lts);
    // A cluster out of support recovers by one upgrade of everything to the oldest supported version.
    let is_recovery = support(from).has_ended(step.today, None)
        && matches!(step.operation, Operation::UpgradeAll(_))
        && supported_minors(step.today).next() == Some(to.minor);
    if skips && is_recovery {
        let text = format!(
            "The cluster has Kubernetes {current}, which is out of support, so it can skip to 1.{}, the oldest supported version. Check the pools after the upgrade: AKS doesn\u{2019}t guarantee that they keep working.",
            to.minor,
            current = in_sentence(current)
        );
        return Some((Severity::Note, text));
    }
    skips.then(|| {
        refused(format!(
            "The control plane has Kubernetes {current}. Upgrade one minor version at a time, next to 1.{}.",
            from.minor + 1,
            current = in_sentence(current)
        ))
    })
}

fn spot_apart(step: &Transition<'_>) -> Verdict {
    let Operation::UpgradeAll(_) = step.operation else { return None };
    let spot = step.plan.pools.iter().find(|pool| pool.priority == Some(Priority::Spot))?;
    Some(refused(format!(
        "{} is a Spot pool, which isn\u{2019}t upgraded together with the cluster. Upgrade the control plane first, then each pool.",
        in_sentence(&spot.name)
    )))
}

fn stop(step: &Transition<'_>) -> Verdict {
    let (Operation::StopPool(name), Some(pool)) = (step.operation, step.pool) else { return None };
    let why = if pool.is_system() {
        "is a System pool, and only User pools can be stopped"
    } else if !pool.is_user() {
        "isn\u{2019}t a User pool, and only User pools can be stopped"
    } else if step.cluster().node_provisioning == Some(NodeProvisioningMode::Auto) {
        "is in a cluster with node auto-provisioning, where pools can\u{2019}t be stopped"
    } else if step.cluster().power_state == Some(PowerState::Stopped) {
        "is in a cluster that is stopped"
    } else if pool.is_stopped() {
        "is stopped already"
    } else if pool.provisioning_state.as_deref().is_some_and(|state| matches!(state, "Failed" | "Canceled")) {
        "isn\u{2019}t in the state Succeeded"
    } else {
        return None;
    };
    Some(refused(format!("{name} {why}.", name = in_sentence(name))))
}

fn start(step: &Transition<'_>) -> Verdict {
    let (Operation::StartPool(name), Some(pool)) = (step.operation, step.pool) else { return None };
    let why = if step.cluster().power_state == Some(PowerState::Stopped) {
        "is in a cluster that is stopped. Start the cluster first"
    } else if !pool.is_stopped() {
        "is running already, as far as the plan says"
    } else {
        return None;
    };
    Some(refused(format!("{name} {why}.", name = in_sentence(name))))
}
