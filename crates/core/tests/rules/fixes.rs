//! A fix resolves its finding, and a safe fix adds nothing that is Refused.

use std::collections::BTreeSet;

use poolwright::catalog::Catalog;
use poolwright::lint::{Applicability, Date, Finding, Fix, REGISTRY, Report, Severity, check};
use poolwright::plan::{Decimal, Mode, NodePool, OsSku, OsType, Plan, Priority, Value};

use super::support::{
    apply_safe_fixes, examples, finding, ids, ids_above_note, judge, plan, raises, scaled, size, system, user,
};

/// The tag that tells a pool from all others, whatever is done to it. No rule looks at tags.
const MARK: &str = "mark";

/// The plan with a mark on each pool.
pub(crate) fn marked(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    for (index, pool) in plan.pools.iter_mut().enumerate() {
        pool.tags.insert(MARK.to_owned(), index.to_string());
    }
    plan
}

/// What a finding is about: its rule, and its pool by the mark; a pool that came later has none.
fn key(plan: &Plan, finding: &Finding) -> (&'static str, Option<String>) {
    let mark = |pool: usize| plan.pools[pool].tags.get(MARK).cloned().unwrap_or_else(|| "new".to_owned());
    (finding.rule.id, finding.pool.map(mark))
}

fn refused(plan: &Plan, report: &Report) -> BTreeSet<(&'static str, Option<String>)> {
    report.of(Severity::Refused).map(|finding| key(plan, finding)).collect()
}

#[track_caller]
pub(crate) fn apply(plan: &Plan, fix: &Fix) -> Plan {
    let mut next = plan.clone();
    for edit in &fix.edits {
        assert!(next.apply(edit), "{edit:?} does not fit {:#?}", plan.pools);
    }
    next
}

/// Tries every safe fix of a marked plan.
pub(crate) fn check_safe_fixes(plan: &Plan) {
    let report = judge(plan);
    let before = refused(plan, &report);
    for finding in &report.findings {
        for fix in finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe) {
            let next = apply(plan, fix);
            let after = judge(&next);
            let new: Vec<_> = refused(&next, &after).difference(&before).cloned().collect();
            assert!(new.is_empty(), "{} of {} leaves {new:?}: {:#?}", fix.title, finding.rule.id, plan.pools);
            let resolved = key(plan, finding);
            let left = after
                .findings
                .iter()
                .any(|one| key(&next, one) == resolved && one.message == finding.message);
            assert!(!left, "{} does not resolve {resolved:?}: {:#?}", fix.title, plan.pools);
        }
    }
}

/// Applies all safe fixes, and checks what is left.
pub(crate) fn check_fix_all(plan: &Plan) {
    let before = judge(plan);
    let (fixed, done) = apply_safe_fixes(plan);
    let after = judge(&fixed);
    assert!(refused(&fixed, &after).is_subset(&refused(plan, &before)), "{:#?}", plan.pools);
    assert!(after.count(Severity::Refused) <= before.count(Severity::Refused));
    assert_eq!(done.is_empty(), fixed == *plan);
    assert_eq!(apply_safe_fixes(&fixed), (fixed.clone(), Vec::new()), "a second run of {:#?}", plan.pools);
}

#[test]
fn every_fix_of_a_page_resolves_its_finding() {
    for rule in REGISTRY {
        for plan in examples(rule.id).fires.iter().map(marked) {
            check_safe_fixes(&plan);
            check_fix_all(&plan);
            let found = finding(&plan, rule.id);
            assert!(found.fixes.len() <= 3, "{}", rule.id);
            for fix in &found.fixes {
                let next = apply(&plan, fix);
                assert_ne!(next, plan, "{}: {} does nothing", rule.id, fix.title);
                let resolved = key(&plan, &found);
                let left = judge(&next).findings.iter().any(|one| key(&next, one) == resolved);
                assert!(!left, "{}: {} does not resolve it", rule.id, fix.title);
                // Examples of old Kubernetes versions have one that is out of support by now.
                let is_beside =
                    |one: &Finding| one.rule.id == "kubernetes-version-supported" && one.rule.id != rule.id;
                assert!(
                    judge(&next).of(Severity::Refused).all(is_beside),
                    "{}: {} is Refused itself",
                    rule.id,
                    fix.title
                );
            }
        }
    }
}

