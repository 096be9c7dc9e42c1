//! What the page judges by itself is all there is to find in a plain plan.

use std::collections::BTreeSet;

use poolwright::plan::{CLUSTER_PROPERTIES, Cluster, NodePool, POOL_PROPERTIES, Plan};
use poolwright::rules::{COMMON, Check, REGISTRY, check, check_common, is_plain, named};
use proptest::prelude::*;

use crate::support::{catalogue, examples, today};

/// The plan without what few plans say.
fn plain(mut plan: Plan) -> Plan {
    let is_plain = |plan: Plan| is_plain(&plan, catalogue());
    for property in CLUSTER_PROPERTIES {
        let mut alone = Cluster::default();
        property.put(&mut alone, property.get(&plan.cluster));
        if !is_plain(Plan { cluster: alone, ..Plan::default() }) {
            property.put(&mut plan.cluster, None);
        }
    }
    for pool in &mut plan.pools {
        for property in POOL_PROPERTIES {
            let mut alone = NodePool::default();
            property.put(&mut alone, property.get(pool));
            if !is_plain(Plan { pools: vec![alone], ..Plan::default() }) {
                property.put(pool, None);
            }
        }
        // An empty word says nothing, but is no mode either.
        if !is_plain(Plan { pools: vec![pool.clone()], ..Plan::default() }) {
            pool.mode = None;
        }
    }
    plan
}

fn ids(report: &poolwright::rules::Report) -> Vec<(&'static str, Option<usize>, String)> {
    report.findings.iter().map(|one| (one.rule.id, one.pool, one.message.clone())).collect()
}

proptest! {
    #[test]
    fn nothing_else_finds_something_in_a_plain_plan(
        plan in prop_oneof![crate::hostile::any_plan(), crate::any_plan::any_plan()],
    ) {
        let plan = plain(plan);
        prop_assert!(is_plain(&plan, catalogue()), "not plain");
        let whole = check(&plan, catalogue(), today());
        let others = whole.findings.iter().map(|one| one.rule.id);
        let others: Vec<_> = others.filter(|id| COMMON.iter().all(|common| common.id != *id)).collect();
        prop_assert_eq!(others, [""; 0]);
        prop_assert_eq!(ids(&whole), ids(&check_common(&plan, catalogue(), today())));
    }
}

#[test]
fn examples_of_the_other_rules_are_not_plain() {
    let others = REGISTRY.iter().filter(|rule| matches!(rule.check, Check::Pool(_) | Check::Plan(_)));
    for rule in others.filter(|rule| COMMON.iter().all(|common| common.id != rule.id)) {
        assert_eq!(named(rule.id).map(|named| (named.id, named.tier)), Some((rule.id, rule.tier)));
        for plan in examples(rule.id).fires {
            assert!(!is_plain(&plan, catalogue()), "{} in {plan:?}", rule.id);
        }
    }
}

#[test]
fn a_rule_that_could_be_left_out_of_the_page_is() {
    let mut could = BTreeSet::new();
    for rule in &COMMON {
        let fires = examples(rule.id).fires;
        // An empty word is an OS SKU that is none; the plan says nothing then, and the rule does.
        let speaks = rule.id == "os-sku-matches-os-type";
        if !speaks && fires.iter().all(|plan| !is_plain(plan, catalogue())) {
            could.insert(rule.id);
        }
    }
    assert!(could.is_empty(), "{could:?}");
}
