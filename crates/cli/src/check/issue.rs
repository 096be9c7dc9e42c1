//! What `check` found: findings of rules, violations of an organization's policy, and remarks about accepted findings.

use globset::{Glob, GlobSet, GlobSetBuilder};
use poolwright::codec::{Document, Note, Source, VALUE_LEFT_OUT};
use poolwright::lint::page::{self, Page, page};
use poolwright::lint::{Applicability, Check as Rules, Finding, REGISTRY, Rule, Severity};
use poolwright::operations::ExistingViolation;
use poolwright::plan::Plan;
use poolwright::syntax::Position;
use poolwright::text::nearest;

use super::pool_name;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Issue {
    pub(crate) rule: String,
    /// Ids that the rule had before.
    pub(crate) was: Vec<&'static str>,
    pub(crate) severity: Severity,
    pub(crate) label: String,
    pub(crate) pool: Option<String>,
    pub(crate) field: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) is_unchecked: bool,
    pub(crate) why: String,
    /// What to know of the age of the rule's sources.
    pub(crate) age: String,
    /// The date of the newest source, where that is old.
    pub(crate) old_source: Option<&'static str>,
    pub(crate) sources: Vec<page::Source>,
    /// Titles of fixes, and whether each is safe.
    pub(crate) fixes: Vec<(String, bool)>,
    pub(crate) taken: Option<ExistingViolation>,
    pub(crate) position: Option<Position>,
    pub(crate) status: Status,
}

/// Whether a finding counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    New,
    /// The plan accepts it.
    Accepted {
        reason: String,
    },
    /// The baseline has it.
    Known,
}

/// The rule of acceptances whose day is over.
const EXPIRED: &str = "accepted-expired";
/// The rule of acceptances of nothing.
const UNUSED: &str = "accepted-unused";

/// Returns what a rule is about that `check` has itself.
pub(crate) fn own_rule(id: &str) -> Option<&'static str> {
    Some(match id {
        EXPIRED => {
            "an acceptance in the plan's `accepted` is past its last day, so that what it covered fails again."
        }
        UNUSED => "an acceptance in the plan's `accepted` concerns nothing that was found. Remove it.",
        VALUE_LEFT_OUT => {
            "a value was left out on reading, so that no rule has checked it. In a plan file, a value of the wrong type is Refused."
        }
        _ if id.starts_with("policy-") => "an organization's policy, from poolwright.toml.",
        _ => return None,
    })
}