#[test]
fn findings_are_at_their_field_and_fixes_are_safe_where_the_intent_is_clear() {
    // The field of the finding of each rule's first example, and its first fix.
    let expected = [
        ("cluster-needs-system-pool", "", "unsafe: Make user1 the System pool"),
        ("apps-need-schedulable-pool", "", "unsafe: Add a User pool of 2 nodes"),
        ("pool-mode-explicit", "mode", "safe: Write System"),
        ("pool-name-syntax", "name", "safe: Rename it to systempool12"),
        ("pool-name-windows-length", "name", "safe: Rename it to winpoo"),
        ("pool-name-unique", "name", "safe: Rename it to pool2"),
        ("pool-max-nodes", "count", "unsafe: Spread the nodes over two pools"),
        ("pool-max-pods-total-30", "maxPods", "safe: Use 3 nodes"),
        ("system-pool-min-nodes-api", "count", "safe: Use 3 nodes"),
        ("system-pool-min-nodes", "count", "safe: Use 3 nodes"),
        ("system-pool-prod-nodes", "count", "safe: Use 3 nodes"),
        ("system-pool-linux-only", "osType", "safe: Make win a User pool"),
        ("system-pool-sku-min-api", "vmSize", "unsafe: Use Standard_DS3_v2"),
        ("system-pool-sku-min", "vmSize", "unsafe: Use Standard_DS3_v2"),
        ("system-pool-no-b-series", "vmSize", "unsafe: Use Standard_D4ds_v5"),
        ("system-pool-recommended-capacity", "vmSize", "unsafe: Use 3 nodes of Standard_D8ds_v5"),
        ("system-pool-min-30-pods", "maxPods", "safe: Use 3 nodes"),
        (
            "system-pool-taints-restricted",
            "nodeTaints",
            "unsafe: Use CriticalAddonsOnly=true:NoSchedule instead",
        ),
        ("system-pool-dedicated-taint", "nodeTaints", "safe: Keep sys1 for system pods"),
        (
            "spot-pool-user-mode-only",
            "scaleSetPriority",
            "unsafe: Make sys1 a User pool, and add a System pool of 3 nodes",
        ),
        ("spot-pool-not-default", "scaleSetPriority", "safe: Put sys1 first"),
        ("spot-max-price", "spotMaxPrice", "safe: Pay up to the pay-as-you-go price"),
        ("autoscale-requires-min-max", "maxCount", "unsafe: Scale between 2 and 5 nodes"),
        ("autoscale-min-le-max", "minCount", "safe: Swap the two"),
        ("autoscale-count-in-range", "count", "safe: Start with 2"),
    ];
    for (id, field, fix) in expected {
        let finding = finding(&examples(id).fires[0], id);
        assert_eq!(
            (finding.field.unwrap_or_default(), offered(&finding.fixes[0]).as_str()),
            (field, fix),
            "{id}"
        );
    }
}

/// A fix as it is offered.
fn offered(fix: &Fix) -> String {
    let confidence = if fix.applicability == Applicability::Safe { "safe" } else { "unsafe" };
    format!("{confidence}: {}", fix.title)
}

fn fixes(plan: &Plan, id: &str) -> Vec<String> {
    finding(plan, id).fixes.iter().map(offered).collect()
}

/// The plan after the fix of that place.
#[track_caller]
fn after(plan: &Plan, id: &str, place: usize) -> Plan {
    apply(plan, &finding(plan, id).fixes[place])
}

fn named(name: &str, pool: NodePool) -> NodePool {
    NodePool { name: name.to_owned(), ..pool }
}

fn nodes(pool: &NodePool) -> (Option<i64>, Option<i64>, Option<i64>) {
    (pool.count, pool.min_count, pool.max_count)
}

#[test]
fn nodes_are_added_within_the_autoscalers_bounds() {
    let of = |count, min, max| plan([scaled(NodePool { count: Some(count), ..system() }, min, max)]);
    let fixed = |count, min, max, id| nodes(&after(&of(count, min, max), id, 0).pools[0]);
    // maxCount grows along where it has to.
    assert_eq!(fixed(0, 0, 1, "system-pool-min-nodes-api"), (Some(3), Some(0), Some(3)));
    assert_eq!(fixed(0, 0, 3, "system-pool-min-nodes-api"), (Some(3), Some(0), Some(3)));
    assert_eq!(fixed(0, 0, 9, "system-pool-min-nodes-api"), (Some(3), Some(0), Some(9)));
    assert_eq!(fixed(1, 1, 2, "system-pool-min-nodes"), (Some(3), Some(1), Some(3)));
    assert_eq!(fixed(2, 1, 2, "system-pool-prod-nodes"), (Some(3), Some(1), Some(3)));
    // Without the autoscaler, its bounds stay as they are.
    let off = NodePool { count: Some(1), min_count: Some(7), max_count: Some(1), ..system() };
    let next = after(&plan([off]), "system-pool-min-nodes", 0);
    assert_eq!(nodes(&next.pools[0]), (Some(3), Some(7), Some(1)));
    // With bounds that are a mistake of their own, the number is not below minCount.
    let odd = plan([scaled(NodePool { count: Some(1), ..system() }, 5, None)]);
    assert_eq!(nodes(&after(&odd, "system-pool-min-nodes", 0).pools[0]), (Some(5), Some(5), None));
}

