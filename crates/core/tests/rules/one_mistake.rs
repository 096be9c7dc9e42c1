//! One mistake is one finding, and hides no other: a rule is silent only where what it needs to know is missing.

use poolwright::plan::{Mode, NodePool, OsType, Plan, Priority, Purpose};

use super::support::{finding, ids, ids_above_note, plan, raises, scaled, system, user};

const NOTHING: [&str; 0] = [];

fn dedicated() -> NodePool {
    NodePool { taints: vec!["CriticalAddonsOnly=true:NoSchedule".to_owned()].into(), ..system() }
}

fn named(name: &str, pool: NodePool) -> NodePool {
    NodePool { name: name.to_owned(), ..pool }
}

#[allow(clippy::unnecessary_wraps)] // The field is an option.
fn mode(text: &str) -> Option<Mode> {
    Some(Mode::Other(text.to_owned()))
}

#[track_caller]
fn only(pools: impl IntoIterator<Item = NodePool>, id: &str) {
    assert_eq!(ids(&plan(pools)), [id]);
}

#[test]
fn of_a_system_pool_that_cannot_be_one() {
    let windows = NodePool { os_type: Some(OsType::Windows), ..system() };
    let spot = NodePool { priority: Some(Priority::Spot), ..system() };
    only([windows.clone()], "system-pool-linux-only");
    only([spot.clone()], "spot-pool-user-mode-only");
    // Whatever else is wrong with it as a System pool is said too: one node, room for few pods, a burstable size, a taint.
    let worse = |pool: NodePool| NodePool {
        count: Some(1),
        max_pods: Some(12),
        vm_size: Some("Standard_B2s".to_owned()),
        taints: vec!["sku=gpu:NoSchedule".to_owned()].into(),
        ..pool
    };
    for (pool, id) in [(windows, "system-pool-linux-only"), (spot, "spot-pool-user-mode-only")] {
        let found = ids(&plan([worse(pool)]));
        for id in [
            id,
            "system-pool-min-nodes",
            "system-pool-sku-min",
            "system-pool-no-b-series",
            "system-pool-min-30-pods",
            "system-pool-taints-restricted",
        ] {
            assert!(found.contains(&id), "{id}: {found:?}");
        }
    }
}

#[test]
fn of_a_number_of_nodes() {
    only([NodePool { count: Some(0), max_pods: Some(10), ..system() }], "system-pool-min-nodes-api");
    only([NodePool { count: Some(1), ..system() }], "system-pool-min-nodes");
    only([NodePool { count: Some(-3), max_pods: Some(10), ..system() }], "pool-count-not-negative");
    only([NodePool { count: Some(1_001), vm_size: None, ..system() }], "pool-max-nodes");
    // A number outside of the autoscaler's bounds is not judged any further.
    only([scaled(NodePool { count: Some(0), ..system() }, 2, 5)], "autoscale-count-in-range");
    only([scaled(NodePool { count: Some(1), ..system() }, 2, 5)], "autoscale-count-in-range");
    only(
        [scaled(NodePool { count: Some(2), max_pods: Some(10), ..system() }, 3, 5)],
        "autoscale-count-in-range",
    );
    // Nothing checks the number of a pool that exists.
    let exists = NodePool { provisioning_state: Some("Succeeded".to_owned()), ..system() };
    let outside = plan([scaled(NodePool { count: Some(3), ..exists }, 4, 8)]);
    assert!(raises(&outside, "autoscale-count-in-range"));
    assert_eq!(ids_above_note(&outside), NOTHING);
    // Bounds in the wrong order settle no number.
    only([scaled(NodePool { count: None, max_pods: Some(10), ..system() }, 9, 1)], "autoscale-min-le-max");
    only(
        [scaled(NodePool { count: None, max_pods: Some(10), ..system() }, None, 1)],
        "autoscale-requires-min-max",
    );
}

