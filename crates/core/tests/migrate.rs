//! Runbooks are proved by simulation: each step is valid when it runs, nothing new is Refused in between, pods always
//! have a place, and the result is the target.

use crate::any_layout::{CATALOG, any_pair, is_valid, refused, today};
use crate::any_plan;
use poolwright::catalog::Catalog;
use poolwright::emit::{self, Shell};
use poolwright::migrate::diff::{PoolChange, RenameCandidate, Resolution};
use poolwright::migrate::{Act, Impossible, Names, Objective, PlannerOptions, Runbook, diff, runbook};
use poolwright::operations::{Change, Operation, simulate};
use poolwright::plan::{NodePool, Plan, PowerState};
use proptest::prelude::*;

/// Replaced pools keep their names.
fn keep_names() -> PlannerOptions {
    PlannerOptions { names: Names::Keep, ..PlannerOptions::default() }
}

fn plan_of(current: &Plan, target: &Plan) -> Result<Runbook, Box<Impossible>> {
    runbook(current, target, &CATALOG, today(), &keep_names())
}

/// Pods of a kind, and whether a pool takes them.
type Kind = (&'static str, fn(&NodePool) -> bool);

/// A cluster that a runbook is carried out on, step by step.
struct Cluster {
    plan: Plan,
    cordoned: Vec<String>,
    drained: Vec<String>,
}

impl Cluster {
    fn of(plan: &Plan) -> Self {
        Self { plan: plan.clone(), cordoned: Vec::new(), drained: Vec::new() }
    }

    /// Applies an act, or returns why it isn't valid. The rules are written independently of the planner's here.
    fn act(&mut self, act: &Act, goal: &Plan) -> Result<(), String> {
        let before = refused(&self.plan);
        let had_system = self.has_system();
        match act {
            Act::Cordon(name) => {
                self.plan.pool(name).ok_or(format!("no pool {name} to cordon"))?;
                self.cordoned.push(name.clone());
            }
            Act::Drain(name) => {
                let is_cordoned = self.cordoned.contains(name);
                is_cordoned.then_some(()).ok_or(format!("{name} is drained before it is cordoned"))?;
                self.drained.push(name.clone());
            }
            Act::AwaitSystemPods(_) => {}
            Act::Add(pool) => {
                self.plan.pools.push((**pool).clone());
                self.operate(&Operation::AddPool(pool.name.clone()))?;
            }
            Act::Aks(operation) => {
                if let Operation::DeletePool(name) = operation {
                    let (_, pool) = self.plan.pool(name).ok_or(format!("no pool {name} to delete"))?;
                    let runs = pool.nodes() > 0 && pool.power_state != Some(PowerState::Stopped);
                    if runs && !self.drained.contains(name) {
                        return Err(format!("{name} is deleted before it is drained"));
                    }
                    let gone = name.clone();
                    self.operate(operation)?;
                    self.cordoned.retain(|name| *name != gone);
                    self.drained.retain(|name| *name != gone);
                } else {
                    self.operate(operation)?;
                }
            }
        }
        let mut new: Vec<_> = refused(&self.plan).into_iter().filter(|key| !before.contains(key)).collect();
        // The number of nodes is compared with the autoscaler's bounds when a pool is created.
        new.retain(|(rule, _)| *rule != "autoscale-count-in-range" || matches!(act, Act::Add(_)));
        if !new.is_empty() {
            return Err(format!("{new:?} are Refused now"));
        }
        if had_system && !self.has_system() {
            return Err("no System pool takes pods".to_owned());
        }
        let kinds: [Kind; 2] = [
            ("applications", NodePool::takes_ordinary_pods),
            ("applications on Windows", NodePool::is_windows),
        ];
        let runs = |pool: &&NodePool| pool.power_state != Some(PowerState::Stopped);
        let leaves =
            act.pool().and_then(|name| self.plan.pool(name)).filter(|_| matches!(act, Act::Cordon(_)));
        for (what, takes) in kinds {
            let is_open = |pool: &NodePool| takes(pool) && pool.node_range().1 > 0 && self.is_open(pool);
            let wanted = goal.pools.iter().filter(runs).any(|pool| takes(pool) && pool.node_range().1 > 0);
            let is_one = leaves.is_some_and(|(_, pool)| takes(pool));
            if wanted && is_one && !self.plan.pools.iter().any(is_open) {
                return Err(format!("no pool takes {what}"));
            }
        }
        Ok(())
    }

    fn operate(&mut self, operation: &Operation) -> Result<(), String> {
        let outcome =
            simulate(&self.plan, &CATALOG, today(), operation).map_err(|refusal| refusal.to_string())?;
        self.plan = outcome.plan;
        Ok(())
    }

    fn is_open(&self, pool: &NodePool) -> bool {
        !self.cordoned.contains(&pool.name) && pool.power_state != Some(PowerState::Stopped)
    }

    fn has_system(&self) -> bool {
        self.plan.pools.iter().any(|pool| pool.is_system() && self.is_open(pool))
    }

    fn nodes(&self) -> i64 {
        let runs = |pool: &&NodePool| pool.power_state != Some(PowerState::Stopped);
        self.plan.pools.iter().filter(runs).map(NodePool::nodes).sum()
    }
}

/// Carries a runbook out, and says what is there in the end.
fn carry_out(runbook: &Runbook) -> Plan {
    let mut cluster = Cluster::of(&runbook.start);
    let began = cluster.nodes();
    let mut peak = 0;
    for (place, step) in runbook.steps.iter().enumerate() {
        if let Err(why) = cluster.act(&step.act, &runbook.goal) {
            let steps: Vec<String> =
                runbook.steps.iter().map(|step| step.act.describe(&runbook.start)).collect();
            panic!("step {}: {why}\n{}", place + 1, steps.join("\n"));
        }
        peak = peak.max(cluster.nodes() - began);
    }
    assert!(peak <= runbook.peak_nodes, "{peak} more nodes, the runbook says {}", runbook.peak_nodes);
    assert!(cluster.cordoned.is_empty(), "{:?} are left cordoned", cluster.cordoned);
    cluster.plan
}

/// That a runbook does what it says.
fn prove(runbook: &Runbook, target: &Plan) {
    let end = carry_out(runbook);
    let left = diff(&end, target, &[]);
    assert!(left.pools.iter().all(|pool| pool.differences.is_empty()), "{left:#?}");
    assert_eq!(end.pools.len(), target.pools.len());
    for pool in &target.pools {
        assert!(end.pool(&pool.name).is_some(), "{} is not there", pool.name);
    }
    let again = plan_of(&end, target).unwrap();
    assert!(again.steps.is_empty(), "{:#?}", again.steps);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn any_pair_of_valid_layouts_has_a_valid_runbook_that_keeps_names(pair in any_pair(12)) {
        has_a_valid_runbook(pair, Names::Keep)?;
    }

    #[test]
    fn any_pair_of_valid_layouts_has_a_valid_runbook_that_proposes_names(pair in any_pair(12)) {
        has_a_valid_runbook(pair, Names::Propose)?;
    }
}

fn has_a_valid_runbook((current, target): (Plan, Plan), names: Names) -> Result<(), TestCaseError> {
    let options = PlannerOptions { names, ..PlannerOptions::default() };
    let plan = || runbook(&current, &target, &CATALOG, today(), &options);
    match plan() {
        Ok(runbook) => {
            prove(&runbook, &runbook.target);
            prop_assert_eq!(Ok(runbook), plan());
        }
        Err(impossible) => prop_assert!(is_beyond(&impossible), "{}", explanation(&impossible)),
    }
    Ok(())
}

/// Whether what is in the way is what no order could help: versions that go down, and a subnet that is too small for
/// what has to be in it at the same time.
fn is_beyond(impossible: &Impossible) -> bool {
    let mut reasons = impossible.blocked.iter().flat_map(|blocked| &blocked.reasons);
    reasons.any(|reason| matches!(reason.rule, Some("pool-version-no-downgrade" | "flat-subnet-size")))
}

fn explanation(impossible: &Impossible) -> String {
    let reasons =
        impossible.blocked.iter().map(|blocked| format!("{:?}: {:?}", blocked.act, blocked.reasons));
    reasons.collect::<Vec<_>>().join("\n")
}

/// How many pairs are drawn; `script/test` draws 10,000.
fn cases() -> u32 {
    std::env::var("POOLWRIGHT_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

/// A change of one pool in one piece, for the search below.
#[derive(Clone, Debug)]
enum Piece {
    Act(Act),
    /// Cordons, drains and deletes a pool.
    Clear(String),
}

/// Everything that leads from one layout to another when new pools have names of their own, and which piece has to
/// come before which. `apart` puts taints on by an update of their own.
fn pieces(current: &Plan, target: &Plan, apart: bool) -> (Vec<Piece>, Vec<(usize, usize)>) {
    let (mut pieces, mut before) = (Vec::new(), Vec::new());
    for one in diff(current, target, &[]).pools {
        let from = one.from.map(|from| &current.pools[from]);
        let to = one.to.map(|to| &target.pools[to]);
        let is_replaced = one.change == PoolChange::Replaced;
        match (from, to) {
            (Some(old), Some(new)) if is_replaced => {
                let new = NodePool { name: format!("{}n", new.name), ..new.clone() };
                before.push((pieces.len(), pieces.len() + 1));
                pieces.extend([Piece::Act(Act::Add(Box::new(new))), Piece::Clear(old.name.clone())]);
            }
            (Some(old), None) => pieces.push(Piece::Clear(old.name.clone())),
            (None, Some(new)) => pieces.push(Piece::Act(Act::Add(Box::new(new.clone())))),
            (Some(old), Some(new)) => {
                let change = |key: &'static str, to| Change { key, value: to };
                let differences = one.differences.iter().filter(|one| one.key != "count");
                let mut changes: Vec<_> = differences.map(|one| change(one.key, one.to.clone())).collect();
                let taints: Vec<_> = if apart {
                    changes.extract_if(.., |one| one.key == "nodeTaints").collect()
                } else {
                    Vec::new()
                };
                for changes in [changes, taints].into_iter().filter(|changes| !changes.is_empty()) {
                    pieces.push(Piece::Act(Act::Aks(Operation::UpdatePool(old.name.clone(), changes))));
                }
                if old.count != new.count {
                    pieces.push(Piece::Act(Act::Aks(Operation::ScalePool(old.name.clone(), new.nodes()))));
                }
            }
            (None, None) => {}
        }
    }
    (pieces, before)
}

/// The target with what it is silent about and a new pool takes over from the one it replaces: the pods on a node, which
/// make up its addresses.
fn keeping(current: &Plan, target: &Plan) -> Plan {
    let mut kept = target.clone();
    for one in diff(current, target, &[]).pools {
        if let (Some(from), Some(to), PoolChange::Replaced) = (one.from, one.to, one.change) {
            let pool = &mut kept.pools[to];
            pool.max_pods = pool.max_pods.or(current.pools[from].max_pods);
        }
    }
    kept
}

/// Returns the lowest peak of all valid orders of pieces, if one is valid; every order is tried.
fn least_peak(current: &Plan, target: &Plan, quota: i64, apart: bool) -> Option<i64> {
    let (pieces, before) = pieces(current, target, apart);
    let vcpus = |plan: &Plan| -> i64 {
        let of = |pool: &NodePool| {
            pool.nodes() * i64::from(CATALOG.size(pool.vm_size.as_ref().unwrap()).unwrap().quota_vcpus)
        };
        plan.pools.iter().filter(|pool| !pool.is_spot()).map(of).sum()
    };
    let goal = target;
    let began = Cluster::of(current).nodes();
    let mut best: Vec<Option<(i64, Cluster)>> = (0..1usize << pieces.len()).map(|_| None).collect();
    best[0] = Some((0, Cluster::of(current)));
    for set in 0..best.len() {
        let Some((peak, at)) = best[set].take() else { continue };
        for (place, piece) in pieces.iter().enumerate() {
            let waits = before.iter().any(|(first, then)| *then == place && set & (1 << first) == 0);
            if set & (1 << place) != 0 || waits {
                continue;
            }
            let mut next = Cluster { plan: at.plan.clone(), cordoned: Vec::new(), drained: Vec::new() };
            let acts = match piece {
                Piece::Act(act) => vec![act.clone()],
                Piece::Clear(name) => {
                    let name = || name.clone();
                    let runs = at.plan.pool(&name()).unwrap().1.nodes() > 0;
                    let leave = [Act::Cordon(name()), Act::Drain(name())];
                    let delete = Act::Aks(Operation::DeletePool(name()));
                    leave.into_iter().filter(|_| runs).chain([delete]).collect()
                }
            };
            let took = vcpus(&at.plan);
            if acts.iter().any(|act| next.act(act, goal).is_err()) {
                continue;
            }
            // Reimaging needs surge nodes, like an upgrade.
            let reimaged = acts.iter().find_map(|act| match act {
                Act::Aks(Operation::UpdatePool(name, changes))
                    if changes.iter().any(|one| one.key == "osSKU") =>
                {
                    next.plan.pool(name)
                }
                _ => None,
            });
            let (extra, more) = reimaged.map_or((0, 0), |(_, pool)| {
                let extra = poolwright::capacity::surge(pool, pool.nodes());
                (
                    extra,
                    vcpus(&Plan {
                        pools: vec![NodePool { count: Some(extra), ..pool.clone() }],
                        ..Plan::default()
                    }),
                )
            });
            let takes = vcpus(&next.plan) + more;
            if takes > took && takes - vcpus(current) > quota {
                continue;
            }
            let peak = peak.max(next.nodes() + extra - began);
            let known = &mut best[set | 1 << place];
            if known.as_ref().is_none_or(|(other, _)| peak < *other) {
                *known = Some((peak, next));
            }
        }
        if set + 1 == 1 << pieces.len() {
            return Some(peak);
        }
    }
    None
}

/// Layouts without autoscaler, states and versions, so that each change is one piece.
fn plain(mut plan: Plan) -> Plan {
    plan.cluster.kubernetes_version = None;
    for pool in &mut plan.pools {
        *pool.autoscaling = false;
        (pool.min_count, pool.max_count, pool.power_state) = (None, None, None);
    }
    plan
}

/// Returns whether a runbook updates a pool more than once.
fn is_split(runbook: &Runbook) -> bool {
    let mut updated = runbook.steps.iter().filter_map(|step| match &step.act {
        Act::Aks(Operation::UpdatePool(name, _)) => Some(name),
        _ => None,
    });
    let mut seen = std::collections::BTreeSet::new();
    updated.any(|name| !seen.insert(name))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 5, max_global_rejects: 1_000_000, ..ProptestConfig::default() })]

    #[test]
    fn no_valid_order_is_missed_and_none_has_a_lower_peak(
        (current, target) in any_pair(3),
        quota in prop::sample::select(vec![0i64, 4, 8, 16, 32, 10_000]),
    ) {
        let (current, target) = (plain(current), plain(target));
        prop_assume!(is_valid(&current) && is_valid(&target));
        let kept = keeping(&current, &target);
        prop_assume!(is_valid(&kept) && pieces(&current, &kept, true).0.len() <= 6);
        let mut catalog = CATALOG.clone();
        let usage = format!(r#"[{{"currentValue": 0, "limit": {quota}, "name": {{"value": "cores"}}}}]"#);
        catalog.learn_usage(&usage).unwrap();
        let options = PlannerOptions { names: Names::Propose, ..PlannerOptions::default() };
        let found = runbook(&current, &target, &catalog, today(), &options);
        let orders = [false, true].map(|apart| least_peak(&current, &kept, quota, apart));
        let least = orders.into_iter().flatten().min();
        match (found, least) {
            (Ok(found), Some(least)) => {
                carry_out(&found);
                let has_new = found.diff.pools.iter().any(|one| one.change == PoolChange::Added);
                let grows = found.steps.iter().any(|step| matches!(&step.act, Act::Aks(Operation::ScalePool(..))));
                // The orders above change a pool at once; in several steps it may take fewer nodes.
                prop_assert!(is_split(&found) || found.peak_nodes >= least);
                // What comes is there before others lose pods, even where less would run otherwise.
                if !has_new && !grows && !is_split(&found) {
                    prop_assert_eq!(found.peak_nodes, least);
                }
            }
            (Err(found), None) => prop_assert!(found.all_tried && !found.remedies.is_empty()),
            (Ok(found), None) if is_split(&found) => drop(carry_out(&found)),
            (Ok(found), None) => {
                let steps: Vec<String> = found.steps.iter().map(|step| step.act.describe(&current)).collect();
                prop_assert!(false, "only the runbook has an order:\n{}", steps.join("\n"));
            }
            (Err(found), Some(least)) => prop_assert!(false, "an order with a peak of {} was missed: {}", least, explanation(&found)),
        }
    }
}

/// A layout of pools, read as a plan file has them.
fn layout(cluster: &str, pools: &[&str]) -> Plan {
    let pools: Vec<String> = pools.iter().map(|pool| format!("{{{pool}}}")).collect();
    let text = format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{}]}}"#, pools.join(","));
    let document = poolwright::codec::read(&text).unwrap();
    assert_eq!(document.notes, [], "{text}");
    document.plan
}

