//! Both sides of every boundary.

use poolwright::lint::Severity;
use poolwright::plan::{Decimal, Mode, NetworkPlugin, NetworkPluginMode, NodePool, OsType, Plan, Priority};

use super::support::{finding, ids, judge, plan, raises, scaled, size, system, user};

#[track_caller]
fn check(id: &str, plan: &Plan, expected: bool) {
    assert_eq!(raises(plan, id), expected, "{id} of {:#?}", plan.pools);
}

fn system_of(count: i64) -> NodePool {
    NodePool { count: Some(count), ..system() }
}

#[test]
fn nodes_of_a_system_pool() {
    for (count, api, documented, production, capacity) in [
        (-1, false, false, false, false),
        (0, true, false, false, false),
        (1, false, true, false, false),
        (2, false, false, true, true),
        (3, false, false, false, true),
        (4, false, false, false, true),
        (1_000, false, false, false, true),
    ] {
        let plan = plan([system_of(count)]);
        check("system-pool-min-nodes-api", &plan, api);
        check("system-pool-min-nodes", &plan, documented);
        check("system-pool-prod-nodes", &plan, production);
        check("system-pool-recommended-capacity", &plan, capacity);
    }
    // Left out, there are 3.
    let silent = plan([NodePool { count: None, ..system() }]);
    assert_eq!(ids(&silent), ["system-pool-recommended-capacity"]);
}

#[test]
fn nodes_of_an_autoscaled_system_pool_that_does_not_say() {
    let beside = ["system-pool-recommended-capacity", "system-pool-autoscale-min"];
    for (min, max, id) in [
        (0, 1, Some("system-pool-min-nodes")),
        (1, 1, Some("system-pool-min-nodes")),
        (0, 2, Some("system-pool-prod-nodes")),
        (0, 3, None),
        (5, 9, None),
    ] {
        let plan = plan([scaled(NodePool { count: None, ..system() }, min, max)]);
        let found: Vec<_> = ids(&plan).into_iter().filter(|id| !beside.contains(id)).collect();
        assert_eq!(found, Vec::from_iter(id), "{min} to {max}");
        let found = judge(&plan).findings;
        for finding in
            found.iter().filter(|one| one.severity < Severity::Note && !beside.contains(&one.rule.id))
        {
            assert_eq!(finding.field, Some("maxCount"));
        }
    }
    assert_eq!(finding(&plan([system_of(1)]), "system-pool-min-nodes").field, Some("count"));
    let said = plan([scaled(system_of(1), 1, 5)]);
    assert_eq!(finding(&said, "system-pool-min-nodes").field, Some("count"));
}

#[test]
fn vm_size_of_a_system_pool() {
    let floor = "system-pool-sku-min-api";
    let documented = "system-pool-sku-min";
    for (vcpus, memory, expected) in [
        (1, "3.5", Some(floor)),
        (1, "4", Some(floor)),
        (1, "64", Some(floor)),
        (2, "3.99", Some(floor)),
        (4, "3.99", Some(floor)),
        (2, "4", Some(documented)),
        (2, "4.5", Some(documented)),
        (3, "3.99", Some(floor)),
        (3, "4", Some(documented)),
        (3, "64", Some(documented)),
        (4, "4", None),
        (4, "4.5", None),
        (5, "4", None),
    ] {
        let plan = plan([NodePool { vm_size: Some(size(vcpus, memory)), ..system() }]);
        let found: Vec<_> =
            ids(&plan).into_iter().filter(|id| *id != "system-pool-recommended-capacity").collect();
        assert_eq!(found, Vec::from_iter(expected), "{vcpus} vCPUs, {memory} GiB");
    }
}

