//! What a check answers.

use super::{Rule, Tier};
use crate::plan::{Edit, Plan};

/// One place where a plan breaks a rule.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Place of the pool in the plan; nothing when the finding is about the cluster.
    pub pool: Option<usize>,
    /// Key of the property, as the plan file has it.
    pub field: Option<&'static str>,
    /// What is wrong, with the value found, and what would be right, with the values allowed.
    pub message: String,
    /// Why it matters; the server's words where they are known.
    pub why: String,
    /// Ways to mend it, best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// The finding with a fix added.
    #[must_use]
    pub fn fix(mut self, confidence: Confidence, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), confidence, edits });
        self
    }

    /// The finding with a fix that keeps the intent, whatever the plan is for. `check` makes a maybe of it where it
    /// would leave a new Refused finding behind.
    #[must_use]
    pub fn sure(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix(Confidence::Sure, title, edits)
    }

    /// The finding with a fix that may not be what the user wants.
    #[must_use]
    pub fn maybe(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix(Confidence::Maybe, title, edits)
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
        self.findings.iter().filter(move |finding| finding.rule.tier == tier)
    }

    /// Findings of each tier, worst first: of two plans, the one that weighs less is better.
    fn weight(&self) -> [usize; 4] {
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
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        if counts.is_empty() { "No findings".to_owned() } else { counts.join(", ") }
    }
}

/// Applies the sure fixes one at a time, judging again after each, until none is left that makes the plan better:
/// fewer findings of a tier, and no more of any worse tier. So it ends, and a second run does nothing. The answer is
/// the plan and what was done.
pub fn fix_all(plan: &Plan, check: impl Fn(&Plan) -> Report) -> (Plan, Vec<String>) {
    const STEPS: usize = 1_000;
    let mut plan = plan.clone();
    let mut report = check(&plan);
    let mut done = Vec::new();
    for _ in 0..STEPS {
        let fixes = report.findings.iter().flat_map(|finding| &finding.fixes);
        let better = fixes.filter(|fix| fix.confidence == Confidence::Sure).find_map(|fix| {
            let mut next = plan.clone();
            let applied = fix.edits.iter().all(|edit| next.apply(edit));
            let after = applied.then(|| check(&next))?;
            (after.weight() < report.weight()).then(|| (fix.title.clone(), next, after))
        });
        let Some((title, next, after)) = better else { break };
        done.push(title);
        (plan, report) = (next, after);
    }
    (plan, done)
}
