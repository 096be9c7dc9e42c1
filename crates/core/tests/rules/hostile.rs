//! Any plan is judged: strangers' links hold anything.

use std::collections::BTreeMap;

use poolwright::catalog::Catalog;
use poolwright::lint::{Report, Severity};
use poolwright::plan::{
    Decimal, EvictionPolicy, Keyword, Mode, NetworkPlugin, NetworkPluginMode, NodePool, OsSku, OsType, Plan,
    Priority, Purpose,
};
use proptest::prelude::*;

use super::fixes::{check_fix_all, check_safe_fixes, marked};
use super::support::{catalog, judge, plan, system, user};

fn word<W: Keyword + Clone + std::fmt::Debug + 'static>() -> BoxedStrategy<Option<W>> {
    let known = prop::sample::select(W::KNOWN);
    let text = prop_oneof![8 => known.clone().prop_map(str::to_owned), 1 => known.prop_map(str::to_lowercase), 1 => ".{0,4}"];
    prop::option::weighted(0.7, text.prop_map(|text| W::from_text(&text))).boxed()
}

fn number() -> BoxedStrategy<Option<i64>> {
    let small = prop_oneof![6 => 0..8_i64, 2 => -2..40_i64, 1 => 995..1_005_i64, 1 => 1_990..2_010_i64];
    let huge = prop::sample::select(vec![i64::MIN, i64::MIN + 1, i64::MAX - 1, i64::MAX]);
    prop::option::weighted(0.8, prop_oneof![9 => small, 1 => huge]).boxed()
}

fn name() -> BoxedStrategy<String> {
    let valid = prop::sample::select(vec!["a", "b", "sys1", "systempool", "apps", "winpool", "abcdefghijkl"]);
    let hostile = prop::sample::select(vec![
        "",
        "A",
        "1a",
        "a b",
        "my_pool",
        "abcdefghijklm",
        "$(rm -rf /)",
        "'\"`",
        "a\n# x",
        "größe",
        "\u{202e}a",
        "\0",
        "ＡＢ",
    ]);
    prop_oneof![5 => valid.prop_map(str::to_owned), 2 => hostile.prop_map(str::to_owned), 1 => ".{0,80}"]
        .boxed()
}

fn taint() -> BoxedStrategy<String> {
    let known = prop::sample::select(vec![
        "CriticalAddonsOnly=true:NoSchedule",
        "CriticalAddonsOnly=true:PreferNoSchedule",
        "sku=gpu:NoSchedule",
        "sku=gpu:PreferNoSchedule",
        "a:NoExecute",
        ":NoSchedule",
        "NoSchedule",
        "",
    ]);
    prop_oneof![6 => known.prop_map(str::to_owned), 1 => ".{0,20}"].boxed()
}

fn vm_size() -> BoxedStrategy<Option<String>> {
    let sizes: Vec<String> = catalog().sizes().iter().map(|size| size.name.clone()).collect();
    let usual =
        prop::sample::select(vec!["Standard_D4ds_v5", "Standard_DS2_v2", "Standard_B2ms", "Standard_DS1_v2"]);
    let text =
        prop_oneof![3 => usual.prop_map(str::to_owned), 2 => prop::sample::select(sizes), 1 => ".{0,20}"];
    prop::option::weighted(0.8, text).boxed()
}

fn price() -> BoxedStrategy<Option<Decimal>> {
    let usual = prop::sample::select(vec!["-1", "0", "0.5", "0.123456", "-3", "1e-9", "1e300"]);
    let text = prop_oneof![usual.prop_map(str::to_owned), "-?[0-9]{1,3}\\.[0-9]{0,80}"];
    prop::option::weighted(0.3, text).prop_map(|text| Decimal::parse(&text?)).boxed()
}

fn pool() -> impl Strategy<Value = NodePool> {
    let scale = (number(), any::<bool>(), number(), number(), number());
    let kind =
        (word::<Mode>(), word::<OsType>(), word::<OsSku>(), word::<Priority>(), word::<EvictionPolicy>());
    let rest = (vm_size(), prop::collection::vec(taint(), 0..3), price());
    (name(), scale, kind, rest).prop_map(|(name, scale, kind, rest)| {
        let (count, autoscaling, min_count, max_count, max_pods) = scale;
        let (mode, os_type, os_sku, priority, eviction_policy) = kind;
        let (vm_size, taints, spot_max_price) = rest;
        let pool = NodePool {
            name,
            mode,
            count,
            autoscaling: autoscaling.into(),
            min_count,
            max_count,
            max_pods,
            ..NodePool::default()
        };
        NodePool {
            os_type,
            os_sku,
            priority,
            eviction_policy,
            vm_size,
            taints: taints.into(),
            spot_max_price,
            ..pool
        }
    })
}