#[test]
fn real_vm_sizes_of_a_system_pool() {
    let (floor, documented, burstable) =
        ("system-pool-sku-min-api", "system-pool-sku-min", "system-pool-no-b-series");
    let both = |one, other| vec![one, other];
    for (name, expected) in [
        ("Standard_DS1_v2", vec![floor]),
        // Its quota counts 4 vCPUs, the system sees 1.
        ("Standard_DS12-1_v2", vec![floor]),
        ("Standard_B1s", both(floor, burstable)),
        ("Standard_B2ats_v2", both(floor, burstable)),
        ("Standard_DS2_v2", vec![documented]),
        ("Standard_F2s_v2", vec![documented]),
        ("standard_d2s_V5", vec![documented]),
        ("Standard_B2s", both(burstable, documented)),
        ("Standard_B2als_v2", both(burstable, documented)),
        ("Standard_B2pls_v2", both(burstable, documented)),
        ("Standard_B4ms", vec![burstable]),
        ("standard_b16as_v2", vec![burstable]),
        ("Standard_D4ds_v5", vec![]),
        ("Standard_D4ds_v99", vec!["vm-size-known"]),
        ("", vec![]),
    ] {
        let plan = plan([NodePool { vm_size: Some(name.to_owned()), ..system() }]);
        let found: Vec<_> =
            ids(&plan).into_iter().filter(|id| *id != "system-pool-recommended-capacity").collect();
        assert_eq!(found, expected, "{name}");
    }
    let unsaid = plan([NodePool { vm_size: None, ..system() }]);
    assert_eq!(ids(&unsaid), [""; 0]);
    let small_user = NodePool { vm_size: Some("Standard_B2s".to_owned()), ..user() };
    assert_eq!(
        ids(&plan([system(), small_user])),
        ["system-pool-dedicated-taint", "system-pool-recommended-capacity"]
    );
}

#[test]
fn a_small_burstable_size_is_one_finding_with_both_facts() {
    let plan = plan([NodePool { vm_size: Some("Standard_B2ms".to_owned()), ..system() }]);
    let message = finding(&plan, "system-pool-no-b-series").message;
    assert!(message.contains("2 vCPUs") && message.contains("at least 4 vCPUs"), "{message}");
}

#[test]
fn recommended_capacity() {
    for (count, vcpus, expected) in [
        (2, 7, true),
        (2, 8, true),
        (3, 7, true),
        (3, 8, false),
        (4, 7, true),
        (4, 8, false),
        (3, 9, false),
        (2, 9, true),
        (2, 15, true),
        (2, 16, false),
        (2, 17, false),
        (9, 5, true),
    ] {
        let plan = plan([NodePool { vm_size: Some(size(vcpus, "64")), ..system_of(count) }]);
        check("system-pool-recommended-capacity", &plan, expected);
    }
    // Of several System pools, one is enough; all of them must be known.
    let big = NodePool { name: "sys2".to_owned(), vm_size: Some(size(8, "64")), ..system() };
    let unknown = NodePool { name: "sys2".to_owned(), vm_size: None, ..system() };
    let small = NodePool { name: "sys2".to_owned(), ..system() };
    check("system-pool-recommended-capacity", &plan([system(), big]), false);
    check("system-pool-recommended-capacity", &plan([system(), unknown]), false);
    let found = finding(&plan([system(), small]), "system-pool-recommended-capacity");
    assert_eq!((found.pool, found.field), (None, None));
    let found = finding(&plan([system()]), "system-pool-recommended-capacity");
    assert_eq!((found.pool, found.field), (Some(0), Some("vmSize")));
    // It is a note on a pool that is as the documents have it otherwise.
    for pool in [
        system_of(1),
        NodePool { vm_size: Some(size(3, "64")), ..system() },
        NodePool { os_type: Some(OsType::Other("BeOS".to_owned())), ..system() },
        NodePool { priority: Some(Priority::Spot), ..system() },
    ] {
        check("system-pool-recommended-capacity", &plan([pool]), false);
    }
}

