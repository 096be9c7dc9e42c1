//! Edits, and taking them back.

use crate::any_plan::{any_plan, any_value};
use poolwright::codec::PRESETS;
use poolwright::plan::presets::{system_pool, user_pool};
use poolwright::plan::{
    CLUSTER_PROPERTIES, Edit, History, Kind, NodePool, POOL_PROPERTIES, Plan, Subnet, Value, unused_name,
};
use proptest::prelude::*;

fn plan() -> Plan {
    Plan {
        pools: vec![system_pool("system"), user_pool("apps", 1, 5), NodePool::default()],
        ..Plan::default()
    }
}

fn history(edits: impl IntoIterator<Item = Edit>) -> History {
    let mut history = History::new(plan());
    for edit in edits {
        assert!(history.apply(edit));
    }
    history
}

fn steps_back(history: &mut History) -> Vec<String> {
    std::iter::from_fn(|| history.undo()).collect()
}

#[test]
fn edits_say_what_they_do() {
    let map = Value::Map([("a".to_owned(), "1".to_owned()), ("b".to_owned(), String::new())].into());
    let list = Value::List(vec!["1".to_owned(), "2".to_owned()]);
    let subnets = Value::Subnets(vec![Subnet {
        name: "nodes".to_owned(),
        address_prefix: "10.0.0.0/16".to_owned(),
        ..Subnet::default()
    }]);
    for (edit, words) in [
        (Edit::pool_number(1, "count", 5), "Set count of apps to 5"),
        (Edit::pool_text(2, "vmSize", "Standard_D4ds_v5"), "Set vmSize of pool 3 to Standard_D4ds_v5"),
        (Edit::pool_clear(0, "vmSize"), "Reset vmSize of system to AKS’s default"),
        (Edit::Pool { pool: 9, key: "tags", value: Some(map) }, "Set tags of pool 10 to a=1, b="),
        (
            Edit::Pool { pool: 0, key: "availabilityZones", value: Some(list) },
            "Set availabilityZones of system to 1, 2",
        ),
        (
            Edit::Pool { pool: 1, key: "enableAutoScaling", value: Some(Value::Flag(false)) },
            "Set enableAutoScaling of apps to off",
        ),
        (
            Edit::Cluster { key: "subnets", value: Some(subnets) },
            "Set subnets of the cluster to nodes 10.0.0.0/16",
        ),
        (Edit::Cluster { key: "tier", value: None }, "Reset tier of the cluster to AKS’s default"),
        (Edit::Add { at: 0, pool: Box::new(system_pool("np")) }, "Add pool np"),
        (Edit::Add { at: 0, pool: Box::default() }, "Add a pool"),
        (Edit::Remove { pool: 1 }, "Remove pool apps"),
        (Edit::Remove { pool: 2 }, "Remove pool 3"),
        (Edit::Move { from: 1, to: 0 }, "Move pool apps"),
        (Edit::Replace { plan: Box::default(), from: "Open the link".to_owned() }, "Open the link"),
    ] {
        assert_eq!(edit.describe(&plan()), words);
    }
}

#[test]
fn an_edit_that_does_not_fit_changes_nothing() {
    for edit in [
        Edit::pool_number(3, "count", 5),
        Edit::pool_number(usize::MAX, "count", 5),
        Edit::pool_number(0, "Count", 5),
        Edit::pool_number(0, "upgradeSettings", 5),
        Edit::pool_text(0, "count", "5"),
        Edit::pool_text(0, "count", ""),
        Edit::pool_number(0, "vmSize", 5),
        Edit::pool_number(0, "mode", 5),
        Edit::Pool { pool: 0, key: "count", value: Some(Value::Flag(false)) },
        Edit::Pool { pool: 0, key: "nodeLabels", value: Some(Value::List(Vec::new())) },
        Edit::Cluster { key: "count", value: Some(Value::Whole(5)) },
        Edit::Cluster { key: "existing", value: Some(Value::Text("true".to_owned())) },
        Edit::Remove { pool: 3 },
        Edit::Move { from: 0, to: 3 },
        Edit::Move { from: 3, to: 0 },
    ] {
        let mut edited = plan();
        assert!(!edited.apply(&edit), "{edit:?}");
        assert_eq!(edited, plan(), "{edit:?}");
    }
}

#[test]
fn pools_are_added_moved_and_removed() {
    let names =
        |history: &History| history.plan().pools.iter().map(|pool| pool.name.clone()).collect::<Vec<_>>();
    let mut history = history([
        Edit::Add { at: 1, pool: Box::new(user_pool("batch", 0, 9)) },
        Edit::Add { at: 99, pool: Box::new(user_pool("last", 0, 9)) },
        Edit::Move { from: 0, to: 2 },
        Edit::Remove { pool: 3 },
    ]);
    assert_eq!(names(&history), ["batch", "apps", "system", "last"]);
    assert_eq!(
        steps_back(&mut history),
        ["Remove pool 4", "Move pool system", "Add pool last", "Add pool batch"]
    );
    assert_eq!(history.plan(), &plan());
}