#[test]
fn nodes_are_added_until_30_pods_have_room() {
    let of = |count, max_pods| plan([NodePool { count: Some(count), max_pods: Some(max_pods), ..system() }]);
    let fixed = |count, max_pods, id| after(&of(count, max_pods), id, 0).pools[0].count;
    assert_eq!(fixed(0, 10, "system-pool-min-nodes-api"), Some(3));
    assert_eq!(fixed(0, 9, "system-pool-min-nodes-api"), Some(4));
    assert_eq!(fixed(1, 10, "system-pool-min-30-pods"), Some(3));
    assert_eq!(fixed(1, 15, "system-pool-min-30-pods"), Some(2));
    assert_eq!(fixed(1, 29, "system-pool-min-30-pods"), Some(2));
    assert_eq!(fixed(1, 5, "system-pool-min-30-pods"), Some(6));
    assert_eq!(
        fixes(&of(2, 10), "system-pool-min-30-pods"),
        ["safe: Use 3 nodes", "unsafe: Set maxPods to 15"]
    );
    assert_eq!(after(&of(2, 10), "system-pool-min-30-pods", 1).pools[0].max_pods, Some(15));
}

#[test]
fn the_only_system_pool_of_a_production_cluster_gets_3_nodes() {
    let one = NodePool { count: Some(1), ..system() };
    let count = |plan: &Plan| after(plan, "system-pool-min-nodes", 0).pools[0].count;
    let alone = plan([one.clone()]);
    assert_eq!(count(&alone), Some(3));
    assert_eq!(count(&plan([one.clone(), named("sys2", system())])), Some(2));
    let mut existing = alone.clone();
    existing.cluster.existing = true;
    assert_eq!(count(&existing), Some(2));
    let mut dev = alone;
    dev.cluster.purpose = Some(poolwright::plan::Purpose::DevTest);
    assert_eq!(count(&dev), Some(2));
}

#[test]
fn the_next_vm_size_is_the_smallest_of_its_series() {
    for (id, from, to) in [
        ("system-pool-sku-min", "Standard_D2s_v5", "Standard_D4s_v5"),
        ("system-pool-sku-min", "Standard_DS2_v2", "Standard_DS3_v2"),
        ("system-pool-sku-min", "Standard_D2pds_v5", "Standard_D4pds_v5"),
        ("system-pool-sku-min-api", "Standard_DS1_v2", "Standard_DS3_v2"),
        ("system-pool-sku-min-api", "Standard_B1s", "Standard_D4ds_v5"),
        ("system-pool-sku-min-api", "Standard_B2pts_v2", "Standard_D4pds_v5"),
        ("system-pool-no-b-series", "Standard_B2ms", "Standard_D4ds_v5"),
        ("system-pool-no-b-series", "Standard_B8ms", "Standard_D8ds_v5"),
        ("system-pool-no-b-series", "Standard_B12ms", "Standard_D16ds_v5"),
        ("system-pool-no-b-series", "Standard_B4ps_v2", "Standard_D4pds_v5"),
    ] {
        let plan = plan([NodePool { vm_size: Some(from.to_owned()), ..system() }]);
        let next = after(&plan, id, 0);
        assert_eq!(next.pools[0].vm_size.as_deref(), Some(to), "{from}");
        assert_eq!(ids_above_note(&next), [""; 0]);
    }
    // A size that is alone in its series goes to the general-purpose series.
    let odd = plan([NodePool { vm_size: Some(size(3, "4")), ..system() }]);
    assert_eq!(fixes(&odd, "system-pool-sku-min"), ["unsafe: Use Standard_D4ds_v5"]);
}