#[test]
fn room_for_30_pods() {
    for (count, max_pods, expected) in [
        (1, 29, true),
        (1, 30, false),
        (1, 31, false),
        (2, 14, true),
        (2, 15, false),
        (3, 9, true),
        (3, 10, false),
        (29, 1, true),
        (30, 1, false),
        (2, 10, true),
        (4, 7, true),
        (5, 6, false),
        // No nodes, or an invalid number of pods, are findings of other rules.
        (0, 10, false),
        (-1, 10, false),
        (3, 0, false),
        (3, -10, false),
        (i64::MIN, i64::MIN, false),
        (1_001, 0, false),
    ] {
        let of = |pool: NodePool| NodePool { count: Some(count), max_pods: Some(max_pods), ..pool };
        let plan_of_system = plan([of(system()), NodePool { name: "sys2".to_owned(), ..system() }]);
        check("system-pool-min-30-pods", &plan_of_system, expected);
        check("pool-max-pods-total-30", &plan_of_system, false);
        let plan_of_user = plan([system(), of(user())]);
        check("pool-max-pods-total-30", &plan_of_user, expected);
        check("system-pool-min-30-pods", &plan_of_user, false);
        let gateway = NodePool { mode: Some(Mode::Gateway), ..of(user()) };
        check("pool-max-pods-total-30", &plan([system(), gateway]), expected);
    }
    // The number of nodes at creation counts, not what the autoscaler may make of it.
    let of =
        |count, min, max| scaled(NodePool { count: Some(count), max_pods: Some(10), ..user() }, min, max);
    check("pool-max-pods-total-30", &plan([system(), of(2, 1, 10)]), true);
    check("pool-max-pods-total-30", &plan([system(), of(3, 1, 10)]), false);
}

#[test]
fn the_message_about_room_for_30_pods_has_its_numbers() {
    let of = |count, max_pods| {
        let pool = NodePool { count: Some(count), max_pods: Some(max_pods), ..system() };
        finding(&plan([pool]), "system-pool-min-30-pods").message
    };
    let room = |slots: &str, wanted: &str| {
        format!("sys1 has room for {slots}, but a System pool needs room for at least 30. Use {wanted}.")
    };
    assert_eq!(of(2, 10), room("20 pods (2 nodes with maxPods 10)", "3 nodes or maxPods 15"));
    assert_eq!(of(1, 29), room("29 pods (1 node with maxPods 29)", "2 nodes or maxPods 30"));
    // 10 is the least that maxPods may be.
    assert_eq!(of(4, 7), room("28 pods (4 nodes with maxPods 7)", "5 nodes or maxPods 10"));
    assert_eq!(of(2, 14), room("28 pods (2 nodes with maxPods 14)", "3 nodes or maxPods 15"));
}

#[test]
fn most_pods_on_a_node_follow_the_network() {
    let of = |plugin: Option<NetworkPlugin>, mode: Option<NetworkPluginMode>| {
        let mut plan = plan([NodePool { count: Some(1), ..user() }]);
        plan.cluster.network_plugin = plugin;
        plan.cluster.network_plugin_mode = mode;
        plan
    };
    // The least default, 30 on one node, is room enough.
    check("pool-max-pods-total-30", &of(Some(NetworkPlugin::Azure), None), false);
    check("pool-max-pods-total-30", &of(Some(NetworkPlugin::Azure), Some(NetworkPluginMode::Overlay)), false);
    check("pool-max-pods-total-30", &of(None, None), false);
}

#[test]
fn numbers_of_nodes_of_a_pool() {
    for (count, negative, many) in [
        (i64::MIN, true, false),
        (-1, true, false),
        (0, false, false),
        (1, false, false),
        (999, false, false),
        (1_000, false, false),
        (1_001, false, true),
        (2_001, false, true),
        (i64::MAX, false, true),
    ] {
        let counted = plan([system(), NodePool { count: Some(count), ..user() }]);
        check("pool-max-nodes", &counted, many);
        check("pool-count-not-negative", &counted, negative);
        let most = NodePool { count: None, ..user() };
        check(
            "autoscale-min-max-range",
            &plan([system(), scaled(most.clone(), None, count)]),
            count < 1 || many,
        );
        check(
            "autoscale-min-max-range",
            &plan([system(), scaled(most.clone(), count, None)]),
            negative || many,
        );
        // Without the autoscaler, its bounds say nothing.
        check(
            "autoscale-min-max-range",
            &plan([system(), NodePool { max_count: Some(count), ..most }]),
            false,
        );
    }
    let negative = finding(&plan([system_of(-1)]), "pool-count-not-negative");
    assert_eq!(negative.message, "sys1 has count -1. A System pool can have 1 to 1,000 nodes.");
}

