//! Quota and passwords, which no plan holds.

use poolwright::catalog::Catalog;
use poolwright::lint::{Check, Date, Severity, check, rule};
use poolwright::plan::{NodePool, Plan, Priority};

use super::support::{plan, system, user};

/// What the quota rule says of a plan with that usage.
fn found(plan: &Plan, usage: &str) -> Vec<String> {
    let mut catalog = Catalog::embedded();
    catalog.learn_usage(usage).unwrap();
    let findings = check(plan, &catalog, Date::new(2026, 11, 23).unwrap()).findings;
    let mine = findings.into_iter().filter(|one| one.rule.id == "pool-quota-vcpu");
    mine.map(|one| one.message).collect()
}

fn usage(name: &str, used: i64, limit: i64) -> String {
    format!(r#"[{{"name": {{"value": "{name}"}}, "currentValue": "{used}", "limit": "{limit}"}}]"#)
}

#[test]
fn nodes_and_surge_are_checked_against_the_quota() {
    // 3 nodes of 4 vCPUs, and one more while upgrading.
    let three = plan([system()]);
    for (name, used, limit, short) in [
        ("standardDDSv5Family", 0, 16, false),
        ("STANDARDddsv5family", 0, 15, true),
        ("standardDDSv5Family", 4, 20, false),
        ("standardDDSv5Family", 5, 20, true),
        ("cores", 0, 16, false),
        ("cores", 0, 15, true),
        ("lowPriorityCores", 0, 0, false),
        ("standardDSv3Family", 0, 0, false),
    ] {
        assert_eq!(
            found(&three, &usage(name, used, limit)).len(),
            usize::from(short),
            "{name} {used} {limit}"
        );
    }
    let spot = plan([system(), NodePool { priority: Some(Priority::Spot), ..user() }]);
    // A Spot pool is upgraded without more nodes, and has a quota of its own.
    assert!(found(&spot, &usage("lowPriorityCores", 0, 8)).is_empty());
    assert_eq!(found(&spot, &usage("lowPriorityCores", 0, 7)).len(), 1);
    assert!(found(&spot, &usage("cores", 0, 16)).is_empty());
    assert!(check(&three, &Catalog::embedded(), Date::new(2026, 11, 23).unwrap()).passes());
}

#[test]
fn what_creation_needs_comes_first_at_its_severity() {
    let of = |plan: &Plan, used: i64| {
        let mut catalog = Catalog::embedded();
        // Two quotas: the family has 20, the region 100.
        let usage = format!(
            r#"[{{"name": {{"value": "cores"}}, "currentValue": "{used}", "limit": "100"}}, {{"name": {{"value": "standardDDSv5Family"}}, "currentValue": "0", "limit": "14"}}]"#
        );
        catalog.learn_usage(&usage).unwrap();
        let findings = check(plan, &catalog, Date::new(2026, 11, 23).unwrap()).findings;
        let mine = findings.into_iter().filter(|one| one.rule.id == "pool-quota-vcpu");
        mine.map(|one| (one.severity, one.message)).collect::<Vec<_>>()
    };
    let new = plan([system()]);
    // Creation needs 12 vCPUs, the peak 16.
    let found = of(&new, 90);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].0, Severity::Refused);
    assert!(
        found[0].1.starts_with(
            "Creating the pools needs 12 vCPUs of the region, but of the quota of 100 vCPUs 10 are left."
        ),
        "{found:?}"
    );
    assert_eq!(found[1].0, Severity::Recommendation);
    assert!(
        found[1].1.contains("up to 16 vCPUs of the family")
            && found[1].1.contains("14 are left, enough for the 12 at creation"),
        "{found:?}"
    );
    // What runs is in the usage already: nothing is refused of it, and what it takes is not counted again.
    let mut existing = new.clone();
    existing.cluster.existing = true;
    assert!(of(&existing, 90).iter().all(|(severity, _)| *severity == Severity::Recommendation));
    let mut imported = new.clone();
    imported.baseline = Some(Box::new(new.clone()));
    assert_eq!(of(&imported, 90), []);
    imported.pools[0].count = Some(6);
    let found = of(&imported, 90);
    let more = "The pools need up to 16 vCPUs of the region more than now";
    assert!(found.iter().any(|(_, message)| message.starts_with(more)), "{found:?}");
}

#[test]
fn passwords_are_judged_where_one_is_typed() {
    let Check::Password(check) = rule("windows-admin-password").unwrap().check else {
        panic!("a password's rule")
    };
    for (password, wrong) in [
        ("Abcde1!", true),
        ("Abcdef1!", false),
        ("abcdefgh", true),
        ("abcdefg1", true),
        ("Abcdefg1", false),
        ("abcdefg1!", false),
        ("P@ssw0rd", true),
        ("", true),
    ] {
        assert_eq!(check(password).is_some(), wrong, "{password}");
    }
    assert!(check(&format!("Aa1{}", "x".repeat(120))).is_none());
    assert!(check(&format!("Aa1{}", "x".repeat(121))).is_some());
}
