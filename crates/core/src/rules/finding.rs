//! What a check answers.

use std::fmt;

use super::{Pool, Rule, Tier};
use crate::plan::Edit;

/// One place where a plan breaks a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What it leads to here: the rule's tier, or a milder one.
    pub tier: Tier,
    /// Place of the pool in the plan; nothing when the finding is about the cluster.
    pub pool: Option<usize>,
    /// Key of the property, as the plan file has it.
    pub field: Option<&'static str>,
    /// What is wrong, with the value found, and what would be right, with the values allowed.
    pub message: String,
    /// Ways to mend it, best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// Adds a fix.
    pub fn fix(&mut self, confidence: Confidence, title: fmt::Arguments<'_>, edits: Vec<Edit>) -> &mut Self {
        self.fixes.push(Fix { title: title.to_string(), confidence, edits });
        self
    }

    /// Adds a fix that keeps the intent, whatever the plan is for. [`super::confirm`] makes a maybe of it where it
    /// would leave a new Refused finding behind.
    pub fn sure(&mut self, title: fmt::Arguments<'_>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Confidence::Sure, title, edits)
    }

    /// Adds a fix that may not be what the user wants.
    pub fn maybe(&mut self, title: fmt::Arguments<'_>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Confidence::Maybe, title, edits)
    }

    /// The finding leads to something milder than the rule's tier.
    pub fn only(&mut self, tier: Tier) -> &mut Self {
        self.tier = tier;
        self
    }
}

/// What the rules have found so far. A rule adds to it; the order is the registry's.
#[derive(Debug, Default)]
pub struct Found {
    rule: Option<&'static Rule>,
    findings: Vec<Finding>,
    last: Option<Finding>,
}

impl Found {
    /// What is found from now on is found by that rule.
    pub(super) fn begin(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.extend(self.last);
        self.findings
    }

    /// Something is wrong at one of a pool's properties.
    pub fn at(&mut self, pool: &Pool<'_>, field: &'static str, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(Some(pool.index), Some(field), message)
    }

    /// Something is wrong at one of the cluster's properties.
    pub fn at_cluster(&mut self, field: &'static str, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(None, Some(field), message)
    }

    /// Something is wrong with the plan as a whole.
    pub fn at_plan(&mut self, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(None, None, message)
    }

    fn add(
        &mut self,
        pool: Option<usize>,
        field: Option<&'static str>,
        message: fmt::Arguments<'_>,
    ) -> &mut Finding {
        let rule = self.rule.unwrap_or(super::registry::first());
        let message = message.to_string();
        self.findings.extend(self.last.take());
        self.last.insert(Finding { rule, tier: rule.tier, pool, field, message, fixes: Vec::new() })
    }
}

/// How safely a fix can be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// It keeps the intent and leaves no new Refused finding behind.
    Sure,
    /// It changes what was asked for; the user decides.
    Maybe,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as a button says it: "Use 3 nodes".
    pub title: String,
    /// Whether it may be applied without asking.
    pub confidence: Confidence,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// The findings of a plan, worst first.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many findings a tier has.
    pub fn count(&self, tier: Tier) -> usize {
        self.of(tier).count()
    }

    /// The findings of a tier.
    pub fn of(&self, tier: Tier) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.tier == tier)
    }

    /// How many findings ask for a decision: all but notes.
    pub fn worth_a_look(&self) -> usize {
        self.findings.len() - self.count(Tier::Note)
    }

    /// Findings of each tier, worst first: of two plans, the one that weighs less is better.
    pub(super) fn weight(&self) -> [usize; 4] {
        Tier::ALL.map(|tier| self.count(tier))
    }

    /// Whether nothing is Refused and nothing Unsupported.
    pub fn passes(&self) -> bool {
        self.count(Tier::Refused) == 0 && self.count(Tier::Unsupported) == 0
    }

    /// The report in one line: "1 Refused, 2 Advice"; or that nothing was found.
    pub fn summary(&self) -> String {
        let counts: Vec<String> = Tier::ALL
            .into_iter()
            .map(|tier| (self.count(tier), tier.name()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| {
                // The other tiers' names have no plural.
                let plural = if count > 1 && name == Tier::Note.name() { "s" } else { "" };
                format!("{count} {name}{plural}")
            })
            .collect();
        if counts.is_empty() { "No findings".to_owned() } else { counts.join(", ") }
    }
}