#[test]
fn fewest_nodes_of_an_autoscaled_system_pool() {
    let id = "system-pool-autoscale-min";
    for (min, expected) in
        [(-1, None), (0, Some(Severity::Refused)), (1, Some(Severity::Recommendation)), (2, None)]
    {
        let found = judge(&plan([scaled(system(), min, 5)])).findings;
        let severity = found.iter().find(|one| one.rule.id == id).map(|one| one.severity);
        assert_eq!(severity, expected, "{min}");
    }
}

#[test]
fn length_of_a_name() {
    for (name, windows, syntax, length) in [
        ("a", false, false, false),
        ("abcdefghijkl", false, false, false),
        ("abcdefghijklm", false, true, false),
        ("abcdefghijk", false, false, false),
        ("a", true, false, false),
        ("abcde", true, false, false),
        ("abcdef", true, false, false),
        ("abcdefg", true, false, true),
        ("abcdefghijkl", true, false, true),
        ("abcdefghijklm", true, true, false),
        ("Abcdefg", true, true, false),
        ("", true, true, false),
    ] {
        let os_type = windows.then_some(OsType::Windows);
        let plan = plan([system(), NodePool { name: name.to_owned(), os_type, ..user() }]);
        check("pool-name-syntax", &plan, syntax);
        check("pool-name-windows-length", &plan, length);
    }
}

#[test]
fn characters_of_a_name() {
    for (name, expected) in [
        ("z9", false),
        ("a0", false),
        ("n1o2d3e4", false),
        ("1pool", true),
        ("Pool", true),
        ("pOol", true),
        ("my_pool", true),
        ("my-pool", true),
        ("my pool", true),
        ("pool ", true),
        (" pool", true),
        ("pool\n", true),
        ("größe", true),
        ("`a", true),
        ("{a", true),
        ("a{", true),
        ("a/", true),
        ("a:", true),
        ("", true),
    ] {
        check("pool-name-syntax", &plan([NodePool { name: name.to_owned(), ..system() }]), expected);
    }
}

