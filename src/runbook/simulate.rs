//! What AKS makes of an operation.

use std::fmt;

use super::Operation;
use crate::catalogue::Catalogue;
use crate::plan::{Mode, Plan, Word};
use crate::rules::{self, Date, Finding, Tier};

/// Why an operation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reasons; there is at least one.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule of AKS that the operation would break; nothing if it does not fit the plan in the first place.
    pub rule: Option<&'static str>,
    /// What is wrong, and what would be right.
    pub message: String,
    /// Why it matters; the server's words where they are known.
    pub why: String,
}

impl Refusal {
    fn of_plan(message: String) -> Self {
        Self { reasons: vec![Reason { rule: None, message, why: String::new() }] }
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
        out.write_str(&self.message)?;
        if self.why.is_empty() { Ok(()) } else { write!(out, " {}", self.why) }
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
        Self { rule: Some(finding.rule.id), message: finding.message.clone(), why: String::new() }
    }
}

/// Does an operation to a cluster that is as the plan says, or says why AKS would refuse it. The answer is the
/// plan as it is afterwards.
///
/// For [`Operation::AddPool`] the pool of that name is the new one and the others are there. A plan for an
/// existing cluster does not say which other pools it has, so nothing is refused for want of another pool. A mode
/// that a pool has already can be set again; nothing changes.
pub fn simulate(
    plan: &Plan,
    catalogue: &Catalogue,
    today: Date,
    operation: &Operation,
) -> Result<Plan, Refusal> {
    let refused = |plan: &Plan| -> Vec<Finding> {
        let findings = rules::check(plan, catalogue, today).findings;
        findings.into_iter().filter(|finding| finding.tier == Tier::Refused).collect()
    };
    // What AKS asks of a cluster's creation it does not ask again of a cluster that stands.
    let refused_standing = |plan: &Plan| {
        let mut standing = plan.clone();
        standing.cluster.existing = true;
        refused(&standing)
    };
    match operation {
        Operation::Create if plan.cluster.existing => Err(Refusal::of_plan(
            "The plan is for a cluster that exists, so there is none to create; add its pools one by one."
                .to_owned(),
        )),
        Operation::Create => answer(first_only(plan), refused(plan).iter().map(Reason::from).collect()),
        Operation::AddPool(name) => {
            let place = place_of(plan, name)?;
            let mut before = plan.clone();
            before.pools.remove(place);
            let earlier = refused_standing(&before);
            let found = refused_standing(plan);
            let caused =
                |finding: &&Finding| finding.pool == Some(place) || is_new(finding, plan, &earlier, &before);
            answer(plan.clone(), found.iter().filter(caused).map(Reason::from).collect())
        }
        Operation::ShowPool(name) => place_of(plan, name).map(|_| plan.clone()),
        Operation::SetMode(name, mode) => {
            let place = place_of(plan, name)?;
            if !matches!(mode, Mode::System | Mode::User) {
                let mode = mode.as_str();
                return Err(Refusal::of_plan(format!(
                    "{mode} is no mode that a pool can be set to; System and User are."
                )));
            }
            let mut after = plan.clone();
            for pool in after.pools.iter_mut().skip(place).take(1) {
                pool.mode = Some(mode.clone());
            }
            let mut reasons = Vec::new();
            if *mode == Mode::User && is_only_system_pool(plan, place) {
                let code = "MustDefineAtLeastOneSystemPool; of a deletion it says \"There has to be at least one system agent pool.\"";
                reasons.push(only_system_pool("mode-system-to-user-needs-other", name, code));
            }
            let earlier = refused_standing(plan);
            let found = refused_standing(&after);
            reasons.extend(
                found.iter().filter(|finding| is_new(finding, &after, &earlier, plan)).map(Reason::from),
            );
            answer(after, reasons)
        }
        Operation::DeletePool(name) => {
            let place = place_of(plan, name)?;
            let mut after = plan.clone();
            after.pools.remove(place);
            let mut reasons = Vec::new();
            if !plan.cluster.existing && after.pools.is_empty() {
                reasons.push(Reason {
                    rule: Some("delete-last-pool"),
                    message: format!("{name} is the last pool of the cluster; add another first, or delete the resource group."),
                    why: "A cluster has at least one pool: OperationNotAllowed, \"There has to be at least one agent pool.\"".to_owned(),
                });
            }
            if is_only_system_pool(plan, place) {
                let code = "OperationNotAllowed, \"There has to be at least one system agent pool.\"";
                reasons.push(only_system_pool("delete-system-pool-needs-other", name, code));
            }
            answer(after, reasons)
        }
        Operation::DeleteGroup => Ok(Plan { pools: Vec::new(), ..plan.clone() }),
    }
}

fn only_system_pool(rule: &'static str, name: &str, code: &str) -> Reason {
    Reason {
        rule: Some(rule),
        message: format!(
            "{name} is the only System pool; add a System pool, or make another pool one, before that."
        ),
        why: format!("AKS keeps at least one System pool at all times: {code}"),
    }
}

fn answer(plan: Plan, reasons: Vec<Reason>) -> Result<Plan, Refusal> {
    if reasons.is_empty() { Ok(plan) } else { Err(Refusal { reasons }) }
}

/// A cluster is created with its first pool.
fn first_only(plan: &Plan) -> Plan {
    let first = plan.first_pool().and_then(|place| plan.pools.get(place)).cloned();
    Plan { pools: first.into_iter().collect(), ..plan.clone() }
}

/// Whether the rule did not find this of the same pool before.
fn is_new(finding: &Finding, plan: &Plan, earlier: &[Finding], before: &Plan) -> bool {
    let name = |plan: &Plan, place: Option<usize>| {
        place.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.clone())
    };
    let of = name(plan, finding.pool);
    !earlier.iter().any(|old| old.rule.id == finding.rule.id && name(before, old.pool) == of)
}

/// Whether the pool is a System pool and no other is one, as far as the plan knows.
fn is_only_system_pool(plan: &Plan, place: usize) -> bool {
    !plan.cluster.existing && plan.system_pools().map(|(place, _)| place).eq([place])
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
                message: format!("The plan has {} pools named {name}; give each its own name.", more + 1),
                why: format!(
                    "A pool is known by its name. az says: \"Node pool {name} already exists, please try a different name, use 'aks nodepool list' to get current list of node pool\"."
                ),
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
        simulate(plan, &Catalogue::embedded(), Date::parse("2026-11-24").unwrap(), operation).unwrap()
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
