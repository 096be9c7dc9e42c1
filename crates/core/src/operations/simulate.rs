//! Simulates operations: applies them to a plan, or says why AKS refuses them.

use std::fmt;

use super::matrix::{self, How, how};
use super::operation::update;
use super::preconditions::{PRECONDITIONS, Transition};
use super::{Change, Operation, Upgrade};
use crate::catalog::Catalog;
use crate::lint::{self, Date, Finding, Severity};
use crate::plan::{Keyword, Mode, NodePool, Plan, Value};
use crate::text::in_sentence;

/// The result of an operation that AKS accepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The plan as it is afterwards.
    pub plan: Plan,
    /// What there is to know of it: what is unsupported, advice and notes.
    pub remarks: Vec<Reason>,
}

/// Why an operation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reasons; there is at least one.
    pub reasons: Vec<Reason>,
}

/// One reason why an operation is refused, or one remark about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule of AKS that the operation would break; `None` if it does not fit the plan in the first place.
    pub rule: Option<&'static str>,
    /// What breaking the rule leads to.
    pub severity: Severity,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Reason {
    fn refused(rule: &'static str, message: String) -> Self {
        Self { rule: Some(rule), severity: Severity::Refused, message }
    }
}

impl Refusal {
    fn of_plan(message: String) -> Self {
        Self { reasons: vec![Reason { rule: None, severity: Severity::Refused, message }] }
    }