#[test]
fn more_capacity_keeps_the_nodes_that_there_are() {
    let id = "system-pool-recommended-capacity";
    for (count, fix) in [(2, "Use 3 nodes"), (3, "Use 3 nodes"), (5, "Use 5 nodes")] {
        let plan = plan([NodePool { count: Some(count), ..system() }]);
        assert_eq!(fixes(&plan, id), [format!("unsafe: {fix} of Standard_D8ds_v5")]);
        assert!(!raises(&after(&plan, id, 0), id));
    }
    // A size of the series with one vCPU less is not enough.
    let mut catalog = Catalog::embedded();
    let capabilities = r#"[{"name": "vCPUs", "value": "7"}, {"name": "MemoryGB", "value": "28"}]"#;
    let row = format!(r#"[{{"name": "Standard_D48ds_v5", "capabilities": {capabilities}}}]"#);
    catalog.overlay(&row).unwrap();
    let report = check(&plan([system()]), &catalog, Date::new(2026, 11, 23).unwrap());
    let found = report.findings.iter().find(|one| one.rule.id == id).unwrap();
    assert_eq!(offered(&found.fixes[0]), "unsafe: Use 3 nodes of Standard_D8ds_v5");
    let arm = plan([NodePool { vm_size: Some("Standard_D4pds_v5".to_owned()), ..system() }]);
    assert_eq!(fixes(&arm, id), ["unsafe: Use 3 nodes of Standard_D8pds_v5"]);
}

#[test]
fn what_cannot_be_a_system_pool_becomes_a_user_pool() {
    let windows = NodePool {
        os_type: Some(OsType::Windows),
        os_sku: Some(OsSku::Windows2022),
        ..named("win", system())
    };
    let windows = NodePool { disable_outbound_nat: true.into(), ..windows };
    let id = "system-pool-linux-only";
    let second = plan([system(), windows.clone()]);
    assert_eq!(fixes(&second, id), ["safe: Make win a User pool", "unsafe: Use Linux in win"]);
    let first = plan([windows.clone(), system()]);
    assert_eq!(
        fixes(&first, id),
        ["safe: Make win a User pool, and put sys1 first", "unsafe: Use Linux in win"]
    );
    let names = |plan: &Plan| plan.pools.iter().map(|pool| pool.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after(&first, id, 0)), ["sys1", "win"]);
    // Without another System pool it is a bigger step.
    let alone = plan([windows.clone()]);
    let add = "unsafe: Make win a User pool, and add a System pool of 3 nodes";
    assert_eq!(fixes(&alone, id), [add, "unsafe: Use Linux in win"]);
    assert_eq!(names(&after(&alone, id, 0)), ["systempool", "win"]);
    let linux = &after(&alone, id, 1).pools[0];
    assert!(linux.is_linux() && linux.os_sku.is_none() && !*linux.disable_outbound_nat);
    // An existing cluster has its System pool.
    let mut existing = alone;
    existing.cluster.existing = true;
    assert_eq!(fixes(&existing, id)[0], "safe: Make win a User pool");
    // A name that is too long for Windows is a finding before and after.
    let long = plan([system(), named("windowspool", windows)]);
    assert_eq!(fixes(&long, id)[0], "safe: Make windowspool a User pool");
    assert!(raises(&long, "pool-name-windows-length"));
}

#[test]
fn a_spot_system_pool_becomes_a_user_pool_or_regular() {
    let id = "spot-pool-user-mode-only";
    let spot = NodePool {
        priority: Some(Priority::Spot),
        spot_max_price: Some(Decimal::from(1)),
        ..named("batch", system())
    };
    let plan_first = plan([spot.clone(), system()]);
    assert_eq!(
        fixes(&plan_first, id),
        ["safe: Make batch a User pool, and put sys1 first", "unsafe: Use regular capacity for batch"]
    );
    assert_eq!(
        ids(&after(&plan_first, id, 0)),
        ["system-pool-dedicated-taint", "system-pool-recommended-capacity"]
    );
    let regular = after(&plan_first, id, 1);
    assert_eq!((&regular.pools[0].priority, &regular.pools[0].spot_max_price), (&None, &None));
    // Another pool that can't be a System pool either doesn't help.
    let both = plan([spot.clone(), named("spot2", spot.clone())]);
    let first =
        |one: &Finding| one.fixes.first().is_none_or(|fix| fix.applicability == Applicability::Unsafe);
    assert!(judge(&both).findings.iter().all(first));
    let gateway = plan([system(), NodePool { mode: Some(Mode::Gateway), ..spot }]);
    assert_eq!(
        fixes(&gateway, id),
        ["unsafe: Use regular capacity for batch", "unsafe: Make batch a User pool"]
    );
    assert!(after(&gateway, id, 1).pools[1].is_user());
}