#[test]
fn of_a_vm_size() {
    let of = |size: &str| NodePool { vm_size: Some(size.to_owned()), ..system() };
    only([of("Standard_DS2_v2")], "system-pool-sku-min");
    only([of("Standard_A1_v2")], "system-pool-sku-min-api");
    only([of("Standard_B4ms")], "system-pool-no-b-series");
    // Two mistakes: too small, and burstable.
    assert_eq!(ids(&plan([of("Standard_B1ms")])), ["system-pool-sku-min-api", "system-pool-no-b-series"]);
    assert_eq!(ids(&plan([of("Standard_B2s")])), ["system-pool-no-b-series", "system-pool-sku-min"]);
    only([of("Standard_Nowhere_v1")], "vm-size-known");
}

#[test]
fn of_a_mode_that_cannot_be_read() {
    let of = |mode: Option<Mode>| NodePool {
        mode,
        count: Some(0),
        max_pods: Some(10),
        vm_size: Some("Standard_DS1_v2".to_owned()),
        os_type: Some(OsType::Windows),
        priority: Some(Priority::Spot),
        taints: vec!["sku=gpu:NoSchedule".to_owned()].into(),
        ..system()
    };
    for mode in [None, mode("system"), mode("Machines"), mode("")] {
        only([of(mode.clone())], "pool-mode-explicit");
        // Room for 30 pods is needed in every mode.
        let small = NodePool { count: Some(1), ..of(mode.clone()) };
        assert_eq!(ids(&plan([small])), ["pool-max-pods-total-30", "pool-mode-explicit"]);
        // Nor is it known then what the cluster has.
        only([named("apps", of(mode.clone())), user()], "pool-mode-explicit");
        only([dedicated(), named("apps", of(mode.clone()))], "pool-mode-explicit");
        let two = NodePool { count: Some(2), ..dedicated() };
        only([two, named("apps", of(mode))], "pool-mode-explicit");
    }
    let gateway = NodePool { mode: Some(Mode::Gateway), ..named("egress", user()) };
    assert_eq!(ids_above_note(&plan([system(), gateway])), NOTHING);
}

#[test]
fn of_a_cluster_without_a_system_pool() {
    only([user()], "cluster-needs-system-pool");
    only([NodePool { priority: Some(Priority::Spot), ..user() }], "cluster-needs-system-pool");
    only(
        [NodePool { taints: vec!["sku=gpu:NoSchedule".to_owned()].into(), ..user() }],
        "cluster-needs-system-pool",
    );
    only([NodePool { mode: Some(Mode::Gateway), ..user() }], "cluster-needs-system-pool");
    only([], "cluster-needs-system-pool");
}

#[test]
fn of_a_name() {
    let windows = |name: &str| NodePool { os_type: Some(OsType::Windows), ..named(name, user()) };
    let beside = |pools: Vec<NodePool>| {
        let apps = named("apps", user());
        ids_above_note(&plan([vec![dedicated(), apps], pools].concat()))
    };
    assert_eq!(beside(vec![windows("winpool")]), ["pool-name-windows-length"]);
    assert_eq!(beside(vec![windows("Winpool")]), ["pool-name-syntax"]);
    assert_eq!(beside(vec![windows("averylongname")]), ["pool-name-syntax"]);
    assert_eq!(
        beside(vec![windows("winpool"), windows("winpool")]),
        ["pool-name-windows-length", "pool-name-unique", "pool-name-windows-length"]
    );
    assert_eq!(beside(vec![named("", user()), named("", user())]), ["pool-name-syntax", "pool-name-syntax"]);
    assert_eq!(
        beside(vec![named("A", user()), named("A", user())]),
        ["pool-name-syntax", "pool-name-syntax"]
    );
    assert_eq!(beside(vec![named("apps", user())]), ["pool-name-unique"]);
    // Of three, the second and the third are one too many.
    assert_eq!(beside(vec![named("apps", user()), named("apps", user())]), ["pool-name-unique"; 2]);
    let found = finding(&plan([dedicated(), named("b", user()), named("b", user())]), "pool-name-unique");
    assert_eq!(found.pool, Some(2));
    assert!(found.message.starts_with("b is the name of pool 2 and of pool 3."), "{}", found.message);
}

