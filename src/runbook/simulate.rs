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
        Self { rule: Some(finding.rule.id), message: finding.message.clone(), why: finding.why.clone() }
    }
}

/// Does an operation to a cluster that is as the plan says, or says why AKS would refuse it. The answer is the
/// plan as it is afterwards.
///
/// For [`Operation::AddPool`] the pool of that name is the new one and the others are there. A plan for an
/// existing cluster does not say which other pools it has, so nothing is refused for want of another pool.
pub fn simulate(
    plan: &Plan,
    catalogue: &Catalogue,
    today: Date,
    operation: &Operation,
) -> Result<Plan, Refusal> {
    let refused = |plan: &Plan| -> Vec<Finding> {
        rules::check(plan, catalogue, today)
            .findings
            .into_iter()
            .filter(|finding| finding.rule.tier == Tier::Refused)
            .collect()
    };
    match operation {
        Operation::Create => {
            if plan.cluster.existing {
                return Err(Refusal::of_plan(
                    "The plan is for a cluster that exists (existing is true), so there is none to create; add its pools instead.".to_owned(),
                ));
            }
            answer(first_only(plan), refused(plan).iter().map(Reason::from).collect())
        }
        Operation::AddPool(name) => {
            let place = place_of(plan, name)?;
            let mut before = plan.clone();
            before.pools.remove(place);
            let earlier = refused(&before);
            let reasons = refused(plan)
                .iter()
                .filter(|finding| finding.pool == Some(place) || is_new(finding, plan, &earlier, &before))
                .map(Reason::from)
                .collect();
            answer(plan.clone(), reasons)
        }
        Operation::ShowPool(name) => place_of(plan, name).map(|_| plan.clone()),
        Operation::SetMode(name, mode) => {
            let place = place_of(plan, name)?;
            if !matches!(mode, Mode::System | Mode::User) {
                return Err(Refusal::of_plan(format!(
                    "{} is no mode that a pool can be set to; System and User are.",
                    mode.as_str()
                )));
            }
            let mut after = plan.clone();
            let Some(pool) = after.pools.get_mut(place) else { return Ok(after) };
            let was_system = pool.is_system();
            pool.mode = Some(mode.clone());
            if after == *plan {
                return Ok(after);
            }
            let mut reasons = Vec::new();
            if was_system && !others_have_system(plan, place) {
                reasons.push(Reason {
                    rule: Some("mode-system-to-user-needs-other"),
                    message: format!("{name} is the only System pool; add another System pool, or set the mode of another pool to System, first."),
                    why: "AKS keeps at least one System pool at all times: MustDefineAtLeastOneSystemPool, \"Must define at least one system pool.\"".to_owned(),
                });
            }
            let earlier = refused(plan);
            let found = refused(&after);
            let found = found.iter().filter(|finding| {
                finding.rule.id != "cluster-needs-system-pool" && is_new(finding, &after, &earlier, plan)
            });
            reasons.extend(found.map(Reason::from));
            answer(after, reasons)
        }
        Operation::DeletePool(name) => {
            let place = place_of(plan, name)?;
            let mut after = plan.clone();
            let pool = after.pools.remove(place);
            let mut reasons = Vec::new();
            if !plan.cluster.existing && after.pools.is_empty() {
                reasons.push(Reason {
                    rule: Some("delete-last-pool"),
                    message: format!("{name} is the last pool of the cluster; add another first, or delete the cluster."),
                    why: "A cluster has at least one pool: OperationNotAllowed, \"There has to be at least one agent pool.\"".to_owned(),
                });
            }
            if pool.is_system() && !others_have_system(plan, place) {
                reasons.push(Reason {
                    rule: Some("delete-system-pool-needs-other"),
                    message: format!("{name} is the only System pool; add another System pool, or set the mode of another pool to System, first."),
                    why: "AKS keeps at least one System pool at all times: OperationNotAllowed, \"There has to be at least one system agent pool.\"".to_owned(),
                });
            }
            answer(after, reasons)
        }
        Operation::DeleteGroup => Ok(Plan { pools: Vec::new(), ..plan.clone() }),
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

fn others_have_system(plan: &Plan, place: usize) -> bool {
    plan.cluster.existing || plan.system_pools().any(|(other, _)| other != place)
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
                why: "A pool is known by its name: az refuses a second one with \"Node pool <name> already exists, please try a different name\".".to_owned(),
            }],
        }),
        (None, _) => {
            let names: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).collect();
            let there = if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
            Err(Refusal::of_plan(format!("The plan has no pool named {name}; {there}.")))
        }
    }
}