#[test]
fn an_empty_text_clears_and_a_default_is_stated() {
    let mut edited = plan();
    let cleared = ["vmSize", "mode", "name"].map(|key| (key, Value::Text(String::new())));
    let stated = [
        ("osType", Value::Text("Linux".to_owned())),
        ("enableAutoScaling", Value::Flag(false)),
        ("nodeTaints", Value::List(Vec::new())),
        ("kubeletConfig", Value::Tree(Default::default())),
    ];
    for (key, value) in cleared.iter().chain(&stated) {
        assert!(edited.apply(&Edit::Pool { pool: 1, key, value: Some(value.clone()) }), "{key}");
    }
    let get =
        |key: &str| poolwright::plan::property::find(POOL_PROPERTIES, key).unwrap().get(&edited.pools[1]);
    assert!(cleared.iter().all(|(key, _)| get(key).is_none()));
    for (key, value) in stated {
        assert_eq!(get(key), Some(value), "{key}");
    }
    // An autoscaler that is off has no bounds.
    assert_eq!((edited.pools[1].min_count, edited.pools[1].max_count), (None, None));
}

#[test]
fn stating_a_default_is_a_step_that_undo_takes_back() {
    let off = Edit::Pool { pool: 1, key: "enableFIPS", value: Some(Value::Flag(false)) };
    let mut history = history([off.clone()]);
    assert_eq!(history.plan().pools[1].fips.stated(), Some(&false));
    assert_eq!(history.undo(), Some("Set enableFIPS of apps to off".to_owned()));
    assert_eq!(history.plan(), &plan());
    history.redo();
    assert_eq!(history.plan().pools[1].fips.stated(), Some(&false));
    // Stating the same value again isn't a change.
    assert!(!history.apply(off));
    assert!(history.apply(Edit::pool_clear(1, "enableFIPS")));
    assert_eq!(history.plan(), &plan());
}

#[test]
fn an_autoscaler_is_turned_on_and_off_with_its_bounds() {
    let bounds = |plan: &Plan| (*plan.pools[0].autoscaling, plan.pools[0].min_count, plan.pools[0].max_count);
    let turn =
        |on: bool| Edit::Pool { pool: 0, key: "enableAutoScaling", value: on.then_some(Value::Flag(true)) };
    let mut plan = Plan { pools: vec![system_pool("a")], ..Plan::default() };
    let begun = plan.clone();
    assert!(plan.apply(&turn(true)));
    assert_eq!(bounds(&plan), (true, Some(3), Some(5)));
    assert!(plan.apply(&Edit::pool_number(0, "maxCount", 9)) && plan.apply(&turn(true)));
    assert_eq!(bounds(&plan), (true, Some(3), Some(9)));
    assert!(plan.apply(&turn(false)));
    assert_eq!(plan, begun);
}

#[test]
fn typing_on_is_one_step() {
    let typed = ["S", "St", "Standard_D2s_v5"].map(|text| Edit::pool_text(1, "vmSize", text));
    let mut history = history(typed);
    assert_eq!(history.undo_label(), Some("Set vmSize of apps to Standard_D2s_v5"));
    assert_eq!(steps_back(&mut history).len(), 1);
    assert_eq!(history.plan(), &plan());
}

#[test]
fn a_renamed_pool_is_called_as_before_its_renaming() {
    let mut history = history(["w", "we", "web"].map(|text| Edit::pool_text(1, "name", text)));
    assert_eq!(steps_back(&mut history), ["Set name of apps to web"]);
}

#[test]
fn another_field_or_a_pause_begins_another_step() {
    let mut history = history([Edit::pool_number(1, "count", 2), Edit::pool_number(0, "count", 2)]);
    history.settle();
    assert!(history.apply(Edit::pool_number(0, "count", 21)));
    assert!(history.apply(Edit::pool_number(0, "maxPods", 30)));
    assert!(history.apply(Edit::Cluster { key: "name", value: Some(Value::Text("a".to_owned())) }));
    assert_eq!(
        steps_back(&mut history),
        [
            "Set name of the cluster to a",
            "Set maxPods of system to 30",
            "Set count of system to 21",
            "Set count of system to 2",
            "Set count of apps to 2",
        ]
    );
}

#[test]
fn what_changes_nothing_leaves_no_trace() {
    let mut history = History::new(plan());
    assert!(!history.apply(Edit::pool_text(0, "name", "system")));
    assert!(!history.apply(Edit::Replace { plan: Box::new(plan()), from: "itself".to_owned() }));
    assert!(!history.apply(Edit::Move { from: 1, to: 1 }));
    assert_eq!(history.undo_label(), None);
    assert_eq!(history.undo(), None);
    // Typed, and deleted again.
    assert!(history.apply(Edit::pool_number(0, "maxPods", 3)));
    assert!(history.apply(Edit::pool_clear(0, "maxPods")));
    assert_eq!(history.undo_label(), None);
    assert!(history.apply(Edit::pool_number(0, "maxPods", 30)));
    assert_eq!(steps_back(&mut history).len(), 1);
}

