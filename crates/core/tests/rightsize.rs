//! Right-sizing by the pods of a cluster: reading them, placing them, and the cheapest layouts.

use std::fmt::Write;

use poolwright::catalog::{Catalog, Prices};
use poolwright::codec::read_plan;
use poolwright::lint::Date;
use poolwright::plan::Plan;
use poolwright::rightsize::{
    CHOICES, Constraints, Demand, NodeSizes, Problem, Resources, cheapest, place, read_nodes, read_pods,
};

fn plan(pools: &str) -> Plan {
    let text = format!(
        r#"{{"version": 1, "cluster": {{"name": "shop", "resourceGroup": "rg", "location": "westeurope",
        "kubernetesVersion": "1.34"}}, "pools": [{pools}]}}"#
    );
    read_plan(&text).unwrap().plan
}

const SYSTEM: &str = r#"{"name": "system", "mode": "System", "vmSize": "Standard_D4ds_v5", "count": 3,
    "nodeTaints": ["CriticalAddonsOnly=true:NoSchedule"]}"#;
const APPS: &str = r#"{"name": "apps", "mode": "User", "vmSize": "Standard_D8ds_v5", "count": 3,
    "availabilityZones": ["1", "2", "3"]}"#;
const SPOT: &str = r#"{"name": "batch", "mode": "User", "vmSize": "Standard_D8ds_v5", "scaleSetPriority": "Spot",
    "enableAutoScaling": true, "minCount": 0, "maxCount": 20, "nodeLabels": {"team": "data"}}"#;

/// A pod as kubectl prints it, of a Deployment in the namespace `shop`.
fn pod(deployment: &str, spec: &str) -> String {
    format!(
        r#"{{"kind": "Pod", "metadata": {{"name": "{deployment}-6f5-x", "namespace": "shop",
        "labels": {{"app": "{deployment}", "pod-template-hash": "6f5"}},
        "ownerReferences": [{{"kind": "ReplicaSet", "name": "{deployment}-6f5", "controller": true}}]}},
        "spec": {spec}, "status": {{"phase": "Running"}}}}"#
    )
}

fn requests(cpu: &str, memory: &str, rest: &str) -> String {
    format!(
        r#"{{"containers": [{{"resources": {{"requests": {{"cpu": "{cpu}", "memory": "{memory}"}}}}}}]{rest}}}"#
    )
}

fn daemon(cpu: &str, rest: &str) -> String {
    format!(
        r#"{{"kind": "Pod", "metadata": {{"name": "ds-x", "namespace": "kube-system",
        "ownerReferences": [{{"kind": "DaemonSet", "name": "ds", "controller": true}}]}},
        "spec": {}, "status": {{"phase": "Running"}}}}"#,
        requests(cpu, "100Mi", rest)
    )
}