#[test]
fn the_first_place_goes_to_a_system_pool_that_may_have_it() {
    let id = "spot-pool-not-default";
    let spot = NodePool { priority: Some(Priority::Spot), ..named("batch", user()) };
    let windows = NodePool { os_type: Some(OsType::Windows), ..named("win", system()) };
    let three = plan([spot.clone(), windows.clone(), system()]);
    assert_eq!(fixes(&three, id), ["safe: Put sys1 first", "unsafe: Use regular capacity for batch"]);
    assert_eq!(after(&three, id, 0).pools[0].name, "sys1");
    assert_eq!(fixes(&plan([spot, windows]), id), ["unsafe: Use regular capacity for batch"]);
}

#[test]
fn a_price_is_corrected_as_intended() {
    let id = "spot-max-price";
    let price = |text: &str| Decimal::parse(text);
    let of = |text| NodePool { spot_max_price: price(text), priority: Some(Priority::Spot), ..user() };
    for (found, expected) in [
        ("0", "-1"),
        ("-2.5", "-1"),
        ("0.123456", "0.12345"),
        ("0.123459", "0.12345"),
        ("12.3456789", "12.34567"),
        ("1.000001", "1"),
        ("0.000019", "0.00001"),
    ] {
        let plan = plan([system(), of(found)]);
        assert_eq!(finding(&plan, id).fixes[0].applicability, Applicability::Safe);
        assert_eq!(after(&plan, id, 0).pools[1].spot_max_price, price(expected), "{found}");
    }
    // Nothing is left of it when it is cut.
    let tiny = plan([system(), of("0.000009")]);
    assert_eq!(fixes(&tiny, id), ["unsafe: Pay up to the pay-as-you-go price"]);
    assert_eq!(after(&tiny, id, 0).pools[1].spot_max_price, price("-1"));
    let regular = plan([system(), NodePool { priority: None, ..of("0.5") }]);
    assert_eq!(fixes(&regular, id), ["unsafe: Remove spotMaxPrice", "unsafe: Make user1 a Spot pool"]);
    assert_eq!(after(&regular, id, 0).pools[1].spot_max_price, None);
    let default = plan([system(), NodePool { priority: None, ..of("-1") }]);
    assert_eq!(fixes(&default, id), ["safe: Remove spotMaxPrice", "unsafe: Make user1 a Spot pool"]);
    assert!(after(&regular, id, 1).pools[1].is_spot());
}

#[test]
fn names_are_corrected_and_stay_unique() {
    let call = |pools: &[NodePool], place: usize| {
        let plan = plan(pools.iter().cloned());
        let found = judge(&plan)
            .findings
            .into_iter()
            .find(|one| one.pool == Some(place) && one.field == Some("name"));
        apply(&plan, &found.unwrap().fixes[0]).pools[place].name.clone()
    };
    let windows = |name: &str| NodePool { os_type: Some(OsType::Windows), ..named(name, user()) };
    for (name, expected) in [
        ("Pool1", "pool1"),
        ("my_pool", "mypool"),
        ("1pool", "p1pool"),
        ("123456789012345", "p12345678901"),
        ("systempool123", "systempool12"),
        ("größe", "gre"),
        ("", "pool"),
        ("___", "pool"),
        ("SYS-1", "sys2"),
    ] {
        assert_eq!(call(&[system(), named(name, user())], 1), expected, "{name}");
    }
    assert_eq!(call(&[named("", system())], 0), "system");
    assert_eq!(call(&[system(), windows("winpool")], 1), "winpoo");
    assert_eq!(call(&[system(), windows("winpoo"), windows("winpool")], 2), "winpo2");
    assert_eq!(call(&[system(), windows("Windows_pool_")], 1), "window");
    assert_eq!(
        call(&[system(), named("abcdefghijkl", user()), named("abcdefghijkl", user())], 2),
        "abcdefghijk2"
    );
    assert_eq!(call(&[system(), named("a2", user()), named("a2", user())], 2), "a3");
}

#[test]
fn a_mode_is_written_as_it_was_meant() {
    let id = "pool-mode-explicit";
    let of = |mode: Option<&str>| NodePool {
        mode: mode.map(|mode| Mode::Other(mode.to_owned())),
        ..named("apps", user())
    };
    for (mode, fix) in [("system", "System"), ("USER", "User"), (" user ", "User"), ("gateway", "Gateway")] {
        assert_eq!(fixes(&plan([system(), of(Some(mode))]), id), [format!("safe: Write {fix}")]);
    }
    let open = ["unsafe: Make it a User pool", "unsafe: Make it a System pool"];
    for mode in [None, Some("Machines"), Some("")] {
        assert_eq!(fixes(&plan([system(), of(mode)]), id), open);
        // A cluster without a System pool needs one first.
        assert_eq!(fixes(&plan([of(mode), user()]), id), [open[1], open[0]]);
    }
    let mut existing = plan([of(None), user()]);
    existing.cluster.existing = true;
    assert_eq!(fixes(&existing, id), open);
    // Where the spelling hides another mistake, it is not safe.
    let hides = plan([system(), NodePool { os_type: Some(OsType::Windows), ..of(Some("system")) }]);
    assert_eq!(fixes(&hides, id), ["unsafe: Write System"]);
}