#[test]
fn undone_steps_are_done_again_until_something_else_is() {
    let mut history = history([Edit::pool_number(0, "count", 4), Edit::Remove { pool: 2 }]);
    let last = history.plan().clone();
    assert_eq!(history.redo(), None);
    assert_eq!(history.undo().as_deref(), Some("Remove pool 3"));
    assert_eq!(history.undo().as_deref(), Some("Set count of system to 4"));
    assert_eq!((history.undo_label(), history.redo_label()), (None, Some("Set count of system to 4")));
    assert_eq!(history.redo().as_deref(), Some("Set count of system to 4"));
    assert_eq!(history.redo().as_deref(), Some("Remove pool 3"));
    assert_eq!(history.plan(), &last);
    history.undo();
    // What was typed before is not gone on with after a journey through time.
    assert!(history.apply(Edit::pool_number(0, "count", 5)));
    assert_eq!(history.redo_label(), None);
    assert_eq!(steps_back(&mut history), ["Set count of system to 5", "Set count of system to 4"]);
}

#[test]
fn the_past_is_not_endless() {
    let mut history = History::new(plan());
    for count in 0..500 {
        history.apply(Edit::pool_number(0, "count", count));
        history.settle();
    }
    assert_eq!(steps_back(&mut history).len(), 200);
    assert_eq!(history.plan().pools[0].count, Some(299));
}

#[test]
fn unused_names_stay_within_their_limit() {
    let named = |names: &[&str]| Plan {
        pools: names.iter().map(|name| system_pool(name)).collect(),
        ..Plan::default()
    };
    for (names, wanted, limit, name) in [
        (&[][..], "apps", 12, "apps"),
        (&["apps"], "apps", 12, "apps2"),
        (&["apps", "apps2", "apps4"], "apps", 12, "apps3"),
        (&["apps2"], "apps2", 12, "apps3"),
        (&["systempool12"], "systempool12", 12, "systempool2"),
        (&["windows"], "windows", 6, "window"),
        (&["window"], "windows", 6, "windo2"),
        (&["np", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"], "np", 2, "10"),
        (&["a"], "apps", 1, "2"),
        (&["a", "2", "3", "4", "5", "6", "7", "8", "9"], "apps", 1, "a"),
        (&["apps"], "apps", 0, ""),
        (&["é"], "é", 12, "é2"),
    ] {
        assert_eq!(unused_name(&named(names), wanted, limit), name, "{names:?}");
    }
}

#[test]
fn a_system_pool_is_dedicated_where_applications_have_another() {
    let mut whole = PRESETS[0].plan();
    whole.pools.remove(0);
    assert!(whole.apply(&Edit::add_system_pool(&whole)));
    assert_eq!(*whole.pools[0].taints, ["CriticalAddonsOnly=true:NoSchedule"]);
    let mut empty = Plan::default();
    assert!(empty.apply(&Edit::add_system_pool(&empty)));
    assert_eq!((empty.pools[0].name.as_str(), empty.pools[0].taints.len()), ("systempool", 0));
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let cluster = (0..CLUSTER_PROPERTIES.len()).prop_flat_map(|place| {
        let property = &CLUSTER_PROPERTIES[place];
        prop::option::of(any_value(property.kind))
            .prop_map(|value| Edit::Cluster { key: property.key, value })
    });
    let pool = (0..4usize, 0..POOL_PROPERTIES.len()).prop_flat_map(|(pool, place)| {
        let property = &POOL_PROPERTIES[place];
        prop::option::of(any_value(property.kind)).prop_map(move |value| Edit::Pool {
            pool,
            key: property.key,
            value,
        })
    });
    let wrong =
        (0..4usize, 0..POOL_PROPERTIES.len(), any_value(Kind::Subnets)).prop_map(|(pool, place, value)| {
            Edit::Pool { pool, key: POOL_PROPERTIES[place].key, value: Some(value) }
        });
    prop_oneof![
        1 => cluster,
        4 => pool,
        1 => wrong,
        1 => (0..5usize).prop_map(|at| Edit::Add { at, pool: Box::new(system_pool("np")) }),
        1 => (0..5usize).prop_map(|pool| Edit::Remove { pool }),
        1 => (0..5usize, 0..5usize).prop_map(|(from, to)| Edit::Move { from, to }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn undo_leads_back_and_redo_leads_there(plan in any_plan(), edits in prop::collection::vec((any_edit(), any::<bool>()), 0..30)) {
        let mut history = History::new(plan.clone());
        for (edit, settles) in edits {
            let before = history.plan().clone();
            let changed = history.apply(edit);
            prop_assert_eq!(changed, *history.plan() != before);
            if settles {
                history.settle();
            }
        }
        let last = history.plan().clone();
        let undone = steps_back(&mut history);
        prop_assert_eq!(history.plan(), &plan);
        let mut redone: Vec<String> = std::iter::from_fn(|| history.redo()).collect();
        prop_assert_eq!(history.plan(), &last);
        redone.reverse();
        prop_assert_eq!(undone, redone);
    }
}