impl Issue {
    pub(crate) fn of(
        finding: &Finding,
        taken: Option<ExistingViolation>,
        plan: &Plan,
        position: Option<Position>,
    ) -> Self {
        let page = page(finding.rule.id);
        Self {
            rule: finding.rule.id.to_owned(),
            was: page.as_ref().map(|page| page.was.clone()).unwrap_or_default(),
            severity: finding.severity,
            label: finding.label().to_owned(),
            pool: finding.pool.map(|place| pool_name(plan, place)),
            field: finding.field,
            message: finding.message.clone(),
            is_unchecked: finding.is_unchecked,
            why: page.as_ref().map(Page::reason).unwrap_or_default(),
            age: finding.age().unwrap_or_default(),
            old_source: finding.is_old.then_some(finding.rule.source_date),
            sources: page.map(|page| page.sources).unwrap_or_default(),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| (fix.title.clone(), fix.applicability == Applicability::Safe))
                .collect(),
            taken,
            position,
            status: Status::New,
        }
    }

    /// Returns an issue that no rule of AKS is behind.
    pub(super) fn own(
        rule: &str,
        severity: Severity,
        label: &str,
        message: String,
        position: Option<Position>,
    ) -> Self {
        Self {
            rule: rule.to_owned(),
            was: Vec::new(),
            severity,
            label: label.to_owned(),
            pool: None,
            field: None,
            message,
            is_unchecked: false,
            why: String::new(),
            age: String::new(),
            old_source: None,
            sources: Vec::new(),
            fixes: Vec::new(),
            taken: None,
            position,
            status: Status::New,
        }
    }

    pub(super) fn expired(message: String, position: Option<Position>) -> Self {
        Self::own(EXPIRED, Severity::Unsupported, "Expired", message, position)
    }

    pub(super) fn unused(message: String, position: Option<Position>) -> Self {
        Self::own(UNUSED, Severity::Note, "Unused", message, position)
    }

    /// Returns an issue about a value that was left out on reading, so that no rule has checked it. One that can't be
    /// right in a plan file is an error.
    pub(super) fn left_out(note: &Note, document: &Document) -> Self {
        let is_wrong = note.is_wrong_type && document.source == Source::PlanFile;
        let (severity, label) =
            if is_wrong { (Severity::Refused, "Wrong type") } else { (Severity::Note, "Not checked") };
        let place = note.path.strip_prefix("$.pools[").and_then(|rest| rest.split(']').next()?.parse().ok());
        let place = place.filter(|place| *place < document.plan.pools.len());
        Self {
            pool: place.map(|place| pool_name(&document.plan, place)),
            is_unchecked: !is_wrong,
            ..Self::own(VALUE_LEFT_OUT, severity, label, note.to_string(), note.position)
        }
    }

    /// Returns whether it can make the run fail.
    pub(crate) fn counts(&self) -> bool {
        self.status == Status::New
    }

    pub(super) fn is_expired(&self) -> bool {
        self.rule == EXPIRED
    }

    /// Returns whether it is an organization's own.
    pub(super) fn is_policy(&self) -> bool {
        self.rule.starts_with("policy-")
    }

    /// Returns where it is, in words: "pool sys, count".
    pub(crate) fn place(&self) -> String {
        let pool = self.pool.as_ref().map_or_else(|| "cluster".to_owned(), |pool| format!("pool {pool}"));
        match self.field {
            Some(field) => format!("{pool}, {field}"),
            None => pool,
        }
    }
}

/// Returns the rule that had an id before.
fn renamed(id: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| page(rule.id).is_some_and(|page| page.was.contains(&id)))
}

/// The rules that are checked.
pub(super) struct Selection {
    select: Option<GlobSet>,
    ignore: GlobSet,
}

impl Selection {
    pub(super) fn new(select: &[String], ignore: &[String]) -> Result<Self, String> {
        let set = |patterns: &[String]| -> Result<GlobSet, String> {
            let mut builder = GlobSetBuilder::new();
            for pattern in patterns {
                let known = |id: &str| {
                    REGISTRY.iter().any(|rule| rule.id == id)
                        || id.starts_with("policy-")
                        || id.starts_with("accepted-")
                        || id == VALUE_LEFT_OUT
                };
                let renamed = renamed(pattern);
                let is_pattern = pattern.contains(['*', '?', '[']);
                if !is_pattern && !known(pattern) && renamed.is_none() {
                    let near = nearest(pattern, REGISTRY.iter().map(|rule| rule.id));
                    let hint = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
                    return Err(format!(
                        "Unknown rule: {pattern}.{hint} List all rules with poolwright rules."
                    ));
                }
                let pattern = renamed.map_or(pattern.as_str(), |rule| rule.id);
                builder
                    .add(Glob::new(pattern).map_err(|error| format!("{pattern} isn't a pattern: {error}."))?);
            }
            builder.build().map_err(|error| format!("{error}."))
        };
        Ok(Self { select: if select.is_empty() { None } else { Some(set(select)?) }, ignore: set(ignore)? })
    }

    /// Returns how many of the rules about plans are not checked.
    pub(super) fn left_out(&self) -> usize {
        let judges_plans = |rule: &&Rule| matches!(rule.check, Rules::Pool(_) | Rules::Plan(_));
        REGISTRY.iter().filter(judges_plans).filter(|rule| !self.has(rule.id)).count()
    }

    /// Returns whether a rule is checked, by its id or one that it had before.
    pub(super) fn has_named(&self, rule: &str) -> bool {
        self.has(renamed(rule).map_or(rule, |known| known.id))
    }

    pub(super) fn has(&self, rule: &str) -> bool {
        self.select.as_ref().is_none_or(|select| select.is_match(rule)) && !self.ignore.is_match(rule)
    }
}
