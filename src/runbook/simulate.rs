//! What AKS makes of an operation.

use std::fmt;

use super::laws::{LAWS, Step};
use super::matrix::{How, how};
use super::{Change, Operation, Upgrade};
use crate::catalogue::Catalogue;
use crate::plan::{Mode, NodePool, Plan, Value, Word};
use crate::rules::{self, Date, Finding, Tier};

/// What a lawful operation leads to.
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

/// One reason, or one remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule of AKS that the operation would break; nothing if it does not fit the plan in the first place.
    pub rule: Option<&'static str>,
    /// What breaking the rule leads to.
    pub tier: Tier,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Reason {
    fn refused(rule: &'static str, message: String) -> Self {
        Self { rule: Some(rule), tier: Tier::Refused, message }
    }
}

impl Refusal {
    fn of_plan(message: String) -> Self {
        Self { reasons: vec![Reason { rule: None, tier: Tier::Refused, message }] }
    }

    /// Whether AKS refuses the operation; otherwise it makes no sense for this plan, and there is no text for it.
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
        Self { rule: Some(finding.rule.id), tier: finding.tier, message: finding.message.clone() }
    }
}

/// Does an operation to a cluster that is as the plan says, or says why AKS would refuse it.
///
/// For [`Operation::AddPool`] the pool of that name is the new one and the others are there. A plan for an
/// existing cluster does not say which other pools it has, so nothing is refused for want of another pool. A mode
/// that a pool has already can be set again; nothing changes.
pub fn simulate(
    plan: &Plan,
    catalogue: &Catalogue,
    today: Date,
    operation: &Operation,
) -> Result<Outcome, Refusal> {
    let place = operation.pool().map(|name| place_of(plan, name)).transpose()?;
    match operation {
        Operation::Create if plan.cluster.existing => {
            return Err(Refusal::of_plan(
                "The plan is for a cluster that exists, so there is none to create; add its pools one by one."
                    .to_owned(),
            ));
        }
        Operation::SetMode(_, mode) if !matches!(mode, Mode::System | Mode::User) => {
            return Err(no_mode(mode.as_str()));
        }
        Operation::UpdatePool(_, changes) => changes_fit(changes)?,
        _ => {}
    }
    let after = operation.done_to(plan);
    let pool = place.and_then(|place| plan.pools.get(place));
    let mut remarks = Vec::new();
    let mut reasons: Vec<Reason> = Vec::new();
    let mut judge = |step: &Step<'_>| {
        for (rule, law) in LAWS {
            if let Some((tier, message)) = law(step) {
                let told = if tier == Tier::Refused { &mut reasons } else { &mut remarks };
                if !told.iter().any(|reason: &Reason| reason.rule == Some(*rule)) {
                    told.push(Reason { rule: Some(rule), tier, message });
                }
            }
        }
    };
    judge(&Step { plan, catalogue, operation, pool });
    let updated = place.and_then(|place| after.pools.get(place));
    if let (Operation::UpdatePool(..), Some(pool), Some(updated)) = (operation, pool, updated) {
        // An update that turns the autoscaler on or off can set the number of nodes in the same breath.
        let pool = NodePool { autoscaling: pool.autoscaling && updated.autoscaling, ..pool.clone() };
        for operation in within(&pool, updated) {
            judge(&Step { plan, catalogue, operation: &operation, pool: Some(&pool) });
        }
    }
    reasons.extend(layout_reasons(plan, &after, operation, place, &reasons, &|plan| {
        rules::check(plan, catalogue, today).findings
    }));
    if reasons.is_empty() { Ok(Outcome { plan: after, remarks }) } else { Err(Refusal { reasons }) }
}

fn no_mode(mode: &str) -> Refusal {
    Refusal::of_plan(format!("{mode} is no mode that a pool can be set to; System and User are."))
}

