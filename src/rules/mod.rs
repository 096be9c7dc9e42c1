//! The rules of AKS that a plan can break.
//!
//! One rule is one file, one page and one name. Its id is for ever; its page beside it says in words what it
//! checks, and carries plans that must break it and plans that must not, which the tests run.
//! [`REGISTRY`] lists them all; nothing registers itself.
//!
//! One mistake is one finding: a rule whose premise is missing stays silent, because the rule about the premise
//! speaks. What rules share to keep to that stands in `context.rs` and `nodes.rs`.

mod context;
mod date;
mod finding;
mod nodes;
mod registry;
pub mod sources;
mod sure;

mod autoscaler;
mod cluster;
mod pool;
mod spot;
mod system_pool;

pub use context::{Context, Pool};
pub use date::Date;
pub use finding::{Confidence, Finding, Fix, Report, fix_all};
#[cfg(not(target_arch = "wasm32"))]
pub use registry::page;
pub use registry::{REGISTRY, rule};

use crate::catalogue::Catalogue;
use crate::order::insert_by;
use crate::plan::Plan;

/// What breaking a rule leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// AKS or its tools reject it.
    Refused,
    /// The documents say it must not be, though the service has been seen to take it.
    Unsupported,
    /// A documented recommendation.
    Advice,
    /// A behaviour to know.
    Note,
}

impl Tier {
    /// All tiers, worst first.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Unsupported, Self::Advice, Self::Note];

    /// The tier's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "Refused",
            Self::Unsupported => "Unsupported",
            Self::Advice => "Advice",
            Self::Note => "Note",
        }
    }
}

/// Where a fact was read, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the source is called.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
    /// The date of the version that was read: `2026-04-30`. For a thread that has no version, the day it was read.
    pub date: &'static str,
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name, for ever: kebab-case.
    pub id: &'static str,
    /// The rule as one sentence, without a full stop.
    pub title: &'static str,
    /// What breaking it leads to.
    pub tier: Tier,
    /// What it rests on, the strongest source first.
    pub sources: &'static [Source],
    /// Finds where a plan breaks it.
    pub check: Check,
}

/// How a rule looks at a plan.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One pool at a time. Whether there is a finding depends on that pool and on the cluster's own properties,
    /// never on other pools; what fixes it offers may.
    Pool(fn(&Context<'_>, Pool<'_>) -> Option<Finding>),
    /// The plan as a whole.
    Plan(fn(&Context<'_>) -> Vec<Finding>),
}

impl Rule {
    /// Where a plan breaks the rule. A rule that looks at one pool at a time is asked about the pools that `asked`
    /// picks.
    fn judge<'a>(&'static self, context: &Context<'a>, asked: impl Fn(&Pool<'a>) -> bool) -> Vec<Finding> {
        let mut findings = match self.check {
            Check::Pool(check) => {
                context.pools().filter(asked).filter_map(|pool| check(context, pool)).collect()
            }
            Check::Plan(check) => check(context),
        };
        for finding in &mut findings {
            finding.rule = self;
        }
        findings
    }
}

/// Judges a plan by every rule. Findings come worst tier first, then in the plan's order, then in the registry's.
pub fn check(plan: &Plan, catalogue: &Catalogue, today: Date) -> Report {
    let context = Context { plan, catalogue, today };
    let mut findings: Vec<Finding> = Vec::new();
    for finding in REGISTRY.iter().flat_map(|rule| rule.judge(&context, |_| true)) {
        // The cluster's own findings have no pool, and stand before its pools'.
        insert_by(&mut findings, finding, |finding| (finding.rule.tier, finding.pool));
    }
    sure::demote(&context, &mut findings);
    Report { findings }
}