#[test]
fn too_many_nodes_are_spread_or_cut() {
    let id = "pool-max-nodes";
    let of = |count| plan([system(), NodePool { count: Some(count), ..user() }]);
    let cut = "unsafe: Use 1000 nodes";
    let spread = "unsafe: Spread the nodes over two pools";
    for (count, expected) in
        [(1_001, vec![spread, cut]), (2_000, vec![spread, cut]), (2_001, vec![cut]), (i64::MAX, vec![cut])]
    {
        assert_eq!(fixes(&of(count), id), expected, "{count}");
    }
    let next = after(&of(1_300), id, 0);
    let pools: Vec<_> = next.pools.iter().map(|pool| (pool.name.as_str(), pool.count)).collect();
    assert_eq!(pools, [("sys1", Some(3)), ("user1", Some(1_000)), ("user2", Some(300))]);
    assert_eq!(after(&of(1_300), id, 1).pools[1].count, Some(1_000));
    let between = plan([system(), NodePool { count: Some(1_001), ..user() }, named("last", user())]);
    let names = after(&between, id, 0).pools.iter().map(|pool| pool.name.clone()).collect::<Vec<_>>();
    assert_eq!(names, ["sys1", "user1", "user2", "last"]);
    let negative = "pool-count-not-negative";
    assert_eq!(after(&of(-5), negative, 0).pools[1].count, Some(0));
    let system_pool = plan([NodePool { count: Some(-5), ..system() }]);
    assert_eq!(after(&system_pool, negative, 0).pools[0].count, Some(3));
}

#[test]
fn bounds_are_completed_around_what_there_is() {
    let id = "autoscale-requires-min-max";
    for (count, min, max, expected) in [
        (Some(3), None, None, (3, 3, 5)),
        (None, None, None, (3, 3, 5)),
        (Some(3), Some(2), None, (3, 2, 5)),
        (Some(3), Some(6), None, (6, 6, 8)),
        (Some(3), None, Some(9), (3, 3, 9)),
        (Some(3), None, Some(2), (2, 2, 2)),
        (Some(0), None, None, (0, 0, 2)),
        (Some(1_000), None, None, (1_000, 1_000, 1_000)),
        (Some(999), None, None, (999, 999, 1_000)),
        (Some(998), None, None, (998, 998, 1_000)),
    ] {
        let plan = plan([system(), scaled(NodePool { count, ..user() }, min, max)]);
        let next = after(&plan, id, 0);
        let (count, min, max) = expected;
        assert_eq!(nodes(&next.pools[1]), (Some(count), Some(min), Some(max)), "{expected:?}");
        assert_eq!(finding(&plan, id).fixes[0].title, format!("Scale between {min} and {max} nodes"));
    }
    // A System pool keeps 2 nodes.
    let one = plan([scaled(NodePool { count: Some(1), ..system() }, None, None)]);
    assert_eq!(nodes(&after(&one, id, 0).pools[0]), (Some(2), Some(2), Some(4)));
    assert_eq!(fixes(&one, id), ["unsafe: Scale between 2 and 4 nodes", "unsafe: Turn the autoscaler off"]);
    for (min, max) in [(None, None), (Some(1), None), (None, Some(5))] {
        let plan = plan([scaled(NodePool { count: Some(1), ..system() }, min, max)]);
        let off = &after(&plan, id, 1).pools[0];
        assert_eq!((*off.autoscaling, nodes(off)), (false, (Some(1), None, None)));
    }
}

#[test]
fn bounds_in_the_wrong_order_are_swapped() {
    let id = "autoscale-min-le-max";
    for (count, min, max, expected) in [
        (Some(3), 5, 2, (Some(3), Some(2), Some(5))),
        (None, 5, 2, (None, Some(2), Some(5))),
        (Some(1), 5, 2, (Some(2), Some(2), Some(5))),
        (Some(2), 5, 2, (Some(2), Some(2), Some(5))),
        (Some(5), 5, 2, (Some(5), Some(2), Some(5))),
        (Some(6), 5, 2, (Some(5), Some(2), Some(5))),
    ] {
        let plan = plan([system(), scaled(NodePool { count, ..user() }, min, max)]);
        assert_eq!(fixes(&plan, id), ["safe: Swap the two"]);
        assert_eq!(nodes(&after(&plan, id, 0).pools[1]), expected);
    }
    // What was minCount may be too much for maxCount.
    let much = plan([system(), scaled(user(), 2_000, 2)]);
    assert_eq!(fixes(&much, id), ["safe: Swap the two"]);
}