/// Says no to changes that no update can be made of.
fn changes_fit(changes: &[Change]) -> Result<(), Refusal> {
    for (place, change) in changes.iter().enumerate() {
        let key = change.key;
        if changes.iter().take(place).any(|earlier| earlier.key == key) {
            return Err(Refusal::of_plan(format!("{key} is changed twice; give one value.")));
        }
        match (how(key), &change.value) {
            (How::Power, _) => {
                return Err(Refusal::of_plan(format!("{key} is changed by starting or stopping the pool.")));
            }
            (How::Fact, _) => {
                return Err(Refusal::of_plan(format!("{key} is what AKS says of the pool; nobody sets it.")));
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

/// What an update does that has an operation of its own: the laws of that hold for the update too.
fn within(pool: &NodePool, updated: &NodePool) -> Vec<Operation> {
    let name = || pool.name.clone();
    let mut operations = Vec::new();
    if pool.is_system() != updated.is_system() {
        let mode = if updated.is_system() { Mode::System } else { Mode::User };
        operations.push(Operation::SetMode(name(), mode));
    }
    if pool.nodes() != updated.nodes() {
        operations.push(Operation::ScalePool(name(), updated.nodes()));
    }
    if let Some(version) = &updated.kubernetes_version
        && pool.kubernetes_version != updated.kubernetes_version
    {
        operations.push(Operation::UpgradePool(name(), Upgrade::Version(version.clone())));
    }
    operations
}

/// What is Refused of the layout that an operation leads to, and was not before.
fn layout_reasons(
    plan: &Plan,
    after: &Plan,
    operation: &Operation,
    place: Option<usize>,
    laws: &[Reason],
    check: &dyn Fn(&Plan) -> Vec<Finding>,
) -> Vec<Reason> {
    let refused = |plan: &Plan| -> Vec<Finding> {
        check(plan).into_iter().filter(|finding| finding.tier == Tier::Refused).collect()
    };
    // What AKS asks of a cluster's creation it does not ask again of a cluster that stands.
    let standing = |plan: &Plan| {
        let mut standing = plan.clone();
        standing.cluster.existing = true;
        refused(&standing)
    };
    let new = |after: &Plan, before: &Plan| -> Vec<Finding> {
        let earlier = standing(before);
        standing(after).into_iter().filter(|finding| is_new(finding, after, &earlier, before)).collect()
    };
    let found = match operation {
        Operation::Create => refused(plan),
        Operation::AddPool(_) => {
            let mut before = plan.clone();
            let Some(place) = place else { return Vec::new() };
            before.pools.remove(place);
            let earlier = standing(&before);
            let mut found = standing(plan);
            found.retain(|finding| finding.pool == Some(place) || is_new(finding, plan, &earlier, &before));
            found
        }
        // What asks for room is asked when a pool is made, and the floor of a System pool is a law of its own.
        Operation::ScalePool(..) => {
            let mut found = new(after, plan);
            let asked_before =
                ["pool-max-pods-total-30", "system-pool-min-30-pods", "system-pool-min-nodes-api"];
            found.retain(|finding| !asked_before.contains(&finding.rule.id));
            if laws.is_empty() { found } else { Vec::new() }
        }
        // What cannot be changed is not judged as if it had been.
        Operation::UpdatePool(..)
        | Operation::UpgradePool(..)
        | Operation::UpgradeControlPlane(_)
        | Operation::UpgradeAll(_)
            if !laws.is_empty() =>
        {
            Vec::new()
        }
        // Pools that stay behind may be too far behind, and an image may be gone in a version.
        Operation::SetMode(..)
        | Operation::UpdatePool(..)
        | Operation::UpgradePool(..)
        | Operation::UpgradeControlPlane(_)
        | Operation::UpgradeAll(_) => new(after, plan),
        _ => Vec::new(),
    };
    let mut reasons: Vec<Reason> = found.iter().map(Reason::from).collect();
    let becomes_system = match operation {
        Operation::SetMode(_, Mode::System) => true,
        Operation::UpdatePool(..) => {
            let is_system =
                |plan: &Plan| place.and_then(|place| plan.pools.get(place)).is_some_and(NodePool::is_system);
            !is_system(plan) && is_system(after)
        }
        _ => false,
    };
    if let Some(name) = operation.pool().filter(|_| becomes_system && !reasons.is_empty()) {
        let message =
            format!("{name} cannot become a System pool before it meets what a System pool has to be.");
        reasons.insert(0, Reason::refused("mode-user-to-system-qualifies", message));
    }
    reasons
}

/// Whether the rule did not find this of the same pool before.
fn is_new(finding: &Finding, plan: &Plan, earlier: &[Finding], before: &Plan) -> bool {
    let name = |plan: &Plan, place: Option<usize>| {
        place.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.clone())
    };
    let of = name(plan, finding.pool);
    !earlier.iter().any(|old| old.rule.id == finding.rule.id && name(before, old.pool) == of)
}

/// The place of the only pool of that name.
fn place_of(plan: &Plan, name: &str) -> Result<usize, Refusal> {
    let mut named =
        plan.pools.iter().enumerate().filter(|(_, pool)| pool.name == name).map(|(place, _)| place);
    match (named.next(), named.count()) {
        (Some(place), 0) => Ok(place),
        (Some(_), more) => Err(Refusal {
            reasons: vec![Reason {
                rule: Some("pool-name-unique"),
                tier: Tier::Refused,
                message: format!("The plan has {} pools named {name}; give each its own name.", more + 1),
            }],
        }),
        (None, _) => {
            let names: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
            let there = if names.is_empty() {
                "it has none".to_owned()
            } else {
                format!("it has {}", names.join(", "))
            };
            Err(Refusal::of_plan(format!("The plan has no pool named {name}; {there}.")))
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
        match simulate(plan, &Catalogue::embedded(), today, operation) {
            Ok(_) => Vec::new(),
            Err(refusal) => refusal.reasons.iter().map(|reason| reason.rule.unwrap_or("the plan")).collect(),
        }
    }

    fn after(plan: &Plan, operation: &Operation) -> Plan {
        simulate(plan, &Catalogue::embedded(), Date::parse("2026-11-24").unwrap(), operation).unwrap().plan
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
            simulate(&plan(), &Catalogue::embedded(), Date::parse("2026-11-24").unwrap(), &operation)
                .unwrap_err()
        };
        assert_eq!(refusal(delete("x")).to_string(), "The plan has no pool named x; it has a, b, u.");
        assert!(!refusal(delete("x")).is_by_aks());
        assert_eq!(
            refusal(set("a", Mode::Gateway)).to_string(),
            "Gateway is no mode that a pool can be set to; System and User are."
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