const SYSTEM: &str = r#""name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5""#;
const USER: &str = r#""name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D4ds_v5""#;
const BIGGER: &str = r#""name": "apps", "mode": "User", "count": 3, "vmSize": "Standard_D8ds_v5""#;

/// The steps in short.
fn steps(current: &Plan, target: &Plan, options: &PlannerOptions) -> Vec<String> {
    let runbook = runbook(current, target, &CATALOG, today(), options).unwrap();
    carry_out(&runbook);
    let short =
        |act: &Act| format!("{} {}", act.name(), act.pool().unwrap_or_default()).trim_end().to_owned();
    runbook.steps.iter().map(|step| short(&step.act)).collect()
}

#[test]
fn a_pool_that_is_replaced_keeps_its_name_or_takes_the_one_it_is_given() {
    let (current, target) = (layout("", &[SYSTEM, USER]), layout("", &[SYSTEM, BIGGER]));
    let moved = |new: &str| {
        ["add-pool", "cordon-pool", "drain-pool", "delete-pool"]
            .map(|verb| format!("{verb} {}", if verb == "add-pool" { new } else { "apps" }))
    };
    let kept = steps(&current, &target, &keep_names());
    assert_eq!(kept[..4], moved("appstmp"));
    assert_eq!(
        kept[4..],
        ["add-pool apps", "cordon-pool appstmp", "drain-pool appstmp", "delete-pool appstmp"]
    );
    assert_eq!(steps(&current, &target, &PlannerOptions::default()), moved("apps2"));
    let offer = |from: &str, to: &str| RenameCandidate { from: from.to_owned(), to: to.to_owned() };
    let chosen = PlannerOptions { renames: vec![offer("apps", "web")], ..PlannerOptions::default() };
    assert_eq!(steps(&current, &target, &chosen), moved("web"));
    // The same pool by another name is known; a likely one is only offered.
    let renamed = layout("", &[SYSTEM, &USER.replace("apps", "web")]);
    assert_eq!(steps(&current, &renamed, &PlannerOptions::default()), moved("web"));
    let likely = layout("", &[SYSTEM, &USER.replace("apps", "web").replace("\"count\": 3", "\"count\": 5")]);
    assert_eq!(diff(&current, &likely, &[]).offers, [offer("apps", "web")]);
    assert_eq!(diff(&current, &renamed, &[]).offers, []);
}