    /// Returns whether AKS refuses the operation; otherwise it makes no sense for this plan, and there is no text for
    /// it.
    pub fn is_by_aks(&self) -> bool {
        self.reasons.iter().all(|reason| reason.rule.is_some())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = self.rule {
            write!(out, "{rule}: ")?;
        }
        out.write_str(&self.message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, reason) in self.reasons.iter().enumerate() {
            write!(out, "{}{reason}", if place == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl From<&Finding> for Reason {
    fn from(finding: &Finding) -> Self {
        Self { rule: Some(finding.rule.id), severity: finding.severity, message: finding.message.clone() }
    }
}

/// Applies an operation to the cluster that the plan describes, or returns why AKS would refuse it.
///
/// For [`Operation::AddPool`] the pool of that name is the new one and the others are there. A plan for an
/// existing cluster does not say which other pools it has, so nothing is refused for want of another pool. A mode
/// that a pool has already can be set again; nothing changes.
pub fn simulate(
    plan: &Plan,
    catalog: &Catalog,
    today: Date,
    operation: &Operation,
) -> Result<Outcome, Refusal> {
    let place = operation.pool().map(|name| place_of(plan, name)).transpose()?;
    match operation {
        Operation::Create if plan.cluster.existing => {
            return Err(Refusal::of_plan(
                "The plan is for an existing cluster, so no cluster is created; add its pools one by one."
                    .to_owned(),
            ));
        }
        Operation::SetMode(_, mode) if !matches!(mode, Mode::System | Mode::User) => {
            return Err(no_mode(mode.as_str()));
        }
        Operation::UpdatePool(name, changes) => changes_fit(name, changes)?,
        _ => {}
    }
    let mut after = plan.clone();
    let done = Environment { catalog, today }.apply(&mut after, operation, place, None)?;
    Ok(Outcome { plan: after, remarks: done.remarks })
}

/// The facts that operations are checked against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Environment<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) today: Date,
}

/// Something that is Refused of a plan: the rule, and the name of the pool that it is about.
pub(crate) type KnownFinding = (&'static str, Option<String>);

/// An operation that was done to a plan.
#[derive(Debug)]
pub(crate) struct Done {
    /// What there is to know of it.
    pub(crate) remarks: Vec<Reason>,
    /// What is Refused of the plan as a whole now, as far as it was asked.
    pub(crate) whole: Option<Vec<KnownFinding>>,
}

impl Environment<'_> {
    /// Applies an operation to a plan, or returns why AKS would refuse it and leaves the plan unchanged. `whole` is what
    /// is Refused about the plan as a whole before the operation, if that is known already; for [`Operation::AddPool`],
    /// without the new pool.
    pub(crate) fn apply(
        self,
        plan: &mut Plan,
        operation: &Operation,
        place: Option<usize>,
        whole: Option<Vec<KnownFinding>>,
    ) -> Result<Done, Refusal> {
        let (remarks, mut reasons) = self.preconditions(plan, operation, place);
        let scope = ValidationScope::of(operation, &reasons);
        let is_system =
            |plan: &Plan| place.and_then(|place| plan.pools.get(place)).is_some_and(NodePool::is_system);
        let was_system = is_system(plan);
        let mut creation_findings = Vec::new();
        let earlier = match scope {
            ValidationScope::Nothing => Vec::new(),
            ValidationScope::Creation => {
                creation_findings = self.refused_of_pools(plan, None);
                creation_findings.extend(lint::refused_of_whole(plan, self.catalog, self.today));
                Vec::new()
            }
            ValidationScope::NewPool => {
                let pool =
                    place.filter(|place| *place < plan.pools.len()).map(|place| plan.pools.remove(place));
                let earlier = whole.unwrap_or_else(|| self.refused_of_whole(plan));
                if let (Some(place), Some(pool)) = (place, pool) {
                    plan.pools.insert(place, pool);
                }
                earlier
            }
            ValidationScope::Change => {
                let of_pools = as_existing(plan, |plan| self.refused_of_pools(plan, place));
                let mut earlier = whole.unwrap_or_else(|| self.refused_of_whole(plan));
                earlier.extend(of_pools.iter().map(|finding| known(finding, plan)));
                earlier
            }
        };
        let image_of =
            |plan: &Plan| place.and_then(|place| plan.pools.get(place)).and_then(|pool| pool.os_sku.clone());
        let image = image_of(plan);
        let undo = Undo::of(plan, operation, place);
        operation.apply_to(plan);
        let mut now = None;
        let found = match scope {
            ValidationScope::Nothing | ValidationScope::Creation => creation_findings,
            ValidationScope::NewPool | ValidationScope::Change => {
                let mut found =
                    as_existing(plan, |plan| lint::refused_of_whole(plan, self.catalog, self.today));
                now = Some(found.iter().map(|finding| known(finding, plan)).collect());
                found.extend(as_existing(plan, |plan| self.refused_of_pools(plan, place)));
                if image_of(plan) != image {
                    let of_image = self.refused_of_image(plan, place);
                    let is_other = |finding: &Finding| found.iter().all(|known| known.rule != finding.rule);
                    let others: Vec<Finding> = of_image.into_iter().filter(is_other).collect();
                    found.extend(others);
                }
                let is_of_new_pool =
                    |finding: &Finding| scope == ValidationScope::NewPool && finding.pool == place;
                found.retain(|finding| is_of_new_pool(finding) || !earlier.contains(&known(finding, plan)));
                found
            }
        };
        // What needs room is checked when a pool is created, and a System pool's minimum is a precondition of its own.
        // The number of nodes is compared with the autoscaler's bounds only when a pool is created.
        let is_asked = |finding: &&Finding| match operation {
            Operation::ScalePool(..) => !AT_CREATION.contains(&finding.rule.id),
            _ => scope != ValidationScope::Change || finding.rule.id != COUNT_IN_RANGE,
        };
        let before = reasons.len();
        reasons.extend(found.iter().filter(is_asked).map(Reason::from));
        let becomes_system = match operation {
            Operation::SetMode(_, Mode::System) => true,
            Operation::UpdatePool(..) => !was_system && is_system(plan),
            _ => false,
        };
        if let Some(name) = operation.pool().filter(|_| becomes_system && reasons.len() > before) {
            let message =
                format!("{} doesn't meet the requirements of a System pool yet.", in_sentence(name));
            reasons.insert(before, Reason::refused("mode-user-to-system-qualifies", message));
        }
        if reasons.is_empty() {
            return Ok(Done { remarks, whole: now });
        }
        undo.undo(plan);
        Err(Refusal { reasons })
    }

    /// Returns what the preconditions remark, and what they refuse.
    fn preconditions(
        self,
        plan: &Plan,
        operation: &Operation,
        place: Option<usize>,
    ) -> (Vec<Reason>, Vec<Reason>) {
        let pool = place.and_then(|place| plan.pools.get(place));
        let (mut remarks, mut reasons) = (Vec::new(), Vec::new());
        let mut judge = |step: &Transition<'_>| {
            for (rule, precondition) in PRECONDITIONS {
                if let Some((severity, message)) = precondition(step) {
                    let reported = if severity == Severity::Refused { &mut reasons } else { &mut remarks };
                    if !reported.iter().any(|reason: &Reason| reason.rule == Some(*rule)) {
                        reported.push(Reason { rule: Some(rule), severity, message });
                    }
                }
            }
        };
        judge(&Transition { plan, catalog: self.catalog, today: self.today, operation, pool });
        if let (Operation::UpdatePool(_, changes), Some(pool)) = (operation, pool) {
            let mut updated = pool.clone();
            update(&mut updated, changes);
            // An update that turns the autoscaler on or off can set the number of nodes in the same breath.
            let pool =
                NodePool { autoscaling: (*pool.autoscaling && *updated.autoscaling).into(), ..pool.clone() };
            for operation in within(&pool, &updated) {
                judge(&Transition {
                    plan,
                    catalog: self.catalog,
                    today: self.today,
                    operation: &operation,
                    pool: Some(&pool),
                });
            }
        }
        (remarks, reasons)
    }

    /// Returns what is Refused of a plan as a whole, for an existing cluster.
    pub(crate) fn refused_of_whole(self, plan: &mut Plan) -> Vec<KnownFinding> {
        let found = as_existing(plan, |plan| lint::refused_of_whole(plan, self.catalog, self.today));
        found.iter().map(|finding| known(finding, plan)).collect()
    }

    /// Returns everything that is Refused of a plan, for an existing cluster, each with its reason.
    pub(crate) fn all(self, plan: &mut Plan) -> Vec<(KnownFinding, Reason)> {
        let of_all = |plan: &Plan| {
            let mut found = lint::refused_of_whole(plan, self.catalog, self.today);
            found.extend(self.refused_of_pools(plan, None));
            found
        };
        let found = as_existing(plan, of_all);
        found.iter().map(|finding| (known(finding, plan), Reason::from(finding))).collect()
    }

    /// Returns how much is Refused of a plan's only pool where that is new in an existing cluster.
    pub(crate) fn refused_of_new_pool(self, plan: &Plan) -> usize {
        as_existing(&mut plan.clone(), |plan| self.refused_of_pools(plan, None)).len()
    }

    /// Returns what is Refused of the image of a pool where that is new: its nodes are made of it as those of a new pool,
    /// and an image that a pool may keep may be gone for others.
    fn refused_of_image(self, plan: &mut Plan, place: Option<usize>) -> Vec<Finding> {
        let Some(pool) = place.and_then(|place| plan.pools.get_mut(place)) else { return Vec::new() };
        let states = (pool.power_state.take(), pool.provisioning_state.take());
        let mut found = as_existing(plan, |plan| self.refused_of_pools(plan, place));
        if let Some(pool) = place.and_then(|place| plan.pools.get_mut(place)) {
            (pool.power_state, pool.provisioning_state) = states;
        }
        found.retain(|finding| finding.field == Some("osSKU"));
        found
    }

    /// Returns what is Refused of a pool by itself, or of all.
    fn refused_of_pools(self, plan: &Plan, place: Option<usize>) -> Vec<Finding> {
        let places: Vec<usize> = place.map_or_else(|| (0..plan.pools.len()).collect(), |place| vec![place]);
        lint::refused_of_pools(plan, self.catalog, self.today, &places)
    }
}

/// Checks a plan as an existing cluster: AKS doesn't repeat the checks of a cluster's creation.
fn as_existing(plan: &mut Plan, judge: impl Fn(&Plan) -> Vec<Finding>) -> Vec<Finding> {
    let existing = std::mem::replace(&mut plan.cluster.existing, true);
    let found = judge(plan);
    plan.cluster.existing = existing;
    found
}

/// Rules that AKS checks when a pool is created, and not again.
pub(crate) const AT_CREATION: [&str; 4] =
    ["pool-max-pods-total-30", "system-pool-min-30-pods", "system-pool-min-nodes-api", COUNT_IN_RANGE];

pub(crate) const COUNT_IN_RANGE: &str = "autoscale-count-in-range";

/// What AKS checks of the layout that an operation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ValidationScope {
    Nothing,
    /// Everything that a new cluster has to be.
    Creation,
    /// Everything of the new pool, and of the rest what was not so before.
    NewPool,
    /// What was not so before.
    Change,
}

impl ValidationScope {
    fn of(operation: &Operation, refused: &[Reason]) -> Self {
        match operation {
            Operation::Create => Self::Creation,
            Operation::AddPool(_) => Self::NewPool,
            Operation::SetMode(..) => Self::Change,
            // What cannot be changed is not judged as if it had been. Pools that stay behind may be too far behind,
            // and an image may be gone in a version.
            Operation::ScalePool(..)
            | Operation::UpdatePool(..)
            | Operation::UpgradePool(..)
            | Operation::UpdateCluster(_)
            | Operation::MigrateAvailabilitySets
            | Operation::UpgradeControlPlane(_)
            | Operation::UpgradeAll(_)
                if refused.is_empty() =>
            {
                Self::Change
            }
            _ => Self::Nothing,
        }
    }
}

/// What it takes to undo an operation: the pool that it is about, or the whole plan.
#[derive(Debug)]
pub(crate) enum Undo {
    /// The pool was as it was before, at that place.
    Pool(usize, Box<NodePool>),
    /// The pool at that place was taken out.
    Gone(usize, Box<NodePool>),
    /// The plan as it was.
    Plan(Box<Plan>),
    /// Nothing was done to the plan.
    Nothing,
}

impl Undo {
    /// Returns what will take an operation back that is not done yet.
    pub(crate) fn of(plan: &Plan, operation: &Operation, place: Option<usize>) -> Self {
        let pool = place.and_then(|place| Some((place, Box::new(plan.pools.get(place)?.clone()))));
        match (operation, pool) {
            (Operation::AddPool(_) | Operation::ShowPool(_), _) => Self::Nothing,
            (Operation::DeletePool(_), Some((place, pool))) => Self::Gone(place, pool),
            (_, Some((place, pool))) => Self::Pool(place, pool),
            (_, None) => Self::Plan(Box::new(plan.clone())),
        }
    }

