//! The rules of AKS that a plan can break.
//!
//! One rule is one file, one page and one name. Its id is forever. The file decides; the page beside it says in
//! words what it checks, why, on which sources and how certain they are, and carries plans that must break it and
//! plans that must not, which the tests run. [`REGISTRY`] lists them all, from the folder's files.
//!
//! One mistake is one finding: a rule whose premise is missing stays silent, because the rule about the premise
//! speaks. What rules share for this is in `context.rs` and `nodes.rs`.
//!
//! The web app doesn't contain the pages: it links to the published ones.

mod context;
mod finding;
mod fixes;
mod nodes;
#[cfg(not(target_arch = "wasm32"))]
pub mod page;
mod partial;
mod registry;
mod rules;
pub mod sources;
mod suggest;

pub use crate::date::Date;
pub use context::{Context, Pool};
pub use finding::{Applicability, Finding, Fix, Found, Report, rejected_words};
pub use fixes::{apply_safe_fixes, verify_fixes};
pub use partial::check_partial;
pub use registry::{REGISTRY, rule};
pub use suggest::suggest;

use crate::catalog::Catalog;
use crate::plan::Plan;

/// The newest date of a source that the rules rest on.
pub const FACTS_DATE: &str = "2026-11-28";

/// What violating a rule leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// AKS or its tools reject it.
    Refused,
    /// The documents forbid it, although AKS has been seen to accept it.
    Unsupported,
    /// The documents recommend otherwise.
    Recommendation,
    /// A behavior worth knowing.
    Note,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Unsupported, Self::Recommendation, Self::Note];

    /// Returns the severity's class in the page's stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unsupported => "unsupported",
            Self::Recommendation => "advice",
            Self::Note => "note",
        }
    }

    /// Returns the severity's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "Refused",
            Self::Unsupported => "Unsupported",
            Self::Recommendation => "Recommendation",
            Self::Note => "Note",
        }
    }

    /// Returns the severity of that name, in any case. `Advice` is what earlier versions wrote for a recommendation.
    pub fn parse(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("Advice") {
            return Some(Self::Recommendation);
        }
        Self::ALL.into_iter().find(|severity| severity.name().eq_ignore_ascii_case(name))
    }
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name, forever: that of its file, in kebab case.
    pub id: &'static str,
    /// Names that it had before; what was accepted by one of them still is.
    pub was: &'static [&'static str],
    /// What breaking it leads to; where that depends, the worst.
    pub severity: Severity,
    /// The date of its newest source: `2026-04-30`.
    pub source_date: &'static str,
    /// Finds where a plan breaks it.
    pub check: Check,
}

impl Rule {
    /// Returns a rule as its file has it. The registry gives it its name, which is that of the file.
    const fn new(severity: Severity, check: Check) -> Self {
        Self { id: "", was: &[], severity, source_date: "", check }
    }

    /// Returns the rule with its name, the date of its newest source and the names that it had before.
    const fn named(self, id: &'static str, source_date: &'static str, was: &'static [&'static str]) -> Self {
        Self { id, was, source_date, ..self }
    }

    /// Returns its name, then those that it had before.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.id).chain(self.was.iter().copied())
    }

    /// Returns whether its newest source is more than a year old.
    pub fn is_old(&self, today: Date) -> bool {
        Date::parse(self.source_date).is_some_and(|date| today > date.days_later(366))
    }
}

/// A rule is its name.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// How a rule looks at a plan.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One pool at a time. Whether there is a finding depends on that pool and on the cluster's own properties,
    /// never on other pools; what fixes it offers may.
    Pool(fn(&Pool<'_>, &mut Found)),
    /// The plan as a whole.
    Plan(fn(&Context<'_>, &mut Found)),
    /// An operation on a cluster; `crate::operations::simulate` asks it.
    Operation,
    /// A password, which no plan holds: what is wrong with it.
    Password(fn(&str) -> Option<&'static str>),
}

/// Checks a plan against every rule. Findings come worst severity first, then in the plan's order, then in the registry's.
///
/// A fix is called safe where its rule says so; [`verify_fixes`] checks whether it is.
pub fn check(plan: &Plan, catalog: &Catalog, today: Date) -> Report {
    let context = Context::new(plan, catalog, today);
    let pools: Vec<Pool<'_>> = context.pools().collect();
    let mut found = Found::default();
    for rule in REGISTRY {
        judge(rule, &context, &pools, &mut found);
    }
    let mut findings = found.into_findings();
    for finding in &mut findings {
        finding.is_old = finding.rule.is_old(today);
    }
    // The cluster's own findings have no pool, and come before its pools'.
    let by_pool = in_order(findings, pools.len() + 1, |finding| finding.pool.map_or(0, |place| place + 1));
    Report {
        findings: in_order(by_pool, Severity::ALL.len(), |finding| finding.severity as usize),
        ..Report::default()
    }
}

/// Returns what is Refused of a plan as a whole: what no rule about one pool at a time finds.
pub(crate) fn refused_of_whole(plan: &Plan, catalog: &Catalog, today: Date) -> Vec<Finding> {
    refused(&Context::new(plan, catalog, today), &[], |check| matches!(check, Check::Plan(_)))
}

/// Returns what is Refused of the pools at those places, each by itself.
pub(crate) fn refused_of_pools(
    plan: &Plan,
    catalog: &Catalog,
    today: Date,
    places: &[usize],
) -> Vec<Finding> {
    let context = Context::new(plan, catalog, today);
    let pools: Vec<Pool<'_>> = context.pools().filter(|pool| places.contains(&pool.index)).collect();
    refused(&context, &pools, |check| matches!(check, Check::Pool(_)))
}

fn refused(context: &Context<'_>, pools: &[Pool<'_>], asks: fn(&Check) -> bool) -> Vec<Finding> {
    let mut found = Found::default();
    for rule in REGISTRY.iter().filter(|rule| rule.severity == Severity::Refused && asks(&rule.check)) {
        judge(rule, context, pools, &mut found);
    }
    found.into_findings().into_iter().filter(|finding| finding.severity == Severity::Refused).collect()
}

/// Finds where a plan, or those of its pools that are given, break a rule.
fn judge(rule: &'static Rule, context: &Context<'_>, pools: &[Pool<'_>], found: &mut Found) {
    found.begin(rule);
    match rule.check {
        Check::Pool(check) => pools.iter().for_each(|pool| check(pool, found)),
        Check::Plan(check) => check(context, found),
        Check::Operation | Check::Password(_) => {}
    }
}

/// Returns findings by a small number, those of one number in the order in which they came.
fn in_order(findings: Vec<Finding>, numbers: usize, of: fn(&Finding) -> usize) -> Vec<Finding> {
    let mut sorted: Vec<Vec<Finding>> = Vec::new();
    sorted.resize_with(numbers, Vec::new);
    for finding in findings {
        if let Some(same) = sorted.get_mut(of(&finding)) {
            same.push(finding);
        }
    }
    sorted.into_iter().flatten().collect()
}