#[test]
fn a_count_moves_into_the_range_or_the_range_moves() {
    let id = "autoscale-count-in-range";
    let of = |count| plan([system(), scaled(NodePool { count: Some(count), ..user() }, 2, 5)]);
    assert_eq!(fixes(&of(1), id), ["safe: Start with 2", "unsafe: Scale down to 1"]);
    assert_eq!(nodes(&after(&of(1), id, 1).pools[1]), (Some(1), Some(1), Some(5)));
    assert_eq!(fixes(&of(7), id), ["safe: Start with 5", "unsafe: Scale up to 7"]);
    assert_eq!(nodes(&after(&of(7), id, 1).pools[1]), (Some(7), Some(2), Some(7)));
    // With 2 nodes, 30 pods have no room: a finding of its own, before and after.
    let few = plan([system(), scaled(NodePool { count: Some(5), max_pods: Some(10), ..user() }, 1, 2)]);
    assert_eq!(fixes(&few, id)[0], "safe: Start with 2");
    assert!(raises(&few, "pool-max-pods-total-30"));
}

#[test]
fn taints_are_replaced_or_softened() {
    let id = "system-pool-taints-restricted";
    let of = |taints: &[&str]| {
        plan([NodePool { taints: taints.iter().map(|one| (*one).to_owned()).collect(), ..system() }])
    };
    let plan = of(&["a=b:NoSchedule", "c:PreferNoSchedule", "d=e:f:NoExecute"]);
    assert_eq!(
        fixes(&plan, id),
        ["unsafe: Use CriticalAddonsOnly=true:NoSchedule instead", "unsafe: Use PreferNoSchedule"]
    );
    let dedicated = ["CriticalAddonsOnly=true:NoSchedule", "c:PreferNoSchedule"];
    assert_eq!(*after(&plan, id, 0).pools[0].taints, dedicated);
    let soft = ["a=b:PreferNoSchedule", "c:PreferNoSchedule", "d=e:f:PreferNoSchedule"];
    assert_eq!(*after(&plan, id, 1).pools[0].taints, soft);
    let twice = of(&["a=b:NoSchedule", "CriticalAddonsOnly=true:NoSchedule"]);
    assert_eq!(*after(&twice, id, 0).pools[0].taints, ["CriticalAddonsOnly=true:NoSchedule"]);
    let more = of(&["CriticalAddonsOnly=true:NoSchedule", "a=b:NoSchedule", "c:PreferNoSchedule"]);
    assert_eq!(*after(&more, id, 0).pools[0].taints, dedicated);
}

#[test]
fn a_system_pool_is_dedicated_if_applications_have_another() {
    let id = "system-pool-dedicated-taint";
    let soft = ["CriticalAddonsOnly=true:PreferNoSchedule", "a=b:PreferNoSchedule"];
    let pool = NodePool { taints: soft.map(str::to_owned).to_vec().into(), ..system() };
    let shared = plan([pool.clone(), user()]);
    assert_eq!(fixes(&shared, id), ["safe: Keep sys1 for system pods"]);
    let taints = ["CriticalAddonsOnly=true:NoSchedule", "a=b:PreferNoSchedule"];
    assert_eq!(*after(&shared, id, 0).pools[0].taints, taints);
    let spot = NodePool { priority: Some(Priority::Spot), ..user() };
    assert_eq!(fixes(&plan([pool, spot]), id), ["unsafe: Keep sys1 for system pods"]);
}

#[test]
fn applications_get_a_pool_or_the_system_pool() {
    let id = "apps-need-schedulable-pool";
    let taints = ["CriticalAddonsOnly=true:NoSchedule", "a=b:PreferNoSchedule"].map(str::to_owned).to_vec();
    let alone = plan([NodePool { taints: taints.into(), ..system() }]);
    assert_eq!(
        fixes(&alone, id),
        ["unsafe: Add a User pool of 2 nodes", "unsafe: Let applications use sys1"]
    );
    let added = after(&alone, id, 0);
    assert_eq!(
        (added.pools.len(), added.pools[1].name.as_str(), added.pools[1].count),
        (2, "userpool", Some(2))
    );
    assert_eq!(ids_above_note(&added), [""; 0]);
    assert_eq!(*after(&alone, id, 1).pools[0].taints, ["a=b:PreferNoSchedule"]);
    let two = plan([alone.pools[0].clone(), named("sys2", alone.pools[0].clone())]);
    assert_eq!(fixes(&two, id), ["unsafe: Add a User pool of 2 nodes"]);
    let hard = ["CriticalAddonsOnly=true:NoSchedule", "a", "CriticalAddonsOnly=true:NoExecute"];
    let twice = plan([NodePool { taints: hard.map(str::to_owned).to_vec().into(), ..system() }]);
    assert_eq!(*after(&twice, id, 1).pools[0].taints, ["a"]);
}