#[test]
fn a_new_pool_inherits_what_the_target_does_not_set() {
    let stated = r#""osSKU": "AzureLinux", "osDiskType": "Managed", "osDiskSizeGB": 256, "maxPods": 30"#;
    let current = layout("", &[SYSTEM, &format!("{BIGGER}, {stated}")]);
    let new_pool = |pool: &str| {
        let found = plan_of(&current, &layout("", &[SYSTEM, pool])).unwrap();
        carry_out(&found);
        found.goal.pool("apps").unwrap().1.clone()
    };
    let more_pods = new_pool(r#""name": "apps", "mode": "User", "count": 3, "maxPods": 60"#);
    assert_eq!(more_pods.vm_size.as_deref(), Some("Standard_D8ds_v5"));
    assert_eq!((more_pods.os_disk_size, more_pods.max_pods), (Some(256), Some(60)));
    // What depends on the VM size gets AKS's default when the size changes.
    let larger = new_pool(&BIGGER.replace("D8ds", "D16ds"));
    assert_eq!(
        (larger.os_disk_size, larger.os_disk_type.is_some(), larger.max_pods),
        (None, false, Some(30))
    );
    assert_eq!(diff(&current, &layout("", &[SYSTEM, BIGGER]), &[]).pools[1].change, PoolChange::Kept);
}

#[test]
fn a_pool_without_nodes_needs_none_in_between() {
    let empty = USER.replace("\"count\": 3", "\"count\": 0");
    let (current, target) = (layout("", &[SYSTEM, &empty]), layout("", &[SYSTEM, BIGGER]));
    assert_eq!(steps(&current, &target, &keep_names()), ["delete-pool apps", "add-pool apps"]);
    assert_eq!(steps(&current, &target, &PlannerOptions::default()), ["add-pool apps2", "delete-pool apps"]);
}

#[test]
fn the_control_plane_goes_up_first_and_spot_pools_by_themselves() {
    let spot = r#""name": "spot", "mode": "User", "count": 1, "vmSize": "Standard_D4ds_v5", "scaleSetPriority": "Spot""#;
    let at = |version: &str| format!(r#""kubernetesVersion": "{version}""#);
    let fewest = PlannerOptions { objective: Objective::FewestSteps, ..PlannerOptions::default() };
    let (current, target) = (layout(&at("1.33"), &[SYSTEM, USER]), layout(&at("1.34"), &[SYSTEM, USER]));
    for options in [&PlannerOptions::default(), &fewest] {
        assert_eq!(steps(&current, &target, options), ["upgrade-all"]);
    }
    // The others are upgraded even if one pool stays behind.
    let stays = layout(&at("1.34"), &[SYSTEM, &format!("{USER}, \"orchestratorVersion\": \"1.33\"")]);
    assert_eq!(steps(&current, &stays, &fewest), ["upgrade-control-plane", "upgrade-pool sys"]);
    let with_spot = |version: &str| layout(&at(version), &[SYSTEM, spot]);
    let apart = ["upgrade-control-plane", "upgrade-pool sys", "upgrade-pool spot"];
    assert_eq!(steps(&with_spot("1.33"), &with_spot("1.34"), &fewest), apart);
    // No pool is left more than three minor versions behind on the way.
    let far = steps(&with_spot("1.30"), &with_spot("1.34"), &PlannerOptions::default());
    assert_eq!(far.iter().filter(|step| *step == "upgrade-control-plane").count(), 4);
    assert_eq!(far[3..6], ["upgrade-pool sys", "upgrade-pool spot", "upgrade-control-plane"]);
    // Out of support everything skips to the oldest supported version, unless there is a Spot pool.
    let skips = |to: &str| {
        steps(&layout(&at("1.30"), &[SYSTEM]), &layout(&at(to), &[SYSTEM]), &PlannerOptions::default())
    };
    assert_eq!(
        (skips("1.34"), skips("1.35")),
        (vec!["upgrade-all".to_owned()], vec!["upgrade-all".to_owned(); 2])
    );
    assert_eq!(skips("1.33").len(), 3);
    let down =
        runbook(&layout(&at("1.34"), &[SYSTEM]), &layout(&at("1.33"), &[SYSTEM]), &CATALOG, today(), &fewest);
    assert!(is_beyond(&down.unwrap_err()));
}

#[test]
fn an_image_goes_before_a_version_that_does_not_have_it() {
    let at = |version: &str, image: &str| {
        layout(
            &format!(r#""kubernetesVersion": "{version}""#),
            &[&format!(r#"{SYSTEM}, "osSKU": "{image}""#)],
        )
    };
    let done = steps(&at("1.36", "Ubuntu2204"), &at("1.37", "Ubuntu2404"), &PlannerOptions::default());
    assert_eq!(done, ["update-pool sys", "upgrade-all"]);
}

#[test]
fn a_pool_gets_an_older_version_by_a_new_pool() {
    let with = |version: &str| {
        let pool = format!(r#"{USER}, "orchestratorVersion": "{version}""#);
        layout(r#""kubernetesVersion": "1.34""#, &[SYSTEM, &pool])
    };
    let fates = |target: &Plan| diff(&with("1.34"), target, &[]).pools[1].change;
    assert_eq!((fates(&with("1.33")), fates(&with("1.34.2"))), (PoolChange::Replaced, PoolChange::Kept));
    assert_eq!(steps(&with("1.34"), &with("1.33"), &keep_names())[0], "add-pool appstmp");
}

#[test]
fn a_step_tells_of_what_it_evicts_and_of_what_takes_it_back() {
    let pool = |more: &str| layout("", &[SYSTEM, &format!("{USER}{more}")]);
    let step = |from: &str, to: &str| {
        let found = plan_of(&pool(from), &pool(to)).unwrap();
        found.steps[0].clone()
    };
    let evicts = step("", r#", "nodeTaints": ["team=web:NoExecute"]"#);
    assert!(evicts.disrupts.contains("evicted at once"), "{}", evicts.disrupts);
    assert!(evicts.caveats.is_empty());
    let off = step(r#", "enableAutoScaling": true, "minCount": 2, "maxCount": 5"#, "");
    assert!(off.undo.contains("minCount to 2, maxCount to 5"), "{}", off.undo);
    let deleted = step(r#", "scaleDownMode": "Deallocate""#, "");
    assert!(deleted.disrupts.contains("are deleted"), "{}", deleted.disrupts);
}

#[test]
fn an_upgrade_of_all_pools_counts_the_addresses_of_its_largest() {
    let at = |version: &str| {
        let cluster = format!(
            r#""kubernetesVersion": "{version}", "networkProfile": {{"networkPlugin": "azure", "networkPluginMode": "overlay"}}"#
        );
        layout(&cluster, &[SYSTEM, &format!(r#"{USER}, "upgradeSettings": {{"maxSurge": "100%"}}"#)])
    };
    let found = plan_of(&at("1.33"), &at("1.34")).unwrap();
    assert_eq!((found.steps.len(), found.peak_nodes, found.peak_addresses), (1, 3, 3));
    assert!(found.steps[0].undo.contains("1.33"), "{}", found.steps[0].undo);
}

#[test]
fn what_reimages_nodes_says_so_and_has_surge_nodes() {
    let pair = |cluster: &str, before: &str, after: &str| {
        let layout = |more: &str| {
            layout(cluster, &[SYSTEM, &format!(r#"{USER}, "upgradeSettings": {{"maxSurge": "2"}}{more}"#)])
        };
        plan_of(&layout(before), &layout(after)).unwrap()
    };
    let old = r#""kubernetesVersion": "1.36""#;
    for (cluster, before, after) in [
        (old, "", r#", "localDNSProfile": {"mode": "Required"}"#),
        (old, "", r#", "securityProfile": {"enableSecureBoot": true}"#),
        (old, "", r#", "securityProfile": {"enableVTPM": true}"#),
        (old, "", r#", "artifactStreamingProfile": {"enabled": true}"#),
        (old, "", r#", "enableFIPS": true"#),
        (old, r#", "osSKU": "Ubuntu""#, r#", "osSKU": "AzureLinux""#),
        (r#""kubernetesVersion": "1.37""#, "", r#", "securityProfile": {"sshAccess": "Disabled"}"#),
    ] {
        let found = pair(cluster, before, after);
        let [step] = &found.steps[..] else { panic!("{after}: {:?}", found.steps) };
        assert_eq!(
            step.disrupts, "Each node of apps is drained and reimaged, one batch after another.",
            "{after}"
        );
        assert_eq!(found.peak_nodes, 2, "{after}");
        assert!(step.remarks.iter().any(|remark| remark.rule == Some("update-reimages-nodes")), "{after}");
        assert!(step.caveats.iter().any(|caveat| caveat.source == "node-disruption"), "{after}");
    }
    let later = pair(old, "", r#", "securityProfile": {"sshAccess": "Disabled"}"#);
    assert_eq!((later.steps[0].disrupts.as_str(), later.peak_nodes), ("Nothing: no pod moves.", 0));
}

#[test]
fn a_cluster_whose_pools_are_all_reimaged_at_once_has_the_surge_of_all() {
    let with = |policy: &str| {
        let network = format!(
            r#""kubernetesVersion": "1.36", "networkProfile": {{"networkPlugin": "azure", "networkPluginMode": "overlay", "networkPolicy": "{policy}"}}"#
        );
        layout(&network, &[SYSTEM, &format!(r#"{USER}, "upgradeSettings": {{"maxSurge": "2"}}"#)])
    };
    let found = plan_of(&with("none"), &with("azure")).unwrap();
    // 10 % of 3 nodes are 1, and 2; a node takes one address in an overlay.
    assert_eq!((found.steps.len(), found.peak_nodes, found.peak_addresses), (1, 3, 3));
    assert!(found.steps[0].disrupts.contains("all pools at the same time"), "{}", found.steps[0].disrupts);
}

/// Operations that a pool of that name is refused, or remarked on.
fn operations_on(name: &str) -> Vec<Operation> {
    use poolwright::operations::Upgrade;
    use poolwright::plan::{Mode, Value};
    let name = || name.to_owned();
    let change = |key, value: &str| {
        Operation::UpdatePool(name(), vec![Change { key, value: Some(Value::Text(value.to_owned())) }])
    };
    vec![
        Operation::SetMode(name(), Mode::User),
        Operation::SetMode(name(), Mode::Other(name())),
        Operation::DeletePool(name()),
        Operation::DeleteMachines(name(), vec!["m".to_owned()]),
        Operation::ScalePool(name(), 0),
        Operation::ScalePool(name(), 1),
        Operation::UpgradePool(name(), Upgrade::Version("1.2".to_owned())),
        Operation::UpgradePool(name(), Upgrade::Version(name())),
        Operation::UpgradeControlPlane("1.30".to_owned()),
        Operation::UpgradeAll("1.39".to_owned()),
        Operation::StopPool(name()),
        Operation::StartPool(name()),
        Operation::AddPool(name()),
        change("hostGroupID", "h"),
        change("osDiskType", "Ephemeral"),
        change("osSKU", "Windows2022"),
        change("osSKU", "AzureLinux"),
        change("vmSize", "Standard_D4pds_v5"),
        change("vmSize", &name()),
    ]
}

#[test]
fn hostile_names_are_quoted_in_every_refusal() {
    let long = "x".repeat(5_000);
    let hostile =
        ["a\nb", "a\u{202e}b", "\u{1b}[31m", "Delete it. Then", "\"quoted\"", "a\u{2028}b", "", &long];
    let mut refusals = 0;
    for name in hostile {
        for variant in 0..6 {
            let mut plan = layout(r#""kubernetesVersion": "1.36""#, &[SYSTEM]);
            plan.pools[0].name = name.to_owned();
            plan.pools[0].kubernetes_version = Some("1.36".to_owned());
            match variant {
                1 => plan.cluster.provisioning_state = Some(name.to_owned()),
                2 => plan.pools[0].provisioning_state = Some(name.to_owned()),
                3 => *plan.pools[0].autoscaling = true,
                4 => plan.pools.push(plan.pools[0].clone()),
                5 => {
                    plan.cluster.preview = true;
                    plan.cluster.name = name.to_owned();
                    plan.cluster.power_state = Some(PowerState::Stopped);
                    plan.pools[0].priority = Some(poolwright::plan::Priority::Spot);
                    plan.pools[0].mode = Some(poolwright::plan::Mode::User);
                }
                _ => {}
            }
            let mut texts = Vec::new();
            for operation in operations_on(name).into_iter().chain(operations_on("missing")) {
                texts.push(operation.describe(&plan));
                match simulate(&plan, &CATALOG, today(), &operation) {
                    Ok(outcome) => texts.extend(outcome.remarks.into_iter().map(|remark| remark.message)),
                    Err(refusal) => {
                        refusals += 1;
                        texts.extend(refusal.reasons.into_iter().map(|reason| reason.message));
                    }
                }
            }
            let target = layout(r#""kubernetesVersion": "1.36""#, &[USER]);
            for pair in [(&plan, &target), (&target, &plan)] {
                if let Err(found) = runbook(pair.0, pair.1, &CATALOG, today(), &PlannerOptions::default()) {
                    let reasons = found.blocked.iter().flat_map(|blocked| &blocked.reasons);
                    texts.extend(reasons.map(|reason| reason.message.clone()));
                    texts.extend(found.blocked.iter().filter_map(|blocked| blocked.act.clone()));
                }
            }
            for text in texts {
                let is_seen = |letter: char| letter == '\n' || !poolwright::text::is_unseen(letter);
                assert!(text.chars().all(is_seen), "{name:?}: {text:?}");
                assert!(!text.contains("a\nb") && !text.contains(&"x".repeat(100)), "{name:?}: {text:?}");
                let is_quoted = name != "Delete it. Then"
                    || text.matches(name).count() == text.matches("\"Delete it. Then\"").count();
                assert!(is_quoted, "{text}");
            }
        }
    }
    assert!(refusals > 300, "{refusals}");
}

#[test]
fn bounds_are_changed_in_one_update_wherever_the_number_of_nodes_is() {
    let scaled = |bounds: &str| {
        let auto = format!("\"count\": 3, \"enableAutoScaling\": true, {bounds}");
        layout("", &[SYSTEM, &USER.replace("\"count\": 3", &auto)])
    };
    let current = scaled(r#""minCount": 1, "maxCount": 3"#);
    for bounds in [r#""minCount": 5, "maxCount": 9"#, r#""minCount": 1, "maxCount": 2"#] {
        let target = scaled(bounds);
        let runbook = plan_of(&current, &target).unwrap();
        assert_eq!(steps(&current, &target, &PlannerOptions::default()), ["update-pool apps"], "{bounds}");
        prove(&runbook, &target);
    }
    // So are they where the autoscaler is turned on.
    let target = scaled(r#""minCount": 5, "maxCount": 9"#);
    assert_eq!(
        steps(&layout("", &[SYSTEM, USER]), &target, &PlannerOptions::default()),
        ["update-pool apps"]
    );
}

#[test]
fn a_pool_is_scaled_while_it_runs() {
    let pool = |count: &str, state: &str| {
        let pool = USER.replace("\"count\": 3", &format!("\"count\": {count}"));
        layout("", &[SYSTEM, &format!(r#"{pool}, "powerState": {{"code": "{state}"}}"#)])
    };
    let stopped = |count| pool(count, "Stopped");
    let steps = |current: &Plan, target: &Plan| steps(current, target, &PlannerOptions::default());
    assert_eq!(steps(&pool("4", "Running"), &stopped("6")), ["scale-pool apps", "stop-pool apps"]);
    assert_eq!(steps(&stopped("4"), &stopped("6")), ["start-pool apps", "scale-pool apps", "stop-pool apps"]);
    assert_eq!(steps(&stopped("4"), &pool("6", "Running")), ["start-pool apps", "scale-pool apps"]);
}

#[test]
fn an_upgrade_of_all_needs_quota_for_the_nodes_of_each_pool_in_turn() {
    let at = |version: &str| layout(&format!(r#""kubernetesVersion": "{version}""#), &[SYSTEM, USER]);
    let with_left = |left: i64| {
        let mut catalog = CATALOG.clone();
        let usage =
            format!(r#"[{{"currentValue": {}, "limit": 100, "name": {{"value": "cores"}}}}]"#, 100 - left);
        catalog.learn_usage(&usage).unwrap();
        runbook(&at("1.33"), &at("1.34"), &catalog, today(), &PlannerOptions::default())
    };
    assert!(with_left(4).is_ok());
    assert_eq!(with_left(3).unwrap_err().blocked[0].reasons[0].rule, Some("pool-quota-vcpu"));
}

#[test]
fn a_stopped_pool_takes_no_quota_until_it_is_started() {
    let pool =
        |state: &str| layout("", &[SYSTEM, &format!(r#"{USER}, "powerState": {{"code": "{state}"}}"#)]);
    let with_left = |left: i64| {
        let mut catalog = CATALOG.clone();
        let usage =
            format!(r#"[{{"currentValue": {}, "limit": 100, "name": {{"value": "cores"}}}}]"#, 100 - left);
        catalog.learn_usage(&usage).unwrap();
        runbook(&pool("Stopped"), &pool("Running"), &catalog, today(), &PlannerOptions::default())
    };
    assert!(with_left(12).is_ok() && with_left(11).is_err());
}

#[test]
fn virtual_machines_are_counted_by_their_vm_sizes() {
    let pool = |sizes: &[(&str, i64)], more: &str| {
        let one = |(size, count): &(&str, i64)| format!(r#"{{"size": "{size}", "count": {count}{more}}}"#);
        let profiles: Vec<String> = sizes.iter().map(one).collect();
        let scale = format!(r#"{{"scale": {{"manual": [{}]}}}}"#, profiles.join(", "));
        layout(
            "",
            &[
                SYSTEM,
                &format!(
                    r#""name": "vms", "mode": "User", "type": "VirtualMachines", "virtualMachinesProfile": {scale}"#
                ),
            ],
        )
    };
    let with_left = |from: &Plan, to: &Plan, left: i64| {
        let mut catalog = CATALOG.clone();
        let usage =
            format!(r#"[{{"currentValue": {}, "limit": 100, "name": {{"value": "cores"}}}}]"#, 100 - left);
        catalog.learn_usage(&usage).unwrap();
        runbook(from, to, &catalog, today(), &PlannerOptions::default())
    };
    let (four, sixteen) = ("Standard_D4ds_v5", "Standard_D16ds_v5");
    let few = pool(&[(four, 2), (sixteen, 1)], "");
    // Each VM size has its own vCPUs: as many nodes as before, and 12 vCPUs more.
    let larger = pool(&[(four, 1), (sixteen, 2)], "");
    assert!(with_left(&few, &larger, 12).is_ok() && with_left(&few, &larger, 11).is_err());
    let fewer = with_left(&larger, &few, 0).unwrap();
    assert!(fewer.steps[0].disrupts.contains("drained and removed"), "{}", fewer.steps[0].disrupts);
    let more = pool(&[(four, 6), (sixteen, 1)], "");
    let found = with_left(&few, &more, 16).unwrap();
    assert_eq!((found.steps.len(), found.peak_nodes), (1, 4));
    assert!(with_left(&few, &more, 15).is_err());
    // What Poolwright doesn't know of a profile changes nothing about its number of nodes.
    let (from, mut to) = (pool(&[(four, 7)], r#", "x": 1"#), pool(&[(four, 7)], r#", "x": 1"#));
    to.pools[1].max_pods = Some(50);
    assert_eq!(with_left(&from, &to, 100).unwrap().peak_nodes, 7);
}

#[test]
fn a_windows_of_2019_is_not_upgraded_past_what_has_it() {
    let windows = |cluster: &str, version: &str, state: &str| {
        let pool = format!(
            r#""name": "win", "mode": "User", "osType": "Windows", "osSKU": "Windows2019", "count": 2, "vmSize": "Standard_D4ds_v5", "orchestratorVersion": "{version}"{state}"#
        );
        let cluster =
            format!(r#""kubernetesVersion": "{cluster}", "windowsProfile": {{"adminUsername": "azure"}}"#);
        layout(&cluster, &[SYSTEM, &pool])
    };
    for state in [r#", "provisioningState": "Succeeded""#, ""] {
        let impossible =
            plan_of(&windows("1.32", "1.32", state), &windows("1.33", "1.33", state)).unwrap_err();
        assert_eq!(impossible.blocked[0].reasons[0].rule, Some("windows-os-sku-version"));
        // The control plane goes on without it.
        assert!(plan_of(&windows("1.32", "1.32", state), &windows("1.34", "1.32", state)).is_ok());
    }
}

#[test]
fn a_stopped_pool_of_a_newer_windows_holds_no_pods() {
    let windows = |name: &str, sku: &str, state: &str| {
        format!(
            r#""name": "{name}", "mode": "User", "osType": "Windows", "osSKU": "{sku}", "count": 2, "vmSize": "Standard_D4ds_v5", "powerState": {{"code": "{state}"}}"#
        )
    };
    let cluster = r#""kubernetesVersion": "1.32", "windowsProfile": {"adminUsername": "azure"}"#;
    let with = |state: &str| {
        let pools = [
            SYSTEM.to_owned(),
            windows("wina", "Windows2019", "Running"),
            windows("winb", "Windows2022", state),
        ];
        layout(cluster, &pools.each_ref().map(String::as_str))
    };
    assert_eq!(steps(&with("Running"), &with("Stopped"), &PlannerOptions::default()), ["stop-pool winb"]);
}

#[test]
fn a_pool_is_replaced_where_there_is_no_quota_for_its_surge_nodes() {
    let web = USER.replace("apps", "web");
    let image = format!(r#"{USER}, "osSKU": "AzureLinux3", "nodeLabels": {{"a": "b"}}"#);
    let (current, target) = (layout("", &[SYSTEM, &web, USER]), layout("", &[SYSTEM, &web, &image]));
    let with = |current: &Plan, left: i64, allow_disruption| {
        let mut catalog = CATALOG.clone();
        let usage =
            format!(r#"[{{"currentValue": 36, "limit": {}, "name": {{"value": "cores"}}}}]"#, 36 + left);
        catalog.learn_usage(&usage).unwrap();
        let options = PlannerOptions { allow_disruption, ..PlannerOptions::default() };
        runbook(current, &target, &catalog, today(), &options)
    };
    let acts = |found: &Runbook| found.steps.iter().map(|step| step.act.name()).collect::<Vec<_>>().join(" ");
    // With quota for a surge node it changes in place.
    assert_eq!(acts(&with(&current, 4, false).unwrap()), "update-pool");
    // Without, the only way is by another pool.
    let impossible = with(&current, 0, false).unwrap_err();
    assert!(impossible.all_tried && impossible.is_possible_with_disruption);
    assert_eq!(impossible.blocked[0].reasons[0].rule, Some("pool-quota-vcpu"));
    let first = &impossible.remedies[0];
    assert!(first.starts_with("Set upgradeSettings.maxSurge to 0") && first.contains("for apps:"), "{first}");
    let found = with(&current, 0, true).unwrap();
    assert_eq!(acts(&found), "cordon-pool drain-pool delete-pool add-pool");
    let why = &found.steps[3].why;
    assert!(
        why.starts_with("It replaces apps: there is no quota or no addresses for the surge nodes"),
        "{why}"
    );
    assert_eq!(found.deleted_first, ["apps"]);
    let changed = found.diff.pools[2].differences.iter().find(|one| one.key == "osSKU").unwrap();
    assert_eq!(changed.resolution, Resolution::NewPool);
    assert!(changed.why.contains("surge nodes"), "{}", changed.why);
    // As the first remedy has it, no pod loses its pool.
    let unavailable = format!(r#"{image}, "upgradeSettings": {{"maxSurge": "0", "maxUnavailable": "1"}}"#);
    let mut catalog = CATALOG.clone();
    catalog.learn_usage(r#"[{"currentValue": 36, "limit": 36, "name": {"value": "cores"}}]"#).unwrap();
    let remedied = layout("", &[SYSTEM, &web, &unavailable]);
    let found = runbook(&current, &remedied, &catalog, today(), &PlannerOptions::default()).unwrap();
    assert!(acts(&found).split(' ').all(|act| act == "update-pool"), "{}", acts(&found));
    // More surge nodes than the pool has nodes take more quota than a second pool.
    let many = format!(r#"{USER}, "upgradeSettings": {{"maxSurge": "200%"}}"#);
    let nodes = current.pools[2].nodes();
    let current = layout("", &[SYSTEM, &web, &many]);
    let found = with(&current, 4 * nodes, false).unwrap();
    assert_eq!(acts(&found), "add-pool cordon-pool drain-pool delete-pool");
    assert!(found.deleted_first.is_empty());
}

#[test]
fn a_pool_goes_before_the_one_that_replaces_it_only_where_that_is_allowed() {
    let web = USER.replace("apps", "web");
    let more_pods = format!(r#"{USER}, "maxPods": 60"#);
    let (current, target) = (layout("", &[SYSTEM, &web, USER]), layout("", &[SYSTEM, &web, &more_pods]));
    let mut full = CATALOG.clone();
    full.learn_usage(r#"[{"currentValue": 36, "limit": 36, "name": {"value": "cores"}}]"#).unwrap();
    let with = |names, allow_disruption| {
        let options = PlannerOptions { names, allow_disruption, ..PlannerOptions::default() };
        runbook(&current, &target, &full, today(), &options)
    };
    for (names, new) in [(Names::Propose, "apps2"), (Names::Keep, "apps")] {
        let impossible = with(names, false).unwrap_err();
        assert!(impossible.is_possible_with_disruption);
        assert!(impossible.remedies[0].contains("--allow-disruption"), "{:?}", impossible.remedies);
        let found = with(names, true).unwrap();
        let acts: Vec<(&str, &str)> =
            found.steps.iter().map(|step| (step.act.name(), step.act.pool().unwrap())).collect();
        assert_eq!(
            acts,
            [("cordon-pool", "apps"), ("drain-pool", "apps"), ("delete-pool", "apps"), ("add-pool", new)]
        );
        assert_eq!(found.deleted_first, ["apps"]);
        assert!(
            found.steps[1].disrupts.contains(&format!("{new} isn't added yet")),
            "{}",
            found.steps[1].disrupts
        );
    }
    // Without another pool for its pods they wait, and the step says so.
    let (current, target) = (
        layout("", &[&format!(r#"{SYSTEM}, "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]"#), USER]),
        layout(
            "",
            &[&format!(r#"{SYSTEM}, "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]"#), &more_pods],
        ),
    );
    let allowed = PlannerOptions { allow_disruption: true, ..PlannerOptions::default() };
    full.learn_usage(r#"[{"currentValue": 24, "limit": 24, "name": {"value": "cores"}}]"#).unwrap();
    let found = runbook(&current, &target, &full, today(), &allowed).unwrap();
    assert!(
        found.steps[1].disrupts.contains("wait without nodes until apps2 is added"),
        "{}",
        found.steps[1].disrupts
    );
    // Where there is another order, nothing goes first.
    let found = runbook(&current, &target, &CATALOG, today(), &allowed).unwrap();
    assert_eq!((found.deleted_first.len(), found.steps[0].act.name()), (0, "add-pool"));
}

#[test]
fn an_empty_pool_has_no_pods_that_would_need_a_place() {
    // It is the only pool for Windows, and has no node between the autoscaler's end and the first one.
    let windows = |nodes: &str| {
        let pool = r#""name": "win", "mode": "User", "osType": "Windows", "vmSize": "Standard_D4ds_v5""#;
        layout("", &[SYSTEM, USER, &format!("{pool}, {nodes}")])
    };
    let current = windows(r#""count": 0, "enableAutoScaling": true, "minCount": 0, "maxCount": 1"#);
    let target = windows(r#""count": 1, "nodeLabels": {"team": "a"}"#);
    let runbook = plan_of(&current, &target).unwrap();
    prove(&runbook, &target);
}

#[test]
fn a_swap_of_a_dedicated_pool_puts_the_taint_on_last() {
    // Each of the two would have to be changed before the other, were it changed in one piece.
    let (a, b) = (SYSTEM.replace("sys", "a"), USER.replace("apps", "b"));
    let tainted = r#", "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]"#;
    let current = layout("", &[&format!("{a}{tainted}"), &b]);
    let target =
        layout("", &[&a.replace("System", "User"), &format!("{}{tainted}", b.replace("User", "System"))]);
    let smallest = plan_of(&current, &target).unwrap();
    prove(&smallest, &target);
    assert_eq!((smallest.peak_nodes, smallest.steps.len()), (0, 3));
}

#[test]
fn a_region_is_the_same_by_its_display_name() {
    let at = |region: &str| layout(&format!(r#""location": "{region}""#), &[SYSTEM]);
    assert!(diff(&at("eastus"), &at("East US"), &[]).is_empty());
    assert!(!diff(&at("eastus"), &at("East US 2"), &[]).is_empty());
}

#[test]
fn what_the_target_does_not_state_is_reset_in_place_or_kept() {
    let values = r#""enableFIPS": true, "nodeLabels": {"a": "b"}, "scaleDownMode": "Deallocate", "osDiskType": "Managed",
        "enableNodePublicIP": true, "scaleSetPriority": "Spot", "kubeletDiskType": "Temporary", "maxPods": 60"#;
    let current = layout("", &[SYSTEM, &format!("{USER}, {values}")]);
    let silent = diff(&current, &layout("", &[SYSTEM, USER]), &[]);
    let reset: Vec<&str> = silent.pools[1].differences.iter().map(|one| one.key).collect();
    assert_eq!(reset, ["nodeLabels", "enableFIPS", "scaleDownMode"]);
    assert_eq!(silent.pools[1].change, PoolChange::Changed);
    assert_eq!(
        silent.pools[1].kept,
        ["osDiskType", "kubeletDiskType", "maxPods", "scaleSetPriority", "enableNodePublicIP"]
    );
    // Stated, the default asks for a new pool.
    let off = diff(&current, &layout("", &[SYSTEM, &format!(r#"{USER}, "enableNodePublicIP": false"#)]), &[]);
    assert_eq!(off.pools[1].change, PoolChange::Replaced);
    // An object that is stated to be empty is not the one that is there.
    let tuned = layout("", &[&format!(r#"{USER}, "kubeletConfig": {{"cpuManagerPolicy": "static"}}"#)]);
    let bare = layout("", &[&format!(r#"{USER}, "kubeletConfig": {{}}"#)]);
    assert_eq!(diff(&tuned, &bare, &[]).pools[0].change, PoolChange::Replaced);
    assert_eq!(diff(&tuned, &layout("", &[USER]), &[]).pools[0].kept, ["kubeletConfig"]);
    assert!(diff(&layout("", &[USER]), &bare, &[]).is_empty());
}

#[test]
fn the_smaller_peak_and_the_fewer_steps_are_different_orders() {
    let dedicated = r#""mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5", "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]"#;
    let dedicated = format!(r#"{dedicated}, "scaleSetPriority": "Regular""#);
    let dedicated = dedicated.as_str();
    let open = |mode: &str| {
        format!(
            r#""mode": "{mode}", "count": 2, "vmSize": "Standard_D4ds_v5", "scaleSetPriority": "Regular""#
        )
    };
    let spot = r#""mode": "User", "count": 0, "vmSize": "Standard_D4ds_v5", "scaleSetPriority": "Spot""#;
    let pool = |name: &str, rest: &str| format!(r#""name": "{name}", {rest}"#);
    let of = |a: &str, b: &str, c: &str| layout("", &[&pool("a", a), &pool("b", b), &pool("c", c)]);
    let (current, target) = (of(dedicated, spot, &open("System")), of(&open("User"), dedicated, spot));
    let with = |objective| {
        let options = PlannerOptions { objective, names: Names::Propose, ..PlannerOptions::default() };
        let runbook = runbook(&current, &target, &CATALOG, today(), &options).unwrap();
        carry_out(&runbook);
        (runbook.peak_nodes, runbook.steps.len())
    };
    assert_eq!((with(Objective::SmallestPeak), with(Objective::FewestSteps)), ((0, 9), (2, 8)));
}

#[test]
fn an_impossible_target_is_explained() {
    let current = layout("", &[SYSTEM, USER]);
    let explained = |target: &Plan, catalog: &Catalog| {
        let impossible = runbook(&current, target, catalog, today(), &PlannerOptions::default()).unwrap_err();
        let reasons = impossible.blocked.iter().flat_map(|one| &one.reasons).map(ToString::to_string);
        reasons.chain(impossible.remedies.iter().cloned()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(explained(&layout("", &[USER]), &CATALOG), @r"
    cluster-needs-system-pool: The target has no System pool that runs; a cluster always needs one.
    Fix the target first: no order of steps reaches a target that AKS refuses.
    ");
    let mut short = CATALOG.clone();
    short.learn_usage(r#"[{"currentValue": 90, "limit": 100, "name": {"value": "cores"}}]"#).unwrap();
    insta::assert_snapshot!(explained(&layout("", &[SYSTEM, BIGGER]), &short), @r"
    pool-quota-vcpu: The cluster would take 24 vCPUs of the region more than today, but of the quota of 100 vCPUs 10 are left.
    Request more quota, run fewer nodes meanwhile, or use a size of another family.
    ");
    // Twelve more fit where nodes of the same size replace the old ones, but not where the name is kept.
    let keeps = |catalog: &Catalog| {
        runbook(&current, &layout("", &[SYSTEM, BIGGER]), catalog, today(), &keep_names()).is_ok()
    };
    short.learn_usage(r#"[{"currentValue": 76, "limit": 100, "name": {"value": "cores"}}]"#).unwrap();
    assert!(!keeps(&short));
    short.learn_usage(r#"[{"currentValue": 64, "limit": 100, "name": {"value": "cores"}}]"#).unwrap();
    assert!(keeps(&short));
}

#[test]
fn two_pools_do_not_fit_a_small_subnet_at_the_same_time() {
    let flat = r#""networkProfile": {"networkPlugin": "azure"}, "subnets": [{"name": "nodes", "addressPrefix": "10.1.0.0/24"}]"#;
    let pool = |size: &str| {
        layout(
            flat,
            &[&format!(r#""name": "sys", "mode": "System", "count": 3, "maxPods": 50, "vmSize": "{size}""#)],
        )
    };
    let (current, target) = (pool("Standard_D4ds_v5"), pool("Standard_D8ds_v5"));
    let impossible = plan_of(&current, &target).unwrap_err();
    assert_eq!(
        impossible.blocked[0].reasons[0].rule,
        Some("flat-subnet-size"),
        "{}",
        explanation(&impossible)
    );
    assert_eq!(
        impossible.remedies,
        [
            "Use a larger address range, or a subnet of its own for the new pool: both pools exist at the same time."
        ]
    );
}

#[test]
fn what_a_cluster_is_made_with_is_out_of_reach() {
    let with =
        |plugin: &str| layout(&format!(r#""networkProfile": {{"networkPlugin": "{plugin}"}}"#), &[SYSTEM]);
    let runbook = plan_of(&with("kubenet"), &with("azure")).unwrap();
    assert!(runbook.steps.is_empty());
    assert_eq!(runbook.left.iter().map(|one| one.key).collect::<Vec<_>>(), ["networkProfile.networkPlugin"]);
}

#[test]
fn the_cluster_itself_is_changed_in_order_with_the_pools() {
    let named = |more: &str| format!(r#""name": "c", "resourceGroup": "r", {more}"#);
    let network = |text: &str| format!(r#""networkProfile": {{{text}}}"#);
    let kubenet = network(r#""networkPlugin": "kubenet", "networkPolicy": "calico""#);
    let cilium = network(
        r#""networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "cilium", "networkPolicy": "cilium""#,
    );
    let lts = r#""tier": "Premium", "supportPlan": "AKSLongTermSupport""#;
    let current = layout(
        &named(&format!(r#""tier": "Standard", "kubernetesVersion": "1.35", {kubenet}"#)),
        &[SYSTEM, USER],
    );
    let wanted = format!(
        r#"{lts}, "kubernetesVersion": "1.36", {cilium}, "nodeProvisioningProfile": {{"mode": "Auto"}}"#
    );
    let target = layout(&named(&wanted), &[SYSTEM, BIGGER]);
    let found = runbook(&current, &target, &CATALOG, today(), &PlannerOptions::default()).unwrap();
    let keys = |act: &Act| match act {
        Act::Aks(Operation::UpdateCluster(changes)) => {
            changes.iter().map(|one| one.key.rsplit('.').next().unwrap()).collect::<Vec<_>>().join("+")
        }
        act => act.name().to_owned(),
    };
    let did: Vec<String> = found.steps.iter().map(|step| keys(&step.act)).collect();
    let place =
        |what: &str| did.iter().position(|one| one == what).unwrap_or_else(|| panic!("{what}: {did:?}"));
    assert!(place("tier+supportPlan") < place("upgrade-all"), "{did:?}");
    let order =
        ["networkPolicy", "networkPlugin+networkPluginMode", "networkDataplane+networkPolicy", "mode"];
    assert!(order.map(place).is_sorted(), "{did:?}");
    assert!(found.left.is_empty());
    // What is done is not done again, and what the target is silent about stays.
    let mut end = found.start.clone();
    for step in &found.steps {
        if let Act::Add(pool) = &step.act {
            end.pools.push((**pool).clone());
        } else if let Act::Aks(operation) = &step.act {
            operation.apply_to(&mut end);
        }
    }
    assert!(diff(&end, &found.target, &[]).is_empty(), "{:#?}", diff(&end, &found.target, &[]).cluster);
    let silent = diff(&end, &layout(&named(r#""kubernetesVersion": "1.36""#), &[SYSTEM, BIGGER]), &[]);
    assert!(silent.cluster.is_empty() && silent.cluster_kept.contains(&"networkProfile.networkPluginMode"));
}

#[test]
fn what_a_cluster_is_silent_about_is_as_aks_makes_it() {
    let named = |more: &str| layout(&format!(r#""name": "c", "resourceGroup": "r"{more}"#), &[SYSTEM]);
    for (more, resolution) in [
        (r#", "nodeProvisioningProfile": {"mode": "Auto"}"#, Resolution::InPlace),
        (r#", "sku": {"name": "Automatic"}"#, Resolution::OutOfReach),
        (r#", "tier": "Premium""#, Resolution::InPlace),
        (r#", "apiServerAccessProfile": {"enablePrivateCluster": true}"#, Resolution::NewCluster),
        (r#", "identity": {"type": "UserAssigned"}"#, Resolution::OutOfReach),
        (r#", "networkProfile": {"serviceCidr": "10.9.0.0/16"}"#, Resolution::NewCluster),
        (r#", "networkProfile": {"outboundType": "managedNATGateway"}"#, Resolution::InPlace),
    ] {
        let found = diff(&named(""), &named(more), &[]);
        let ways: Vec<Resolution> = found.cluster.iter().map(|one| one.resolution).collect();
        assert_eq!(ways, [resolution], "{more}");
        assert!(diff(&named(more), &named(more), &[]).is_empty(), "{more}");
    }
    // A list of pools tells nothing of its cluster.
    let list = layout("", &[SYSTEM]);
    assert!(diff(&list, &named(r#", "tier": "Premium""#), &[]).cluster.is_empty());
}

#[test]
fn availability_sets_are_migrated_first_or_take_no_other_pool() {
    let set = |more: &str| layout(r#""kubernetesVersion": "1.34""#, &[&format!("{SYSTEM}{more}")]);
    let current = set(r#", "type": "AvailabilitySet""#);
    let options = PlannerOptions::default();
    let done = |target: &Plan| {
        let found = runbook(&current, target, &CATALOG, today(), &options)?;
        Ok::<_, Box<Impossible>>(found.steps.iter().map(|step| step.act.name()).collect::<Vec<_>>())
    };
    assert_eq!(done(&set(r#", "type": "VirtualMachines""#)).unwrap(), ["migrate-availability-sets"]);
    let replaced = done(&set(r#", "type": "VirtualMachineScaleSets""#)).unwrap();
    assert_eq!(replaced[..2], ["migrate-availability-sets", "add-pool"]);
    let refused = done(&layout(r#""kubernetesVersion": "1.34""#, &[SYSTEM, USER])).unwrap_err();
    let why = &refused.blocked[0].reasons[0].message;
    assert!(why.contains("--migrate-vmas-to-vms"), "{why}");
    assert!(done(&set("")).unwrap().is_empty());
}

#[test]
fn the_gpu_driver_goes_in_place_where_a_tag_left_it_out_already() {
    let gpu = |more: &str| {
        let gpu = format!(
            r#""name": "gpu", "mode": "User", "count": 2, "vmSize": "Standard_NC24ads_A100_v4"{more}"#
        );
        layout("", &[SYSTEM, &gpu])
    };
    let tag = r#", "tags": {"SkipGPUDriverInstall": "true"}"#;
    let none = r#", "gpuProfile": {"driver": "None"}"#;
    let found = plan_of(&gpu(tag), &gpu(&format!("{tag}{none}"))).unwrap();
    let [step] = found.steps.as_slice() else { panic!("{:?}", found.steps) };
    assert_eq!((step.act.name(), step.undo.as_str()), ("update-pool", "It can't be reversed."));
    let changes: Vec<_> = diff(&gpu(""), &gpu(none), &[]).pools.iter().map(|pool| pool.change).collect();
    assert_eq!(changes, [PoolChange::Kept, PoolChange::Replaced]);
}

#[test]
fn a_cluster_that_is_not_at_rest_is_left_alone() {
    let busy = layout(r#""provisioningState": "Updating""#, &[SYSTEM, USER]);
    let impossible = plan_of(&busy, &layout("", &[SYSTEM, BIGGER])).unwrap_err();
    assert_eq!(impossible.blocked[0].reasons[0].rule, Some("one-operation-at-a-time"));
    assert_eq!(
        impossible.remedies,
        ["Wait until no operation runs, import the cluster again, and plan again."]
    );
}

#[test]
fn applications_on_windows_do_not_go_to_an_older_windows() {
    let windows = |name: &str, sku: &str| {
        format!(
            r#""name": "{name}", "mode": "User", "osType": "Windows", "osSKU": "{sku}", "count": 3, "vmSize": "Standard_D4ds_v5""#
        )
    };
    let cluster = r#""kubernetesVersion": "1.32", "windowsProfile": {"adminUsername": "azure"}"#;
    let (older, newer) = (windows("w1", "Windows2019"), windows("w2", "Windows2022"));
    let current = layout(cluster, &[SYSTEM, &older, &newer]);
    // Without a place for them, w2 would go first: that takes the fewest nodes.
    let target = layout(cluster, &[SYSTEM, &windows("w1", "Windows2022")]);
    let done = steps(&current, &target, &keep_names());
    let place = |step: &str| done.iter().position(|one| one == step).unwrap();
    assert!(place("add-pool w1tmp") < place("cordon-pool w2"), "{done:?}");
}

#[test]
fn a_cluster_that_is_stopped_is_started_first() {
    let stopped = layout(r#""powerState": {"code": "Stopped"}"#, &[SYSTEM, USER]);
    let impossible = plan_of(&stopped, &layout("", &[SYSTEM, BIGGER])).unwrap_err();
    assert_eq!(impossible.remedies, ["Start the cluster, import it again, and plan again."]);
    assert!(plan_of(&stopped, &layout("", &[SYSTEM, USER])).unwrap().steps.is_empty());
}

#[test]
fn every_caveat_has_a_source() {
    let at = |version: &str| format!(r#""kubernetesVersion": "{version}""#);
    let spot = r#""name": "spot", "mode": "User", "count": 1, "vmSize": "Standard_D4ds_v5", "scaleSetPriority": "Spot""#;
    let tainted = format!(
        r#"{}, "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"], "osSKU": "AzureLinux""#,
        SYSTEM.replace("sys", "b")
    );
    let current = layout(&at("1.33"), &[SYSTEM, USER, &SYSTEM.replace("sys", "b")]);
    let target = layout(&at("1.34"), &[SYSTEM, BIGGER, spot, &tainted]);
    let runbook = plan_of(&current, &target).unwrap();
    let caveats: Vec<_> = runbook.steps.iter().flat_map(|step| &step.caveats).collect();
    assert!(caveats.len() > 6);
    for caveat in caveats {
        assert!(poolwright::lint::page::sources().any(|source| source.id == caveat.source), "{caveat:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 5, ..ProptestConfig::default() })]

    /// Whatever two layouts hold, there are steps or reasons, and what is written can be written.
    #[test]
    fn no_pair_is_too_odd(current in any_plan::any_plan(), target in any_plan::any_plan(), near in prop::bool::ANY) {
        let current = if near { Plan { cluster: target.cluster.clone(), ..current } } else { current };
        for names in [Names::Keep, Names::Propose] {
            let options = PlannerOptions { names, ..PlannerOptions::default() };
            match runbook(&current, &target, &CATALOG, today(), &options) {
                Ok(found) => {
                    for shell in [Shell::Posix, Shell::PowerShell] {
                        let script = emit::runbook(&found, shell);
                        // A value that az would take for a file's name withholds the script, and says so.
                        prop_assert!(script.text().lines().count() > 5 || !script.gaps.is_empty());
                    }
                    carry_out_odd(&found);
                }
                Err(impossible) => prop_assert!(!impossible.blocked.is_empty() && !impossible.remedies.is_empty()),
            }
        }
        prop_assert!(diff(&current, &current, &[]).is_empty());
    }
}

/// That AKS, as far as the rules know it, takes each step.
fn carry_out_odd(runbook: &Runbook) {
    let mut plan = runbook.start.clone();
    for step in &runbook.steps {
        if let Act::Add(pool) = &step.act {
            plan.pools.push((**pool).clone());
        }
        if let Some(operation) = step.act.operation() {
            plan = simulate(&plan, &CATALOG, today(), &operation).unwrap().plan;
        }
    }
}

/// The steps by what they are called in JSON.
fn names_of(current: &Plan, target: &Plan) -> Vec<&'static str> {
    let found = runbook(current, target, &CATALOG, today(), &PlannerOptions::default());
    let found = found.unwrap_or_else(|why| panic!("{}", explanation(&why)));
    found.steps.iter().map(|step| step.act.name()).collect()
}

#[test]
fn a_pool_that_cannot_be_resized_in_place_is_replaced() {
    let of = |size: &str| {
        let pool = format!(r#""name": "apps", "mode": "User", "count": 2, "vmSize": "Standard_{size}""#);
        layout(r#""preview": true, "kubernetesVersion": "1.34""#, &[SYSTEM, &pool])
    };
    let current = of("D4ds_v5");
    assert_eq!(names_of(&current, &of("D8ds_v5")), ["update-pool"]);
    let replaced = ["add-pool", "cordon-pool", "drain-pool", "delete-pool"];
    // Another CPU architecture, another disk controller.
    for size in ["D4pds_v5", "D4ds_v6"] {
        assert_eq!(names_of(&current, &of(size)), replaced, "{size}");
    }
}

#[test]
fn a_pool_that_goes_is_not_upgraded_on_the_way() {
    let old = r#""name": "old", "mode": "User", "count": 2, "vmSize": "Standard_D4ds_v5", "osType": "Linux", "osSKU": "Ubuntu", "scaleSetPriority": "Regular", "orchestratorVersion": "1.31""#;
    let current = layout(r#""kubernetesVersion": "1.34""#, &[SYSTEM, USER, old]);
    let target = layout(r#""kubernetesVersion": "1.35""#, &[SYSTEM, USER]);
    let did = names_of(&current, &target);
    assert!(!did.contains(&"upgrade-pool"), "{did:?}");
    let place = |what: &str| did.iter().position(|one| *one == what).unwrap();
    assert!(place("delete-pool") < place("upgrade-all"), "{did:?}");
    // One that is replaced is replaced before, and upgraded afterwards.
    let bigger = old.replace("D4ds", "D8ds").replace(r#", "orchestratorVersion": "1.31""#, "");
    let target = layout(r#""kubernetesVersion": "1.35""#, &[SYSTEM, USER, &bigger]);
    let did = names_of(&current, &target);
    assert!(!did.contains(&"upgrade-pool"), "{did:?}");
}

#[test]
fn what_aks_refuses_in_the_target_is_not_kept_for_its_silence() {
    let old = format!(r#"{SYSTEM}, "osSKU": "Ubuntu2204""#);
    let current = layout(r#""kubernetesVersion": "1.35""#, &[&old]);
    let target = layout(r#""kubernetesVersion": "1.37""#, &[SYSTEM]);
    let did = names_of(&current, &target);
    assert!(did.contains(&"update-pool"), "{did:?}");
}

#[test]
fn surge_nodes_need_addresses() {
    let network = r#""kubernetesVersion": "1.34", "networkProfile": {"networkPlugin": "azure"}, "subnets": [{"name": "nodes", "addressPrefix": "10.1.0.0/24"}]"#;
    let pool = |surge: &str, dns: &str| {
        format!(r#"{SYSTEM}, "maxPods": 60, "upgradeSettings": {{"maxSurge": "{surge}"}}{dns}"#)
    };
    let dns = r#", "localDNSProfile": {"mode": "Preferred"}"#;
    let of = |surge: &str, dns: &str| layout(network, &[&pool(surge, dns)]);
    assert_eq!(names_of(&of("1", ""), &of("1", dns)), ["update-pool"]);
    let refused = plan_of(&of("2", ""), &of("2", dns)).unwrap_err();
    let why = &refused.blocked[0].reasons[0];
    assert!(why.rule == Some("flat-subnet-size") && why.message.contains("with surge nodes"), "{why}");
    // A smaller surge comes first where the target has one.
    assert_eq!(names_of(&of("2", ""), &of("1", dns)), ["update-pool", "update-pool"]);
}

/// The runbook from one layout of the pool `apps` to another, as a script.
fn script(current: &str, target: &str, shell: Shell) -> String {
    let current = unchecked(&[SYSTEM, current]);
    let target = unchecked(&[SYSTEM, target]);
    let snippet = emit::runbook(&plan_of(&current, &target).unwrap(), shell);
    assert_eq!(snippet.gaps, [], "{target:?}");
    snippet.text()
}

/// A layout that may have properties that Poolwright doesn't know.
fn unchecked(pools: &[&str]) -> Plan {
    let pools: Vec<String> = pools.iter().map(|pool| format!("{{{pool}}}")).collect();
    let cluster = r#""name": "aks", "resourceGroup": "rg""#;
    let text = format!(r#"{{"version": 1, "cluster": {{{cluster}}}, "pools": [{}]}}"#, pools.join(","));
    poolwright::codec::read(&text).unwrap().plan
}

#[test]
fn any_value_of_an_unknown_property_is_asked_for() {
    for (value, posix, power_shell) in [
        ("[1]", "\"zqNew\" == `[1]`", "$_.Resource.'zqNew'[0] -eq 1"),
        ("[[1]]", "\"zqNew\" == `[[1]]`", "$_.Resource.'zqNew'[0][0] -eq 1"),
        ("{}", "type(\"zqNew\") == `\"object\"`", "$null -ne $_.Resource.'zqNew'"),
        ("[{}]", "\"zqNew\" == `[{}]`", "$null -ne $_.Resource.'zqNew'[0]"),
        (r#"{"a": {}}"#, "type(\"zqNew\".\"a\") == `\"object\"`", "$null -ne $_.Resource.'zqNew'.'a'"),
        (r#"{"a": [1]}"#, "\"zqNew\".\"a\" == `[1]`", "$_.Resource.'zqNew'.'a'[0] -eq 1"),
        (r#"[{"a": [true]}]"#, "\"zqNew\" == `[{\"a\":[true]}]`", "$_.Resource.'zqNew'[0].'a'[0] -eq $true"),
        ("[null]", "\"zqNew\" == `[null]`", "$null -eq $_.Resource.'zqNew'[0]"),
        ("7", "\"zqNew\" == `7`", "$_.Resource.'zqNew' -eq 7"),
    ] {
        let target = format!(r#"{USER}, "zqNew": {value}"#);
        let text = script(USER, &target, Shell::Posix);
        assert!(text.contains(posix), "{value}: {text}");
        let text = script(USER, &target, Shell::PowerShell);
        assert!(text.contains(power_shell), "{value}: {text}");
    }
}

#[test]
fn an_unknown_property_that_differs_is_shown_with_its_own_value() {
    let current = format!(r#"{USER}, "zqNew": {{"a": 1}}"#);
    let target = format!(r#"{current}, "nodeLabels": {{"a": "b"}}"#);
    let posix = script(&current, &target, Shell::Posix);
    let sentence = r#"[`"  apps: zqNew is "`, to_string("zqNew"), `", expected {\"a\":1}"`]"#;
    assert_eq!(posix.matches(sentence).count(), 2, "{posix}");
    let power_shell = script(&current, &target, Shell::PowerShell);
    let sentence = "'apps: zqNew is ' + (ConvertTo-Json -InputObject $_.Resource.'zqNew' -Depth 100 -Compress) + ', expected {\"a\":1}'";
    assert_eq!(power_shell.matches(sentence).count(), 2, "{power_shell}");
    for text in [posix, power_shell] {
        assert!(!text.contains("otherProperties"), "{text}");
    }
}

#[test]
fn a_new_pool_of_an_unknown_number_of_nodes_says_that_it_gets_three() {
    let silent = |pool: &str| pool.replace("\"count\": 3, ", "");
    let is_of_old = "does not state how many nodes the old pool has";
    let is_of_new = "does not state how many nodes the pool has";
    for shell in [Shell::Posix, Shell::PowerShell] {
        assert!(script(&silent(USER), &silent(BIGGER), shell).contains(is_of_old));
        for target in [BIGGER, &silent(BIGGER)] {
            let text = script(USER, target, shell);
            assert!(!text.contains("does not state how many"), "{text}");
        }
        assert!(!script(&silent(USER), BIGGER, shell).contains("does not state how many"));
    }
    let target = unchecked(&[SYSTEM, USER, &silent(BIGGER).replace("apps", "more")]);
    let added = plan_of(&unchecked(&[SYSTEM, USER]), &target).unwrap();
    assert!(emit::runbook(&added, Shell::Posix).text().contains(is_of_new));
}

#[test]
fn a_newer_patch_is_as_good_as_the_targets() {
    let with = |version: &str, label: &str| {
        let apps = format!(r#"{USER}, "orchestratorVersion": "{version}"{label}"#);
        let mut plan = unchecked(&[SYSTEM, &apps]);
        plan.cluster.kubernetes_version = Some(version.to_owned());
        plan
    };
    let (current, target) = (with("1.34.2", ""), with("1.34.2", r#", "nodeLabels": {"a": "b"}"#));
    let runbook = plan_of(&current, &target).unwrap();
    let posix = emit::runbook(&runbook, Shell::Posix).text();
    for field in ["kubernetesVersion", "orchestratorVersion"] {
        let question = format!(
            r#"(starts_with({field} || `""`, `"1.34."`) && !contains(`["1.34.0","1.34.1"]`, {field}))"#
        );
        assert!(posix.contains(&question), "{posix}");
    }
    let power_shell = emit::runbook(&runbook, Shell::PowerShell).text();
    let question = r#"("$($_.OrchestratorVersion)".StartsWith('1.34.') -and @('1.34.0', '1.34.1') -notcontains $_.OrchestratorVersion)"#;
    assert!(power_shell.contains(question), "{power_shell}");
}

#[test]
fn what_no_command_can_change_is_changed_in_the_resource_that_was_read() {
    // az would read a file for the at sign, and Azure PowerShell has no parameter for what isn't known.
    let groups = format!(r#"{USER}, "networkProfile": {{"applicationSecurityGroups": ["k=@x"]}}"#);
    let unknown = format!(r#"{USER}, "zqNew": 7"#);
    for (shell, target, command) in
        [(Shell::Posix, groups, "az resource update"), (Shell::PowerShell, unknown, "-Method PUT")]
    {
        let text = script(USER, &target, shell);
        assert!(text.contains(command), "{text}");
        let labels = format!(r#"{USER}, "nodeLabels": {{"a": "b"}}"#);
        let text = script(USER, &labels, shell);
        assert!(!text.contains(command), "{text}");
    }
}