#[test]
fn of_the_first_pool() {
    let spot = |mode| NodePool { mode: Some(mode), priority: Some(Priority::Spot), ..named("batch", user()) };
    let system = dedicated();
    let apps = named("apps", user());
    let above = |pools: [NodePool; 3]| ids_above_note(&plan(pools));
    assert_eq!(above([spot(Mode::User), system.clone(), apps.clone()]), ["spot-pool-not-default"]);
    assert_eq!(above([spot(Mode::System), system.clone(), apps.clone()]), ["spot-pool-user-mode-only"]);
    assert_eq!(above([spot(Mode::Gateway), system.clone(), apps.clone()]), ["spot-pool-user-mode-only"]);
    assert_eq!(above([system.clone(), spot(Mode::User), apps.clone()]), NOTHING);
    assert_eq!(above([apps, system, spot(Mode::User)]), NOTHING);
}

#[test]
fn of_pools_for_an_existing_cluster() {
    let existing = |pools: Vec<NodePool>| {
        let mut plan = plan(pools);
        plan.cluster.existing = true;
        ids(&plan)
    };
    let spot = NodePool { priority: Some(Priority::Spot), ..user() };
    // What the whole cluster has is not known.
    assert_eq!(existing(vec![]), NOTHING);
    assert_eq!(existing(vec![user()]), NOTHING);
    assert_eq!(existing(vec![dedicated()]), NOTHING);
    assert_eq!(existing(vec![NodePool { count: Some(2), ..dedicated() }]), NOTHING);
    assert_eq!(existing(vec![spot, dedicated()]), NOTHING);
    // The pools themselves are judged.
    assert_eq!(existing(vec![NodePool { count: Some(1), ..dedicated() }]), ["system-pool-min-nodes"]);
    assert_eq!(existing(vec![NodePool { max_pods: Some(10), ..user() }]), ["pool-max-pods-total-30"]);
    assert_eq!(existing(vec![system(), user()]), ["system-pool-dedicated-taint"]);
}

#[test]
fn of_two_system_pools_or_a_devtest_plan() {
    let two = NodePool { count: Some(2), ..dedicated() };
    let apps = named("apps", user());
    let second = named("sys2", NodePool { count: Some(2), ..dedicated() });
    assert_eq!(ids_above_note(&plan([two.clone(), apps.clone()])), ["system-pool-prod-nodes"]);
    assert_eq!(ids_above_note(&plan([two.clone(), second, apps.clone()])), NOTHING);
    let purpose = |purpose: Option<Purpose>| {
        let mut plan = plan([two.clone(), apps.clone()]);
        plan.cluster.purpose = purpose;
        ids(&plan)
    };
    assert_eq!(purpose(Some(Purpose::DevTest)), NOTHING);
    for production in [None, Some(Purpose::Production), Some(Purpose::Other("Test".to_owned()))] {
        let found: Vec<_> = purpose(production).into_iter().filter(|id| *id != "value-known").collect();
        assert_eq!(found, ["system-pool-prod-nodes", "system-pool-recommended-capacity"]);
    }
}

#[test]
fn of_system_pools_that_applications_share() {
    let id = "system-pool-dedicated-taint";
    let second = named("sys2", system());
    let alone: Plan = plan([system(), second.clone()]);
    assert!(!raises(&alone, id));
    // Each of them is advised.
    let both = plan([system(), second, user()]);
    assert_eq!(ids_above_note(&both), [id, id]);
    // A Gateway pool runs no applications.
    let gateway = NodePool { mode: Some(Mode::Gateway), ..user() };
    assert!(!raises(&plan([system(), gateway]), id));
}