#[test]
fn a_user_pool_that_may_is_offered_as_the_system_pool() {
    let id = "cluster-needs-system-pool";
    let add = "safe: Add a System pool of 3 nodes";
    let cannot = [
        NodePool { vm_size: Some(size(3, "64")), ..user() },
        NodePool { vm_size: Some(size(4, "3.99")), ..user() },
        NodePool { vm_size: Some("Standard_B4ms".to_owned()), ..user() },
        NodePool { vm_size: None, ..user() },
        NodePool { count: Some(1), ..user() },
        NodePool { max_pods: Some(14), ..user() },
        NodePool { taints: vec!["a=b:PreferNoSchedule".to_owned()].into(), ..user() },
        NodePool { priority: Some(Priority::Spot), ..user() },
    ];
    for pool in &cannot {
        assert_eq!(fixes(&plan([pool.clone()]), id), [add], "{pool:#?}");
    }
    let can = NodePool { vm_size: Some(size(4, "4")), max_pods: Some(15), ..named("apps", user()) };
    let offered = plan(cannot[2..].iter().take(1).cloned().chain([can]));
    assert_eq!(fixes(&offered, id), ["unsafe: Make apps the System pool", add]);
    assert!(after(&offered, id, 0).pools[1].is_system());
    let added = after(&offered, id, 1);
    assert_eq!((added.pools[0].name.as_str(), added.pools[0].is_system()), ("systempool", true));
    assert_eq!(finding(&plan([]), id).message.split('.').next(), Some("The plan has no node pool"));
    assert_eq!(
        finding(&plan([user()]), id).message.split('.').next(),
        Some("The only node pool is a User pool")
    );
    let gateway = plan([NodePool { mode: Some(Mode::Gateway), ..user() }]);
    assert_eq!(finding(&gateway, id).message.split('.').next(), Some("The only node pool is a Gateway pool"));
    assert!(finding(&offered, id).message.starts_with("None of the 2 node pools is a System pool."));
}

#[test]
fn applying_all_safe_fixes_resolves_one_finding_after_another() {
    let mut wrong = plan([
        NodePool { mode: Some(Mode::Other("system".to_owned())), count: Some(1), ..named("Sys-1", system()) },
        NodePool { max_pods: Some(10), ..named("apps", user()) },
        scaled(NodePool { count: Some(9), ..named("apps", user()) }, 5, 2),
    ]);
    let (fixed, done) = apply_safe_fixes(&wrong);
    assert_eq!(
        done,
        [
            "Write System",
            "Rename it to sys1",
            "Use 3 nodes",
            "Swap the two",
            "Rename it to apps2",
            "Use 3 nodes",
            "Keep sys1 for system pods"
        ]
    );
    assert_eq!(ids(&fixed), ["system-pool-recommended-capacity"]);
    check_fix_all(&wrong);
    // A valid plan isn't changed.
    assert_eq!(apply_safe_fixes(&fixed), (fixed, Vec::new()));
    // A price is corrected like any other value.
    wrong.pools[1].priority = Some(Priority::Spot);
    assert!(wrong.apply(&poolwright::plan::Edit::Pool {
        pool: 1,
        key: "spotMaxPrice",
        value: Some(Value::Decimal(Decimal::from(0)))
    }));
    assert_eq!(judge(&apply_safe_fixes(&wrong).0).count(Severity::Refused), 0);
}

#[test]
fn no_fix_is_safe_in_a_list_that_is_too_long_to_try_them() {
    let twins = |number: usize| plan((0..number).map(|_| named("apps", user())));
    let safe = |plan: &Plan| {
        let fixes = judge(plan).findings.into_iter().flat_map(|finding| finding.fixes);
        fixes.filter(|fix| fix.applicability == Applicability::Safe).count()
    };
    assert!(safe(&twins(20)) > 0);
    assert_eq!(safe(&twins(201)), 0);
}