fn demand(pods: &[String]) -> Demand {
    read_pods(&format!(r#"{{"kind": "List", "items": [{}]}}"#, pods.join(","))).unwrap()
}

fn today() -> Date {
    Date::new(2026, 11, 28).unwrap()
}

fn prices() -> Prices {
    Prices::parse(include_str!("../../../public/prices/westeurope.txt")).unwrap()
}

#[test]
fn pods_are_grouped_by_workload() {
    let mut pods = vec![pod("web", &requests("250m", "256Mi", "")); 3];
    pods.push(pod("web", &requests("500m", "256Mi", "")));
    pods.push(pod("done", &requests("4", "1Gi", "")).replace("Running", "Succeeded"));
    pods.push(pod("strange", &requests("lots", "1Gi", "")));
    pods.push(daemon("100m", ""));
    let demand = demand(&pods);
    let groups: Vec<_> =
        demand.groups.iter().map(|one| (&*one.workload, one.replicas, one.request.cpu)).collect();
    assert_eq!(groups, [("Deployment/web", 3, 250), ("Deployment/web", 1, 500)]);
    assert_eq!(demand.daemons.iter().map(|one| &*one.workload).collect::<Vec<_>>(), ["DaemonSet/ds"]);
    assert_eq!((demand.pods(), demand.total().cpu), (4, 1_250));
    assert_eq!(demand.by_namespace(), [("shop", Resources { cpu: 1_250, memory: 1_000, pods: 4, gpus: 0 })]);
    assert_eq!(
        demand.notes,
        [
            "1 pod left out: succeeded or failed.",
            "1 pod left out: no containers, or requests that can\u{2019}t be read."
        ]
    );
}

#[test]
fn the_scheduler_counts_init_containers_sidecars_limits_and_overhead() {
    let of = |spec: &str| demand(&[pod("web", spec)]).groups[0].request;
    let init = |containers: &str| {
        format!(
            r#"{{"containers": [{{"resources": {{"requests": {{"cpu": "200m"}}}}}}], "initContainers": [{containers}]}}"#
        )
    };
    let one = |cpu: &str, rest: &str| format!(r#"{{"resources": {{"requests": {{"cpu": "{cpu}"}}}}{rest}}}"#);
    let sidecar = r#", "restartPolicy": "Always""#;
    assert_eq!(of(&init(&one("1", ""))).cpu, 1_000);
    assert_eq!(of(&init(&one("100m", ""))).cpu, 200);
    assert_eq!(of(&init(&one("100m", sidecar))).cpu, 300);
    // The second starts beside the sidecar before it.
    assert_eq!(of(&init(&format!("{}, {}", one("100m", sidecar), one("500m", "")))).cpu, 600);
    assert_eq!(
        of(r#"{"containers": [{"resources": {"limits": {"cpu": 2, "nvidia.com/gpu": "1"}}}]}"#).gpus,
        1
    );
    assert_eq!(
        of(r#"{"containers": [{"resources": {"limits": {"cpu": 2}}}], "overhead": {"cpu": "250m"}}"#).cpu,
        2_250
    );
    // What the pod as a whole requests counts in place of its containers' sum.
    let whole = r#"{"resources": {"requests": {"cpu": "3"}}, "containers": [{"resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}]}"#;
    assert_eq!((of(whole).cpu, of(whole).memory), (3_000, 1_000));
    assert_eq!(of(r#"{"containers": [{}]}"#), Resources { pods: 1, ..Resources::default() });
}

#[test]
fn what_kubectl_did_not_print_is_a_sentence() {
    let error = |text: &str| read_pods(text).unwrap_err().to_string();
    assert!(error("").starts_with("no pods found. Expected"));
    assert!(error(r#"{"kind": "List", "items": []}"#).starts_with("no pods found"));
    assert!(error(r#"{"kind": "ConfigMap"}"#).starts_with("no pods found"));
    assert!(
        error(r#"{"kind": "List", "items": [{"#).starts_with("the text ends too early at line 1, column 29.")
    );
    assert!(error(r#"{"kind": "List", "items": 3}"#).starts_with("invalid JSON: invalid type"));
    assert!(read_nodes("{}").unwrap_err().to_string().starts_with("no nodes found"));
    // Warnings before the JSON, and text after it, are as kubectl prints them.
    let text = format!("Warning: use of x\n{}\n", pod("web", &requests("1", "1Gi", "")));
    assert_eq!(read_pods(&text).unwrap().pods(), 1);
}

#[test]
fn pods_run_where_labels_and_taints_let_them() {
    let tolerates = r#", "tolerations": [{"key": "kubernetes.azure.com/scalesetpriority", "operator": "Equal",
        "value": "spot", "effect": "NoSchedule"}], "nodeSelector": {"team": "data"}"#;
    let gone = r#", "nodeSelector": {"disk": "fast"}"#;
    let zone = r#", "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["westeurope-2"]}]}]}}}"#;
    let critical = r#", "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}],
        "nodeSelector": {"kubernetes.azure.com/mode": "system"}"#;
    let pods = [
        pod("web", &requests("1", "1Gi", "")),
        pod("report", &requests("1", "1Gi", tolerates)),
        pod("lost", &requests("1", "1Gi", gone)),
        pod("zonal", &requests("1", "1Gi", zone)),
        pod("dns", &requests("100m", "70Mi", critical)),
        pod("huge", &requests("64", "1Gi", "")),
        daemon("100m", ""),
        daemon("200m", r#", "tolerations": [{"operator": "Exists"}]"#),
    ];
    let (plan, catalog, demand) = (plan(&[SYSTEM, APPS, SPOT].join(",")), Catalog::embedded(), demand(&pods));
    let sizes = NodeSizes::default();
    let placement =
        place(&Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: 0 });
    let pods: Vec<_> =
        placement.pools.iter().map(|pool| (&*pool.name, pool.pods, pool.overhead.cpu)).collect();
    // A DaemonSet without tolerations is on no tainted node.
    assert_eq!(pods, [("system", 1, 200), ("apps", 2, 300), ("batch", 1, 200)]);
    let why: Vec<_> = placement.unplaced.iter().map(|one| (&*one.workload, &*one.why)).collect();
    assert_eq!(
        why,
        [
            ("shop/Deployment/huge", "One pod requests more than a node of any pool that accepts it has."),
            (
                "shop/Deployment/lost",
                "No pool has the labels that it selects without a taint that it doesn\u{2019}t tolerate."
            )
        ]
    );
}

#[test]
fn headroom_and_nodes_as_they_are_change_what_is_free() {
    let (plan, catalog) = (plan(APPS), Catalog::embedded());
    let demand = demand(&[pod("web", &requests("1", "1Gi", ""))]);
    let free = |sizes: &NodeSizes, headroom| {
        let problem = Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes, headroom };
        place(&problem).pools[0].node.unwrap()
    };
    // 8 vCPUs, of which AKS reserves 180 m (node-resource-reservations, 2026-06-11).
    assert_eq!(free(&NodeSizes::default(), 0).cpu, 7_820);
    assert_eq!(free(&NodeSizes::default(), 10).cpu, 7_038);
    let nodes = r#"{"kind": "Node", "metadata": {"labels": {"node.kubernetes.io/instance-type": "Standard_D8ds_v5"}},
        "status": {"allocatable": {"cpu": "7800m", "memory": "28Gi"}}}"#;
    let sizes = read_nodes(nodes).unwrap();
    assert_eq!((free(&sizes, 0).cpu, free(&sizes, 0).memory), (7_800, 28_000));
}

#[test]
fn the_cheapest_choice_is_the_cheapest_of_all() {
    let mut pods = Vec::new();
    for (name, cpu, memory, number) in
        [("a", "1500m", "3Gi", 9), ("b", "250m", "2Gi", 30), ("c", "3", "1Gi", 5)]
    {
        pods.extend(vec![pod(name, &requests(cpu, memory, "")); number]);
    }
    pods.push(daemon("150m", r#", "tolerations": [{"operator": "Exists"}]"#));
    let (plan, catalog, demand) = (plan(&[SYSTEM, APPS].join(",")), Catalog::embedded(), demand(&pods));
    let (sizes, prices) = (NodeSizes::default(), prices());
    let problem = Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: 0 };
    let layout = cheapest(&problem, &prices, today(), Constraints::default());
    let [apps] = &layout.pools[..] else { panic!("{layout:?}") };
    assert_eq!((&*apps.name, apps.choices.len()), ("apps", CHOICES));
    assert!(apps.choices.is_sorted_by_key(|choice| choice.price));
    assert!(apps.choices[0].price < apps.today.unwrap());
    // All other sizes, each by itself: none that could be chosen is cheaper.
    let mut cheaper = String::new();
    for size in catalog.sizes() {
        let mut other = plan.clone();
        other.pools[1].vm_size = Some(size.name.clone());
        let problem = Problem { plan: &other, ..problem };
        let placement = place(&problem);
        let needed = placement.pools[1].needed.filter(|nodes| *nodes > 0 && placement.unplaced.is_empty());
        let price = prices.price(&size.name).and_then(|price| price.linux);
        let (Some(nodes), Some(price)) = (needed, price) else { continue };
        let total = price * nodes.max(3);
        let is_same_kind = catalog.size("Standard_D8ds_v5").unwrap().architecture == size.architecture
            && !size.is_burstable()
            && !size.has_gpus()
            && size.retirement().is_none();
        if total < apps.choices[0].price && is_same_kind {
            let report = poolwright::lint::check(&other, &catalog, today());
            let found = report
                .findings
                .iter()
                .filter(|one| one.pool == Some(1) && one.severity != poolwright::lint::Severity::Note);
            let rules: Vec<&str> = found.map(|one| one.rule.id).collect();
            if rules.is_empty() {
                let _ = writeln!(cheaper, "{} × {nodes}: {total}", size.name);
            }
        }
    }
    assert_eq!(cheaper, "", "{:?}", apps.choices);
    // The layout has it, and no new finding.
    assert_eq!(layout.plan.pools[1].vm_size.as_ref(), Some(&apps.choices[0].size));
    assert_eq!(layout.plan.pools[1].count, Some(apps.choices[0].nodes));
}

#[test]
fn a_lost_zone_leaves_enough_nodes() {
    let pods = vec![pod("web", &requests("1", "1Gi", "")); 70];
    let (plan, catalog, demand) = (plan(APPS), Catalog::embedded(), demand(&pods));
    let (sizes, prices) = (NodeSizes::default(), prices());
    let problem = Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: 0 };
    let of = |zone_loss| cheapest(&problem, &prices, today(), Constraints { zone_loss }).pools.remove(0);
    let (plain, safe) = (of(false), of(true));
    assert!(safe.choices[0].price > plain.choices[0].price);
    for choice in &safe.choices {
        // The zone with the most nodes is gone.
        let left = choice.nodes - (choice.nodes + 2) / 3;
        assert!(left >= choice.at_least, "{choice:?}");
    }
}

#[test]
fn pods_that_are_too_large_for_todays_nodes_get_larger_ones() {
    let pods = [pod("large", &requests("12", "20Gi", "")), pod("web", &requests("1", "1Gi", ""))];
    let (plan, catalog, demand) = (plan(&[SYSTEM, APPS].join(",")), Catalog::embedded(), demand(&pods));
    let (sizes, prices) = (NodeSizes::default(), prices());
    let problem = Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: 0 };
    assert_eq!(place(&problem).unplaced.len(), 1);
    let layout = cheapest(&problem, &prices, today(), Constraints::default());
    let size = catalog.size(&layout.pools[0].choices[0].size).unwrap();
    assert!(size.vcpus > 12, "{}", size.name);
    assert_eq!(layout.pools[0].today, None);
    assert!(place(&Problem { plan: &layout.plan, ..problem }).unplaced.is_empty());
}

#[test]
fn the_bounds_of_an_autoscaler_follow_the_choice() {
    let tolerates = r#", "tolerations": [{"operator": "Exists"}], "nodeSelector": {"team": "data"}"#;
    let pods = vec![pod("report", &requests("3", "4Gi", tolerates)); 50];
    let (plan, catalog, demand) = (plan(&[SYSTEM, SPOT].join(",")), Catalog::embedded(), demand(&pods));
    let (sizes, prices) = (NodeSizes::default(), prices());
    let problem = Problem { plan: &plan, catalog: &catalog, demand: &demand, sizes: &sizes, headroom: 0 };
    let layout = cheapest(&problem, &prices, today(), Constraints::default());
    let (batch, choice) = (&layout.plan.pools[1], &layout.pools[0].choices[0]);
    assert_eq!((batch.min_count, batch.max_count, batch.count), (Some(0), Some(choice.nodes), None));
}