/// A pool with few mistakes, so that rules that look at several pools have something to say.
fn tidy_pool() -> impl Strategy<Value = NodePool> {
    let mode = prop::sample::select(vec!["System", "User", "Gateway", "system", "user"]);
    let number = prop::sample::select(vec![0, 1, 2, 3, 5, 1_001]);
    let flags = prop::collection::vec(prop::bool::weighted(0.15), 4);
    (name(), mode, number, flags, vm_size(), prop::option::of(8..32_i64)).prop_map(
        |(name, mode, count, flags, vm_size, max_pods)| {
            let os_type = flags[0].then_some(OsType::Windows);
            let priority = flags[1].then_some(Priority::Spot);
            let taints =
                if flags[2] { vec!["CriticalAddonsOnly=true:NoSchedule".to_owned()] } else { Vec::new() };
            let (autoscaling, min_count, max_count) =
                (flags[3], flags[3].then_some(2), flags[3].then_some(4));
            let pool = NodePool {
                name,
                mode: Some(Mode::from_text(mode)),
                count: Some(count),
                ..NodePool::default()
            };
            NodePool {
                os_type,
                priority,
                taints: taints.into(),
                vm_size,
                max_pods,
                autoscaling: autoscaling.into(),
                min_count,
                max_count,
                ..pool
            }
        },
    )
}

pub(crate) fn any_plan() -> impl Strategy<Value = Plan> {
    let pools = prop_oneof![
        prop::collection::vec(pool(), 0..6).boxed(),
        prop::collection::vec(tidy_pool(), 0..6).boxed(),
    ];
    let cluster =
        (prop::bool::weighted(0.2), word::<Purpose>(), word::<NetworkPlugin>(), word::<NetworkPluginMode>());
    (pools, cluster).prop_map(|(pools, (existing, purpose, plugin, plugin_mode))| {
        let mut plan = plan(pools);
        plan.cluster.existing = existing;
        plan.cluster.purpose = purpose;
        plan.cluster.network_plugin = plugin;
        plan.cluster.network_plugin_mode = plugin_mode;
        plan
    })
}

/// A report as text, to compare two.
fn messages(report: &Report) -> String {
    let lines = report.findings.iter().map(|one| {
        format!("{} {:?} {:?} {} {:?}\n", one.rule.id, one.pool, one.field, one.message, one.fixes)
    });
    lines.collect()
}

proptest! {
    #[test]
    fn any_plan_is_judged_in_order_and_always_the_same(plan in any_plan()) {
        let report = judge(&plan);
        prop_assert_eq!(messages(&report), messages(&judge(&plan)));
        let keys: Vec<_> = report.findings.iter().map(|one| (one.severity, one.pool)).collect();
        prop_assert!(keys.is_sorted());
        let mut seen = BTreeMap::new();
        for finding in &report.findings {
            prop_assert!(finding.pool.is_none_or(|pool| pool < plan.pools.len()));
            let times = seen.entry((finding.rule.id, finding.pool, finding.field, &finding.message)).or_insert(0);
            *times += 1;
            prop_assert_eq!(*times, 1, "{} says the same twice", finding.rule.id);
            prop_assert!(!finding.message.contains(['\n', '\0', '\u{202e}']), "{:?}", finding.message);
            prop_assert!(finding.message.chars().count() < 600, "{}", finding.message);
        }
    }

    #[test]
    fn the_same_pools_twice_are_as_many_findings_of_each_pool(pool in pool()) {
        // Rules about one pool do not look at its neighbors.
        let alone = judge(&plan([pool.clone()]));
        let beside = judge(&plan([pool, NodePool { name: "beside".to_owned(), ..system() }, user()]));
        let of_pool = |report: &Report| {
            let mine = report.of(Severity::Refused).filter(|one| one.pool == Some(0) && one.rule.id != "spot-pool-not-default");
            mine.map(|one| one.message.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(of_pool(&alone), of_pool(&beside));
    }

    #[test]
    fn safe_fixes_of_any_plan_are_safe(plan in any_plan()) {
        check_safe_fixes(&marked(&plan));
    }

    #[test]
    fn fixing_all_ends_for_any_plan(plan in any_plan()) {
        check_fix_all(&marked(&plan));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_plan_can_be_checked(plan in crate::any_plan::any_plan()) {
        let report = judge(&plan);
        let mut seen = BTreeMap::new();
        for finding in &report.findings {
            prop_assert!(finding.severity >= finding.rule.severity, "{} is milder than it finds", finding.rule.id);
            prop_assert!(!finding.message.contains(['\n', '\0', '\u{202e}']), "{:?}", finding.message);
            prop_assert!(finding.message.chars().count() < 900, "{}", finding.message);
            *seen.entry((finding.rule.id, finding.pool, finding.field, &finding.message)).or_insert(0) += 1;
        }
        prop_assert!(seen.values().all(|times| *times == 1), "{seen:?}");
        check_safe_fixes(&plan);
    }
}

#[test]
fn a_hundred_pools_of_one_name_are_checked_and_fixed() {
    let pools = |name: &str| {
        let pool = NodePool { name: name.to_owned(), ..user() };
        plan([system()].into_iter().chain(std::iter::repeat_n(pool, 100)))
    };
    let same = pools("pool");
    let report = judge(&same);
    assert_eq!(report.findings.iter().filter(|one| one.rule.id == "pool-name-unique").count(), 99);
    let wrong = pools("");
    assert_eq!(judge(&wrong).count(Severity::Refused), 101, "a hundred names, and too many pools");
    let few = Plan { pools: same.pools[..20].to_vec(), ..Plan::default() };
    check_fix_all(&marked(&few));
}

#[test]
fn an_empty_plan_is_judged() {
    let report = poolwright::lint::check(
        &Plan::default(),
        &Catalog::embedded(),
        poolwright::lint::Date::new(2026, 1, 1).unwrap(),
    );
    assert_eq!(report.verdict(), "1 refused. 3 values could not be checked.");
    assert!(!report.passes());
}