    /// Undoes the operation.
    pub(crate) fn undo(self, plan: &mut Plan) {
        match self {
            Self::Pool(place, pool) => {
                if let Some(now) = plan.pools.get_mut(place) {
                    *now = *pool;
                }
            }
            Self::Gone(place, pool) => plan.pools.insert(place.min(plan.pools.len()), *pool),
            Self::Plan(before) => *plan = *before,
            Self::Nothing => {}
        }
    }
}

fn known(finding: &Finding, plan: &Plan) -> KnownFinding {
    let pool = finding.pool.and_then(|place| plan.pools.get(place));
    (finding.rule.id, pool.map(|pool| pool.name.clone()))
}

fn no_mode(mode: &str) -> Refusal {
    Refusal::of_plan(format!(
        "{} isn't a mode that a pool can be set to. Use System or User.",
        in_sentence(mode)
    ))
}

/// Says no to changes that no update can be made of.
fn changes_fit(pool: &str, changes: &[Change]) -> Result<(), Refusal> {
    for (place, change) in changes.iter().enumerate() {
        let key = change.key;
        if changes.iter().take(place).any(|earlier| earlier.key == key) {
            return Err(Refusal::of_plan(format!("{key} is changed twice; give one value.")));
        }
        match (how(key), &change.value) {
            (How::Power, _) => {
                let text = matrix::operation_instead(key, pool).unwrap_or_default();
                return Err(Refusal::of_plan(text + "."));
            }
            (How::Fact, _) => {
                return Err(Refusal::of_plan(format!("{key} is read-only.")));
            }
            (How::Mode, Some(Value::Text(mode)))
                if !matches!(Mode::from_text(mode), Mode::System | Mode::User) =>
            {
                return Err(no_mode(mode));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns what an update does that has an operation of its own: the preconditions of that apply to the update too.
fn within(pool: &NodePool, updated: &NodePool) -> Vec<Operation> {
    let name = || pool.name.clone();
    let mut operations = Vec::new();
    if pool.is_system() != updated.is_system() {
        let mode = if updated.is_system() { Mode::System } else { Mode::User };
        operations.push(Operation::SetMode(name(), mode));
    }
    if pool.nodes() != updated.nodes() && updated.machine_nodes().is_empty() {
        operations.push(Operation::ScalePool(name(), updated.nodes()));
    }
    if let Some(version) = &updated.kubernetes_version
        && pool.kubernetes_version != updated.kubernetes_version
    {
        operations.push(Operation::UpgradePool(name(), Upgrade::Version(version.clone())));
    }
    operations
}

/// Returns the place of the only pool of that name.
pub(crate) fn place_of(plan: &Plan, name: &str) -> Result<usize, Refusal> {
    let mut named =
        plan.pools.iter().enumerate().filter(|(_, pool)| pool.name == name).map(|(place, _)| place);
    match (named.next(), named.count()) {
        (Some(place), 0) => Ok(place),
        (Some(_), more) => Err(Refusal {
            reasons: vec![Reason {
                rule: Some("pool-name-unique"),
                severity: Severity::Refused,
                message: format!(
                    "The plan has {} pools named {name}; give each its own name.",
                    more + 1,
                    name = in_sentence(name)
                ),
            }],
        }),
        (None, _) => {
            let names: Vec<_> = plan.pools.iter().map(|pool| in_sentence(&pool.name)).collect();
            let there = if names.is_empty() {
                "it has none".to_owned()
            } else {
                format!("it has {}", names.join(", "))
            };
            Err(Refusal::of_plan(format!("The plan has no pool named {}; {there}.", in_sentence(name))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::presets;

    /// Two System pools and a User pool.
    fn plan() -> Plan {
        let pools = vec![
            presets::system_pool("a"),
            presets::dedicated_system_pool("b"),
            presets::user_pool("u", 1, 3),
        ];
        Plan { pools, ..Plan::default() }
    }

    fn rules_of(plan: &Plan, operation: &Operation) -> Vec<&'static str> {
        let today = Date::parse("2026-11-24").unwrap();
        match simulate(plan, &Catalog::embedded(), today, operation) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal.reasons.iter().map(|reason| reason.rule.unwrap_or("the plan")).collect(),
        }
    }

    fn after(plan: &Plan, operation: &Operation) -> Plan {
        simulate(plan, &Catalog::embedded(), Date::parse("2026-11-24").unwrap(), operation).unwrap().plan
    }

    fn delete(name: &str) -> Operation {
        Operation::DeletePool(name.to_owned())
    }

    fn set(name: &str, mode: Mode) -> Operation {
        Operation::SetMode(name.to_owned(), mode)
    }

    #[test]
    fn one_of_two_system_pools_can_go_but_not_both() {
        let left = after(&plan(), &delete("a"));
        assert_eq!(left.pools.len(), 2);
        assert_eq!(rules_of(&left, &delete("b")), ["delete-system-pool-needs-other"]);
        assert_eq!(rules_of(&left, &set("b", Mode::User)), ["mode-system-to-user-needs-other"]);
        let last = after(&left, &delete("u"));
        assert_eq!(rules_of(&last, &delete("b")), ["delete-last-pool", "delete-system-pool-needs-other"]);
    }

    #[test]
    fn a_mode_swap_makes_the_new_system_pool_first() {
        let plan =
            Plan { pools: vec![presets::system_pool("a"), presets::user_pool("u", 2, 3)], ..Plan::default() };
        assert_eq!(rules_of(&plan, &set("a", Mode::User)), ["mode-system-to-user-needs-other"]);
        let both = after(&plan, &set("u", Mode::System));
        assert_eq!(after(&both, &set("a", Mode::User)).system_pools().count(), 1);
    }

    #[test]
    fn the_mode_that_a_pool_has_can_be_set_again() {
        assert_eq!(after(&plan(), &set("u", Mode::User)), plan());
        let lonely = Plan { pools: vec![presets::system_pool("a")], ..Plan::default() };
        assert_eq!(after(&lonely, &set("a", Mode::System)), lonely);
    }

    #[test]
    fn an_existing_cluster_may_have_pools_that_the_plan_does_not_know() {
        let mut plan = Plan { pools: vec![presets::system_pool("a")], ..Plan::default() };
        plan.cluster.existing = true;
        assert_eq!(rules_of(&plan, &delete("a")), [""; 0]);
        assert_eq!(rules_of(&plan, &set("a", Mode::User)), [""; 0]);
        assert_eq!(rules_of(&plan, &Operation::Create), ["the plan"]);
    }

    #[test]
    fn names_must_be_those_of_the_plan() {
        let refusal = |operation| {
            simulate(&plan(), &Catalog::embedded(), Date::parse("2026-11-24").unwrap(), &operation)
                .unwrap_err()
        };
        assert_eq!(refusal(delete("x")).to_string(), "The plan has no pool named x; it has a, b, u.");
        assert!(!refusal(delete("x")).is_by_aks());
        assert_eq!(
            refusal(set("a", Mode::Gateway)).to_string(),
            "Gateway isn't a mode that a pool can be set to. Use System or User."
        );
        let mut twice = plan();
        twice.pools.push(presets::system_pool("a"));
        for operation in [Operation::AddPool("a".to_owned()), delete("a"), set("a", Mode::User)] {
            assert_eq!(rules_of(&twice, &operation), ["pool-name-unique"]);
        }
    }

    #[test]
    fn a_cluster_is_created_with_its_first_pool_and_the_others_are_added() {
        let mut plan = plan();
        plan.pools.swap(0, 2);
        let created = after(&plan, &Operation::Create);
        assert_eq!(created.pools, [presets::dedicated_system_pool("b")]);
        for name in ["a", "u"] {
            assert_eq!(after(&plan, &Operation::AddPool(name.to_owned())), plan);
        }
        plan.pools = vec![presets::user_pool("u", 1, 3)];
        assert!(rules_of(&plan, &Operation::Create).contains(&"cluster-needs-system-pool"));
        assert!(after(&plan, &Operation::DeleteGroup).pools.is_empty());
    }
}
