//! Findings, fixes and reports: what checks return.

use std::borrow::Cow;
use std::fmt;

use super::{Pool, Rule, Severity};
use crate::date::Date;
use crate::plan::{Accepted, Edit, Plan};
use crate::text::counted;

/// One place where a plan breaks a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What it leads to here: the rule's severity, or a milder one.
    pub severity: Severity,
    /// Place of the pool in the plan; `None` if the finding is about the cluster.
    pub pool: Option<usize>,
    /// Key of the property, as the plan file has it.
    pub field: Option<&'static str>,
    /// What is wrong, with the value found, and what would be right, with the values allowed.
    pub message: String,
    /// Whether it says that a value could not be checked, not that it is wrong. The severity is [`Severity::Note`]
    /// then.
    pub is_unchecked: bool,
    /// Ways to fix it, best first.
    pub fixes: Vec<Fix>,
    /// Whether the newest source of its rule was more than a year old on the day of the check.
    pub is_old: bool,
}

impl Finding {
    /// Returns the severity as people read it: `Not checked` where a value could not be checked.
    pub fn label(&self) -> &'static str {
        if self.is_unchecked { "Not checked" } else { self.severity.name() }
    }

    /// Returns what to know of the age of its rule's sources: nothing where one of them is at most a year old.
    pub fn age(&self) -> Option<String> {
        self.is_old.then(|| {
            format!(
                "The newest source of this rule is from {}, more than a year ago. Check that it still holds.",
                self.rule.source_date
            )
        })
    }

    /// Returns why the plan accepts it today, if it does.
    pub fn acceptance<'a>(&self, plan: &'a Plan, today: Date) -> Option<&'a Accepted> {
        plan.accepted.iter().find(|one| self.is_meant_by(one, plan) && !one.is_expired(today))
    }

    /// Returns whether an acceptance of the plan is about it, by its rule's id or one that the rule had before.
    pub fn is_meant_by(&self, accepted: &Accepted, plan: &Plan) -> bool {
        let pool = self.pool.and_then(|place| plan.pools.get(place)).map(|pool| pool.name.as_str());
        self.rule.ids().any(|id| accepted.concerns(id, pool))
    }

    /// Marks that the value could not be checked: it may be right.
    pub fn unchecked(&mut self) -> &mut Self {
        self.is_unchecked = true;
        self.downgrade_to(Severity::Note)
    }

    /// Adds a fix.
    pub fn fix(
        &mut self,
        applicability: Applicability,
        title: fmt::Arguments<'_>,
        edits: Vec<Edit>,
    ) -> &mut Self {
        self.fixes.push(Fix { title: title.to_string(), applicability, edits });
        self
    }

    /// Adds a fix that keeps the intent, whatever the plan is for. [`super::verify_fixes`] marks it as unsafe if it
    /// would leave a new Refused finding behind.
    pub fn safe_fix(&mut self, title: fmt::Arguments<'_>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Applicability::Safe, title, edits)
    }

    /// Adds a fix that may not be what the user wants.
    pub fn unsafe_fix(&mut self, title: fmt::Arguments<'_>, edits: Vec<Edit>) -> &mut Self {
        self.fix(Applicability::Unsafe, title, edits)
    }

    /// Sets a severity that is milder than the rule's.
    pub fn downgrade_to(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
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

    // Cold: what leads here and nowhere else, the words of a finding, is compiled apart, and the page loads it later.

    /// Adds a finding about one of a pool's properties, and returns it.
    #[cold]
    #[inline(never)]
    pub fn at(&mut self, pool: &Pool<'_>, field: &'static str, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(Some(pool.index), Some(field), message)
    }

    /// Adds a finding about one of the cluster's properties, and returns it.
    #[cold]
    #[inline(never)]
    pub fn at_cluster(&mut self, field: &'static str, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(None, Some(field), message)
    }

    /// Adds a finding about the plan as a whole, and returns it.
    #[cold]
    #[inline(never)]
    pub fn at_plan(&mut self, message: fmt::Arguments<'_>) -> &mut Finding {
        self.add(None, None, message)
    }

    #[cold]
    #[inline(never)]
    fn add(
        &mut self,
        pool: Option<usize>,
        field: Option<&'static str>,
        message: fmt::Arguments<'_>,
    ) -> &mut Finding {
        // A check runs after `begin` has named its rule.
        const NAMELESS: &Rule = &Rule::new(Severity::Note, super::Check::Operation);
        let rule = self.rule.unwrap_or(NAMELESS);
        let message = message.to_string();
        self.findings.extend(self.last.take());
        self.last.insert(Finding {
            rule,
            severity: rule.severity,
            pool,
            field,
            message,
            is_unchecked: false,
            fixes: Vec::new(),
            is_old: false,
        })
    }
}

