//! What is Refused in a cluster that exists: `docs/existing-clusters.md` lists each such rule with the reason why that is
//! right, though AKS runs the cluster.

use std::collections::BTreeSet;

use poolwright::lint::{self, Check, Date, Finding, REGISTRY};
use poolwright::operations::{self, ExistingViolation};
use poolwright::plan::Plan;

use super::support::{catalog, examples};

const TABLE: &str = include_str!("../../../../docs/existing-clusters.md");
/// The day on which the facts were last read.
const DAY: &str = "2026-11-28";

/// The plan as an import of a cluster that runs: its own baseline, in the state that AKS reports.
fn imported(mut plan: Plan) -> Plan {
    plan.cluster.provisioning_state = Some("Succeeded".to_owned());
    plan.pools.iter_mut().for_each(|pool| pool.provisioning_state = Some("Succeeded".to_owned()));
    plan.baseline = Some(Box::new(plan.clone()));
    plan
}

#[test]
fn what_is_refused_in_an_import_is_listed_with_its_reason() {
    let today = Date::parse(DAY).unwrap();
    let mut refused: BTreeSet<&str> = BTreeSet::new();
    for rule in REGISTRY.iter().filter(|rule| !matches!(rule.check, Check::Operation)) {
        for plan in examples(rule.id).fires {
            let plan = imported(plan);
            let mut report = lint::check(&plan, catalog(), today);
            // What AKS checks for new pools only is shown as a note.
            let taken = operations::audit(&plan, catalog(), today, &mut report);
            let blocks = |(finding, taken): &(&Finding, Option<ExistingViolation>)| {
                finding.rule.id == rule.id && *taken == Some(ExistingViolation::BlocksChanges)
            };
            refused
                .extend(report.findings.iter().zip(taken).filter(blocks).map(|(finding, _)| finding.rule.id));
        }
    }
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows: Vec<(&str, &str)> = rows.collect();
    let listed: BTreeSet<&str> = rows.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(listed.len(), rows.len(), "a rule is listed twice");
    let missing: Vec<_> = refused.difference(&listed).collect();
    assert!(missing.is_empty(), "docs/existing-clusters.md doesn't list: {missing:#?}");
    let more: Vec<_> = listed.difference(&refused).collect();
    assert!(more.is_empty(), "docs/existing-clusters.md lists what isn't Refused there: {more:#?}");
    for (rule, reason) in rows {
        assert!(reason.len() > 20 && reason.ends_with(". |"), "{rule}: {reason}");
    }
}