#[test]
fn the_message_on_a_name_says_what_is_wrong_with_it() {
    let tail = ". Use lower-case letters and digits, a letter first, at most 12 characters.";
    for (name, message) in [
        ("", "Pool 1 has no name"),
        ("1pool", "1pool has a name that begins with 1"),
        ("Pool", "Pool has a name that begins with P"),
        ("my_pool", "my_pool has a name with the character _"),
        ("poOl", "poOl has a name with the character O"),
        ("abcdefghijklm", "abcdefghijklm has a name of 13 characters"),
        ("my pool", r#"Pool 1, named "my pool", has a name with the character " ""#),
        ("a\nb", r#"Pool 1, named "a\nb", has a name with the character "\n""#),
    ] {
        let found = finding(&plan([NodePool { name: name.to_owned(), ..system() }]), "pool-name-syntax");
        assert_eq!(found.message, format!("{message}{tail}"));
    }
    let windows = NodePool { name: "Win".to_owned(), os_type: Some(OsType::Windows), ..user() };
    let found = finding(&plan([system(), windows]), "pool-name-syntax");
    assert!(found.message.ends_with("at most 6 characters."), "{}", found.message);
}

#[test]
fn a_long_name_is_cut_where_it_is_repeated() {
    let of = |length: usize| {
        let pool = NodePool { name: "a".repeat(length), ..system() };
        finding(&plan([pool]), "pool-name-syntax").message
    };
    let whole = "a".repeat(60);
    assert!(of(60).starts_with(&format!("{whole} has")), "{}", of(60));
    assert!(of(61).starts_with(&format!("Pool 1, named \"{whole}…\", has")), "{}", of(61));
}

#[test]
fn price_of_a_spot_pool() {
    for (price, expected) in [
        ("-1", false),
        ("-1.0", false),
        ("-1.00001", true),
        ("-0.99999", true),
        ("-2", true),
        ("0", true),
        ("-0", true),
        ("0.00001", false),
        ("0.000001", true),
        ("0.1", false),
        ("0.1234", false),
        ("0.12345", false),
        ("0.123450", false),
        ("0.123456", true),
        ("1", false),
        ("88.88888", false),
        ("1e300", false),
        ("1e-300", true),
    ] {
        let price = Decimal::parse(price);
        let spot = NodePool { priority: Some(Priority::Spot), spot_max_price: price.clone(), ..user() };
        check("spot-max-price", &plan([system(), spot.clone()]), expected);
        // A price is for Spot only; of a priority that is none, nothing can be said.
        check("spot-max-price", &plan([system(), NodePool { priority: None, ..spot.clone() }]), true);
        let regular = NodePool { priority: Some(Priority::Regular), ..spot.clone() };
        check("spot-max-price", &plan([system(), regular]), true);
        let other = NodePool { priority: Some(Priority::Other("spot".to_owned())), ..spot };
        check("spot-max-price", &plan([system(), other]), false);
    }
    check("spot-max-price", &plan([system(), NodePool { priority: Some(Priority::Spot), ..user() }]), false);
}

#[test]
fn bounds_of_the_autoscaler() {
    let (missing, order, range) =
        ("autoscale-requires-min-max", "autoscale-min-le-max", "autoscale-count-in-range");
    for (count, min, max, expected) in [
        (None, None, None, Some(missing)),
        (None, Some(2), None, Some(missing)),
        (None, None, Some(2), Some(missing)),
        (Some(9), None, Some(2), Some(missing)),
        (None, Some(2), Some(2), None),
        (None, Some(3), Some(2), Some(order)),
        (None, Some(2), Some(3), None),
        (Some(9), Some(3), Some(2), Some(order)),
        (Some(2), Some(3), Some(5), Some(range)),
        (Some(3), Some(3), Some(5), None),
        (Some(5), Some(3), Some(5), None),
        (Some(6), Some(3), Some(5), Some(range)),
        (Some(0), Some(1), Some(5), Some(range)),
        (Some(1_000), Some(1), Some(5), Some(range)),
        (Some(1_000), Some(1), Some(1_000), None),
        (Some(999), Some(1_000), Some(1_000), Some(range)),
        (Some(-1), Some(1), Some(5), Some("pool-count-not-negative")),
        (Some(1_001), Some(1), Some(5), Some("pool-max-nodes")),
    ] {
        let pool = scaled(NodePool { count, ..user() }, min, max);
        let plan = plan([NodePool { taints: dedicated().into(), ..system() }, pool.clone()]);
        let advice = ["apps-need-schedulable-pool", "system-pool-recommended-capacity"];
        let found: Vec<_> = ids(&plan).into_iter().filter(|id| !advice.contains(id)).collect();
        assert_eq!(found, Vec::from_iter(expected), "{count:?} {min:?} {max:?}");
        // Off, it asks nothing.
        let off =
            NodePool { autoscaling: false.into(), count: Some(2), min_count: None, max_count: None, ..pool };
        let plan = Plan { pools: vec![plan.pools[0].clone(), off], ..Plan::default() };
        assert_eq!(ids(&plan), ["system-pool-recommended-capacity"]);
    }
    assert_eq!(finding(&plan([scaled(system(), None, None)]), missing).field, Some("minCount"));
    assert_eq!(finding(&plan([scaled(system(), None, 5)]), missing).field, Some("minCount"));
    let found = finding(&plan([scaled(system(), 2, None)]), missing);
    assert_eq!(found.field, Some("maxCount"));
    let words = "without maxCount. Set both: minCount to 1 or more, maxCount to 1,000 or less.";
    assert_eq!(found.message, format!("sys1 has the autoscaler on {words}"));
    let found = finding(&plan([system(), scaled(user(), None, 5)]), missing);
    assert_eq!(
        found.message,
        "user1 has the autoscaler on without minCount. Set both: minCount to 0 or more, maxCount to 1,000 or less."
    );
}

fn dedicated() -> Vec<String> {
    vec!["CriticalAddonsOnly=true:NoSchedule".to_owned()]
}

#[test]
fn taints_of_a_system_pool() {
    let restricted = "system-pool-taints-restricted";
    let advice = "system-pool-dedicated-taint";
    for (taints, expected) in [
        (vec![], Some(advice)),
        (vec!["CriticalAddonsOnly=true:NoSchedule"], None),
        (vec!["CriticalAddonsOnly=true:NoExecute"], None),
        (vec!["CriticalAddonsOnly:NoSchedule"], None),
        (vec!["CriticalAddonsOnly=true:PreferNoSchedule"], Some(advice)),
        (vec!["CriticalAddonsOnly"], Some(advice)),
        (vec!["sku=gpu:PreferNoSchedule"], Some(advice)),
        (vec!["sku=gpu:NoSchedule"], Some(restricted)),
        (vec!["sku=gpu:NoExecute"], Some(restricted)),
        (vec!["sku:NoSchedule"], Some(restricted)),
        (vec!["criticaladdonsonly=true:NoSchedule"], Some(restricted)),
        (vec!["CriticalAddonsOnlyToo=true:NoSchedule"], Some(restricted)),
        (vec!["CriticalAddonsOnly=true:NoSchedule", "sku=gpu:NoSchedule"], Some(restricted)),
        (vec!["CriticalAddonsOnly=true:NoSchedule", "sku=gpu:PreferNoSchedule"], None),
        // An invalid effect is the finding of another rule.
        (vec!["sku=gpu:noschedule"], Some(advice)),
        (vec!["sku=gpu"], Some(advice)),
        (vec![""], Some(advice)),
    ] {
        let taints: Vec<String> = taints.into_iter().map(str::to_owned).collect();
        let plan = plan([NodePool { taints: taints.clone().into(), ..system() }, user()]);
        let beside = ["system-pool-recommended-capacity", "taint-syntax"];
        let found: Vec<_> = ids(&plan).into_iter().filter(|id| !beside.contains(id)).collect();
        assert_eq!(found, Vec::from_iter(expected), "{taints:?}");
    }
    let three = NodePool {
        taints: ["a:NoSchedule", "b=c:NoExecute", "d:NoSchedule"].map(str::to_owned).to_vec().into(),
        ..system()
    };
    let message = finding(&plan([three]), restricted).message;
    assert!(
        message.starts_with("sys1 is a System pool with the taint a:NoSchedule and 2 more."),
        "{message}"
    );
    // User pools may have any taint.
    let tainted = NodePool { taints: vec!["sku=gpu:NoSchedule".to_owned()].into(), ..user() };
    check(restricted, &plan([system(), tainted]), false);
}

#[test]
fn pools_that_take_applications() {
    let id = "apps-need-schedulable-pool";
    let dedicated = NodePool { taints: dedicated().into(), ..system() };
    let none = |pool: NodePool| plan([dedicated.clone(), pool]);
    for (pool, expected) in [
        (user(), false),
        (NodePool { taints: vec!["sku=gpu:NoSchedule".to_owned()].into(), ..user() }, true),
        (NodePool { taints: vec!["sku=gpu:NoExecute".to_owned()].into(), ..user() }, true),
        (NodePool { taints: vec!["sku=gpu:PreferNoSchedule".to_owned()].into(), ..user() }, false),
        (NodePool { priority: Some(Priority::Spot), ..user() }, true),
        (NodePool { os_type: Some(OsType::Windows), ..user() }, true),
        (NodePool { mode: Some(Mode::Gateway), ..user() }, true),
        (NodePool { count: Some(0), ..user() }, true),
        (NodePool { count: Some(1), ..user() }, false),
        (scaled(NodePool { count: Some(0), ..user() }, 0, 0), true),
        (scaled(NodePool { count: Some(0), ..user() }, 0, 1), false),
        (NodePool { name: "sys2".to_owned(), ..dedicated.clone() }, true),
        (NodePool { name: "sys2".to_owned(), ..system() }, false),
    ] {
        check(id, &none(pool), expected);
    }
    check(id, &plan([dedicated.clone()]), true);
    check(id, &plan([]), false);
    let mut existing = plan([dedicated]);
    existing.cluster.existing = true;
    check(id, &existing, false);
}