/// How safely a fix can be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It keeps the intent and leaves no new Refused finding behind.
    Safe,
    /// It changes what was asked for; the user decides.
    Unsafe,
}

/// A way to resolve a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as a button says it: "Use 3 nodes".
    pub title: String,
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

/// The findings of a plan, worst first.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Finding>,
    /// How many fields of the form that the plan is edited in have text that the plan can't hold.
    pub rejected: usize,
    /// How many values of the document that the plan was read from were left out, so that no rule looked at them.
    pub left_out: usize,
    /// How many findings are accepted on purpose. They aren't among the findings.
    pub accepted: usize,
    /// How many rules were deselected, so that they didn't judge the plan.
    pub not_run: usize,
}

/// Returns "1 field has text the plan can't hold", for that number of fields.
pub fn rejected_words(fields: usize) -> String {
    match fields {
        1 => "1 field has text the plan can\u{2019}t hold".to_owned(),
        many => format!("{many} fields have text the plan can\u{2019}t hold"),
    }
}

impl Report {
    /// Returns the report without the findings that the plan accepts today, which it counts.
    pub fn without_accepted(&self, plan: &Plan, today: Date) -> Cow<'_, Self> {
        if plan.accepted.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut report = self.clone();
        report.findings.retain(|finding| finding.acceptance(plan, today).is_none());
        report.accepted = self.findings.len() - report.findings.len();
        Cow::Owned(report)
    }

    /// Returns how many findings a severity has.
    pub fn count(&self, severity: Severity) -> usize {
        self.of(severity).count()
    }

    /// Returns the findings of a severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Returns how many findings ask for a decision: all but notes.
    pub fn worth_a_look(&self) -> usize {
        self.findings.len() - self.count(Severity::Note)
    }

    /// Returns findings of each severity, worst first: of two plans, the one that weighs less is better.
    pub(super) fn weight(&self) -> [usize; 4] {
        Severity::ALL.map(|severity| self.count(severity))
    }

    /// Returns whether nothing is Refused and nothing Unsupported.
    pub fn passes(&self) -> bool {
        self.count(Severity::Refused) == 0 && self.count(Severity::Unsupported) == 0
    }

    /// Returns how many values could not be checked.
    pub fn unchecked(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_unchecked).count()
    }

    /// Returns whether every value could be checked and breaks no rule. Notes may be left.
    pub fn is_clear(&self) -> bool {
        self.worth_a_look() == 0
            && self.unchecked() == 0
            && self.rejected == 0
            && self.left_out == 0
            && self.not_run == 0
            && self.accepted == 0
    }

    /// Returns the verdict, as every interface words it: "No rule violations." only where [every value could be
    /// checked](Self::is_clear), else "2 values could not be checked.", or how many findings each severity has: "1
    /// refused, 2 recommendations, 1 note." Text that the plan can't hold is said behind it, and so are values that
    /// were left out on reading.
    pub fn verdict(&self) -> String {
        let unchecked = self.unchecked();
        let count = |severity| match severity {
            Severity::Note => self.count(severity).saturating_sub(unchecked),
            _ => self.count(severity),
        };
        let counts: Vec<String> = Severity::ALL
            .into_iter()
            .map(|severity| (count(severity), severity))
            .filter(|(count, _)| *count > 0)
            .map(|(count, severity)| match severity {
                Severity::Refused => format!("{count} refused"),
                Severity::Unsupported => format!("{count} unsupported"),
                Severity::Recommendation => counted(count as i64, "recommendation"),
                Severity::Note => counted(count as i64, "note"),
            })
            .collect();
        let mut parts: Vec<String> = Vec::new();
        let is_all_checked = unchecked == 0 && self.left_out == 0 && self.rejected == 0;
        if self.worth_a_look() == 0 && is_all_checked {
            let none = match (self.accepted > 0, self.not_run > 0) {
                (false, false) => "No rule violations",
                (true, false) => "No other rule violations",
                (false, true) => "No violations of the rules that were run",
                (true, true) => "No other violations of the rules that were run",
            };
            parts.push(none.to_owned());
        }
        parts.extend(counts);
        let mut sentences = Vec::new();
        if !parts.is_empty() {
            sentences.push(parts.join(", "));
        }
        if self.accepted > 0 {
            let is = if self.accepted == 1 { "is" } else { "are" };
            sentences.push(format!("{} {is} accepted", counted(self.accepted as i64, "finding")));
        }
        if unchecked > 0 {
            sentences.push(format!("{} could not be checked", counted(unchecked as i64, "value")));
        }
        if self.left_out > 0 {
            let were = if self.left_out == 1 { "was" } else { "were" };
            sentences.push(format!("{} {were} left out on reading", counted(self.left_out as i64, "value")));
        }
        if self.rejected > 0 {
            sentences.push(rejected_words(self.rejected));
        }
        if self.not_run > 0 {
            let were = if self.not_run == 1 { "was" } else { "were" };
            sentences.push(format!("{} {were} not run", counted(self.not_run as i64, "rule")));
        }
        sentences.join(". ") + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::Check;

    /// A report of so many findings of each severity, and so many values that were not checked.
    fn report(severities: [usize; 4], unchecked: usize) -> Report {
        let mut found = Found::default();
        for (severity, count) in Severity::ALL.into_iter().zip(severities) {
            for _ in 0..count {
                found.at_plan(format_args!("Wrong.")).downgrade_to(severity);
            }
        }
        for _ in 0..unchecked {
            found.at_plan(format_args!("Unknown.")).unchecked();
        }
        Report { findings: found.into_findings(), ..Report::default() }
    }

    #[test]
    fn a_rule_that_was_not_run_blocks_the_all_clear() {
        let report = Report { not_run: 1, ..report([0, 0, 0, 0], 0) };
        assert!(!report.is_clear());
        assert_eq!(report.verdict(), "No violations of the rules that were run. 1 rule was not run.");
        let report = Report { not_run: 2, ..self::report([0, 1, 0, 0], 0) };
        assert_eq!(report.verdict(), "1 unsupported. 2 rules were not run.");
    }

    #[test]
    fn a_value_that_was_left_out_blocks_the_all_clear() {
        let report = Report { left_out: 1, ..report([0, 0, 0, 0], 0) };
        assert_eq!(report.verdict(), "1 value was left out on reading.");
        assert!(!report.is_clear());
        let report = Report { left_out: 2, ..self::report([0, 1, 0, 0], 1) };
        assert_eq!(
            report.verdict(),
            "1 unsupported. 1 value could not be checked. 2 values were left out on reading."
        );
    }

    #[test]
    fn text_that_the_plan_cannot_hold_blocks_the_all_clear() {
        for (severities, unchecked, rejected, verdict) in [
            ([0, 0, 0, 0], 0, 1, "1 field has text the plan can\u{2019}t hold."),
            ([0, 0, 0, 2], 0, 2, "2 notes. 2 fields have text the plan can\u{2019}t hold."),
            (
                [0, 0, 0, 0],
                1,
                1,
                "1 value could not be checked. 1 field has text the plan can\u{2019}t hold.",
            ),
            ([1, 0, 0, 0], 0, 1, "1 refused. 1 field has text the plan can\u{2019}t hold."),
        ] {
            let report = Report { rejected, ..report(severities, unchecked) };
            assert_eq!(report.verdict(), verdict);
            assert!(!report.is_clear());
        }
    }

    #[test]
    fn a_verdict_is_clear_only_where_all_was_checked() {
        for (severities, unchecked, verdict) in [
            ([0, 0, 0, 0], 0, "No rule violations."),
            ([0, 0, 0, 2], 0, "No rule violations, 2 notes."),
            ([0, 0, 0, 0], 1, "1 value could not be checked."),
            ([0, 0, 0, 0], 2, "2 values could not be checked."),
            ([0, 0, 0, 1], 2, "1 note. 2 values could not be checked."),
            ([1, 2, 1, 1], 0, "1 refused, 2 unsupported, 1 recommendation, 1 note."),
            ([0, 0, 3, 0], 1, "3 recommendations. 1 value could not be checked."),
        ] {
            let report = report(severities, unchecked);
            assert_eq!(report.verdict(), verdict);
            assert_eq!(report.is_clear(), verdict.starts_with("No rule violations"));
        }
    }

    #[test]
    fn an_acceptance_by_an_id_that_the_rule_had_before_counts() {
        static RENAMED: Rule = Rule::new(Severity::Note, Check::Operation).named(
            "new-id",
            "2026-01-01",
            &["older-id", "old-id"],
        );
        let mut found = Found { rule: Some(&RENAMED), ..Found::default() };
        found.at_plan(format_args!("Something."));
        let finding = &found.into_findings()[0];
        let plan = |rule: &str| Plan {
            accepted: vec![Accepted {
                rule: rule.to_owned(),
                reason: "A lab.".to_owned(),
                ..Accepted::default()
            }],
            ..Plan::default()
        };
        let today = Date::new(2026, 11, 28).unwrap();
        for (id, is_accepted) in [("new-id", true), ("old-id", true), ("older-id", true), ("id", false)] {
            assert_eq!(finding.acceptance(&plan(id), today).is_some(), is_accepted, "{id}");
        }
    }

    #[test]
    fn the_earlier_name_of_a_tier_is_read() {
        assert_eq!(Severity::parse("Advice"), Some(Severity::Recommendation));
        assert_eq!(Severity::parse("unsupported"), Some(Severity::Unsupported));
        assert_eq!(Severity::parse("banana"), None);
        for severity in Severity::ALL {
            assert_eq!(Severity::parse(severity.name()), Some(severity));
        }
    }
}
