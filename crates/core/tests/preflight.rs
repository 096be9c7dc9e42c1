//! What the answers to the preflight questions mean, in the forms in which az and kubectl print them.

use std::sync::LazyLock;

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint::Date;
use poolwright::migrate::preflight::{Answer, Migration, Outcome, QUESTIONS, questions, read};
use poolwright::migrate::{PlannerOptions, Runbook, runbook};
use poolwright::plan::Plan;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

fn layout(version: &str, network: &str, pools: &str) -> Plan {
    let text = format!(
        r#"{{"version": 1, "cluster": {{"name": "shop", "resourceGroup": "rg", "location": "eastus", "purpose": "DevTest", "tier": "Standard", "kubernetesVersion": "{version}"{network}}}, "pools": [{{"name": "sys", "mode": "System", "count": 2, "vmSize": "Standard_D4ds_v5", "osType": "Linux", "scaleSetPriority": "Regular"}}, {pools}]}}"#
    );
    codec::read(&text).unwrap().plan
}

const FLAT: &str = r#", "networkProfile": {"networkPlugin": "azure"}"#;

fn apps(count: i64, max_pods: i64) -> String {
    format!(
        r#"{{"name": "apps", "mode": "User", "count": {count}, "vmSize": "Standard_D4ds_v5", "osType": "Linux", "scaleSetPriority": "Regular", "maxPods": {max_pods}, "vnetSubnetID": "/subscriptions/s/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes"}}"#
    )
}

/// A migration that replaces the pool apps, of 3 nodes, and upgrades the cluster.
struct Case {
    current: Plan,
    target: Plan,
    options: PlannerOptions,
    runbook: Runbook,
}

impl Case {
    fn new(from: &str, to: &str) -> Self {
        let (current, target) = (layout(from, FLAT, &apps(3, 30)), layout(to, FLAT, &apps(3, 50)));
        let options = PlannerOptions::default();
        let today = Date::new(2026, 11, 25).unwrap();
        let runbook = runbook(&current, &target, &CATALOG, today, &options).unwrap();
        Self { current, target, options, runbook }
    }

    fn read(&self, text: &str) -> Result<Vec<Answer>, String> {
        let migration = Migration {
            current: &self.current,
            target: &self.target,
            catalog: &CATALOG,
            today: Date::new(2026, 11, 25).unwrap(),
            options: &self.options,
            runbook: &self.runbook,
        };
        read(text, migration)
    }

    /// The one answer to a text: its code, how bad it is, and a part of it.
    fn assert_one(&self, text: &str, code: &str, outcome: Outcome, part: &str) {
        let answers = self.read(text).unwrap();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert_eq!((answers[0].code, answers[0].outcome), (code, outcome), "{answers:?}");
        assert!(answers[0].text.contains(part), "{answers:?}");
    }
}

#[test]
fn each_question_has_a_command_whose_answer_is_read() {
    let case = Case::new("1.33", "1.34");
    let codes: Vec<&str> = questions(&case.runbook).iter().map(|question| question.code).collect();
    assert_eq!(codes, QUESTIONS.iter().map(|question| question.code).collect::<Vec<_>>());
    for question in QUESTIONS {
        assert!(question.command.ends_with("-o json"), "{}", question.command);
        assert!(question.question.ends_with('?') && question.meaning.ends_with('.'), "{}", question.code);
    }
    let nothing = Case::new("1.34", "1.34");
    assert!(questions(&nothing.runbook).iter().all(|question| question.code != "upgrades"));
}

#[test]
fn roles_count_where_they_cover_the_cluster() {
    let case = Case::new("1.33", "1.34");
    let role = |name: &str, scope: &str| {
        format!(r#"[{{"roleDefinitionName": "{name}", "scope": "{scope}", "principalName": "me"}}]"#)
    };
    let cluster =
        "/subscriptions/s/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters/shop";
    for scope in ["/", "/subscriptions/s", "/subscriptions/s/resourceGroups/rg", cluster] {
        case.assert_one(&role("Contributor", scope), "permissions", Outcome::Fine, "Contributor");
    }
    for scope in [
        "/subscriptions/s/resourceGroups/other",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/other",
    ] {
        let answers = case.read(&role("Contributor", scope)).unwrap();
        assert_eq!(answers[0].outcome, Outcome::Blocking, "{scope}");
    }
    let answers = case.read(&role("Azure Kubernetes Service Contributor Role", cluster)).unwrap();
    let outcomes: Vec<Outcome> = answers.iter().map(|answer| answer.outcome).collect();
    assert_eq!(outcomes, [Outcome::Fine, Outcome::Caution, Outcome::Caution], "{answers:?}");
    assert!(answers[2].text.contains("subnets/join/action"), "{answers:?}");
    let answers = case.read(&role("Our operators", cluster)).unwrap();
    assert!(
        answers[0].outcome == Outcome::Caution && answers[0].text.contains("Our operators"),
        "{answers:?}"
    );
}

#[test]
fn the_quota_covers_the_steps_or_not() {
    let case = Case::new("1.33", "1.34");
    let usage = |limit: i64| {
        format!(
            r#"[{{"currentValue": 20, "limit": {limit}, "localName": "Total Regional vCPUs", "name": {{"localizedValue": "Total Regional vCPUs", "value": "cores"}}, "unit": "Count"}}]"#
        )
    };
    case.assert_one(&usage(100), "quota", Outcome::Fine, "covers every step");
    let short = case.read(&usage(22)).unwrap();
    assert!(
        short.iter().all(|answer| answer.code == "quota" && answer.outcome == Outcome::Blocking),
        "{short:?}"
    );
    assert!(short[0].text.contains("of the quota of 22 vCPUs 2 are left"), "{short:?}");
}

#[test]
fn subnets_have_addresses_for_the_peak_or_not() {
    let case = Case::new("1.34", "1.34");
    // Three nodes more, each with 50 pods: 153 addresses.
    let subnet = |range: &str, used: usize| {
        let used = vec![r#"{"id": "x"}"#; used].join(", ");
        format!(
            r#"{{"name": "nodes", "id": "/subscriptions/s/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes", {range}, "ipConfigurations": [{used}]}}"#
        )
    };
    let whole = |text: &str| format!("[{text}]");
    case.assert_one(
        &subnet(r#""addressPrefix": "10.1.0.0/24""#, 93),
        "addresses",
        Outcome::Fine,
        "158 addresses left",
    );
    case.assert_one(
        &whole(&subnet(r#""addressPrefix": null, "addressPrefixes": ["fd00::/64", "10.1.0.0/24"]"#, 99)),
        "addresses",
        Outcome::Blocking,
        "152 addresses left, and the steps take 153 more",
    );
    let usages = r#"[{"currentValue": 100, "limit": 251, "id": "/subscriptions/s/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes", "name": {"value": "SubnetSpace"}, "unit": "Count"}]"#;
    case.assert_one(usages, "addresses", Outcome::Blocking, "151 addresses left");
    case.assert_one(
        r#"{"name": "other", "addressPrefix": "10.9.0.0/29"}"#,
        "addresses",
        Outcome::Fine,
        "No step takes addresses",
    );
}

#[test]
fn versions_are_offered_to_the_cluster_and_in_the_region_or_not() {
    let case = Case::new("1.33", "1.34");
    let upgrades = |now: &str, next: &str| {
        format!(
            r#"{{"agentPoolProfiles": null, "controlPlaneProfile": {{"kubernetesVersion": "{now}", "name": null, "osType": "Linux", "upgrades": {next}}}, "name": "default"}}"#
        )
    };
    let next = r#"[{"isPreview": null, "kubernetesVersion": "1.34.1"}]"#;
    case.assert_one(&upgrades("1.33.4", next), "upgrades", Outcome::Fine, "1.34.1");
    let preview = r#"[{"isPreview": true, "kubernetesVersion": "1.34.1"}]"#;
    case.assert_one(&upgrades("1.33.4", preview), "upgrades", Outcome::Caution, "preview");
    case.assert_one(&upgrades("1.33.4", "null"), "upgrades", Outcome::Blocking, "isn't offered");
    let answers = case.read(&upgrades("1.32.4", next)).unwrap();
    assert!(answers[0].text.contains("the current layout says 1.33"), "{answers:?}");

    let region = |version: &str, plans: &str, preview: &str| {
        format!(
            r#"{{"values": [{{"version": "{version}", "capabilities": {{"supportPlan": [{plans}]}}, "isPreview": {preview}, "isDefault": null, "patchVersions": {{"{version}.2": {{"upgrades": []}}}}}}]}}"#
        )
    };
    let both = r#""KubernetesOfficial", "AKSLongTermSupport""#;
    case.assert_one(&region("1.34", both, "null"), "versions", Outcome::Fine, "is offered");
    case.assert_one(&region("1.35", both, "null"), "versions", Outcome::Blocking, "isn't offered");
    case.assert_one(&region("1.34", both, "true"), "versions", Outcome::Caution, "preview");
    case.assert_one(
        &region("1.34", r#""AKSLongTermSupport""#, "null"),
        "versions",
        Outcome::Blocking,
        "long-term",
    );
    let old = r#"{"orchestrators": [{"orchestratorType": "Kubernetes", "orchestratorVersion": "1.34.1", "upgrades": []}]}"#;
    case.assert_one(old, "versions", Outcome::Fine, "is offered");
}

#[test]
fn maintenance_windows_are_told_in_words() {
    let case = Case::new("1.33", "1.34");
    let text = r#"[{"id": "x", "name": "aksManagedNodeOSUpgradeSchedule", "maintenanceWindow": {"durationHours": 4, "notAllowedDates": [{"start": "2026-11-20", "end": "2026-12-02"}], "schedule": {"absoluteMonthly": null, "daily": null, "relativeMonthly": null, "weekly": {"dayOfWeek": "Friday", "intervalWeeks": 2}}, "startDate": "2026-01-01", "startTime": "22:00", "utcOffset": "+01:00"}, "notAllowedTime": null, "timeInWeek": null, "type": null}]"#;
    let answers = case.read(text).unwrap();
    let texts: Vec<&str> = answers.iter().map(|answer| answer.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "AKS upgrades node images every 2 weeks on Friday from 22:00 (UTC +01:00) for 4 hours. Run the steps outside of it.",
            "No planned maintenance is allowed from 2026-11-20 to 2026-12-02, which is now. It doesn't stop operations of your own; ask who set it.",
        ]
    );
    let old = r#"[{"name": "default", "maintenanceWindow": null, "timeInWeek": [{"day": "Monday", "hourSlots": [1, 2]}], "notAllowedTime": []}]"#;
    case.assert_one(old, "maintenance", Outcome::Caution, "on Monday in the hours from 1:00, 2:00 (UTC)");
}

#[test]
fn pools_are_at_rest_or_not() {
    let case = Case::new("1.33", "1.34");
    let pools = |state: &str| {
        format!(r#"[{{"name": "sys", "vmSize": "x", "osType": "Linux", "provisioningState": "{state}"}}]"#)
    };
    case.assert_one(&pools("Succeeded"), "state", Outcome::Fine, "Succeeded");
    case.assert_one(&pools("Updating"), "state", Outcome::Blocking, "Updating");
    case.assert_one(&pools("Failed"), "state", Outcome::Caution, "Failed");
}

fn pod(name: &str, node: &str, owner: Option<&str>, spec: &str) -> String {
    let owners = owner.map_or(String::new(), |kind| {
        format!(r#", "ownerReferences": [{{"kind": "{kind}", "name": "of-{name}", "controller": true}}]"#)
    });
    format!(
        r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"namespace": "web", "name": "{name}"{owners}}}, "spec": {{"nodeName": "{node}"{spec}}}, "status": {{"phase": "Running"}}}}"#
    )
}

fn list(items: &[String]) -> String {
    format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#, items.join(", "))
}

#[test]
fn pods_that_do_not_move_well_are_named() {
    let case = Case::new("1.34", "1.34");
    let (apps, sys) = ("aks-apps-12345678-vmss000000", "aks-sys-12345678-vmss000001");
    let empty = r#", "volumes": [{"name": "tmp", "emptyDir": {}}]"#;
    let host = r#", "volumes": [{"name": "tmp", "hostPath": {"path": "/x"}}]"#;
    let selects = r#", "nodeSelector": {"agentpool": "apps"}"#;
    let affinity = r#", "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "kubernetes.azure.com/agentpool", "operator": "In", "values": ["apps"]}]}]}}}"#;
    let pods = [
        pod("bare", apps, None, ""),
        pod("bare-elsewhere", sys, None, ""),
        pod("agent", apps, Some("DaemonSet"), host),
        pod("cache", apps, Some("StatefulSet"), empty),
        pod("disk", apps, Some("ReplicaSet"), host),
        pod("batch", apps, Some("Job"), ""),
        pod("picky", apps, Some("ReplicaSet"), selects),
        pod("choosy", apps, Some("ReplicaSet"), affinity),
    ];
    let answers = case.read(&list(&pods)).unwrap();
    let found: Vec<(Outcome, &str)> =
        answers.iter().map(|answer| (answer.outcome, answer.text.rsplit(": ").next().unwrap())).collect();
    assert_eq!(
        found,
        [
            (Outcome::Blocking, "web/bare."),
            (Outcome::Blocking, "web/picky, web/choosy."),
            (Outcome::Caution, "web/disk."),
            (Outcome::Caution, "web/cache."),
            (Outcome::Caution, "web/batch."),
            (Outcome::Caution, "web/cache, web/choosy, web/disk, web/picky."),
        ]
    );
    case.assert_one(
        &list(&[pod("agent", apps, Some("DaemonSet"), host)]),
        "pods",
        Outcome::Fine,
        "Every pod that moves",
    );
    let many: Vec<String> = (0..12).map(|number| pod(&format!("b{number}"), apps, None, "")).collect();
    case.assert_one(&list(&many), "pods", Outcome::Blocking, "web/b9 and 2 more.");
}

#[test]
fn single_replicas_are_named() {
    let case = Case::new("1.34", "1.34");
    let deployment = |name: &str, replicas: i64| {
        format!(
            r#"{{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {{"namespace": "web", "name": "{name}"}}, "spec": {{"replicas": {replicas}}}}}"#
        )
    };
    let both = list(&[deployment("one", 1), deployment("two", 2)]);
    case.assert_one(&both, "single-replicas", Outcome::Caution, "web/one.");
    case.assert_one(&list(&[deployment("two", 2)]), "single-replicas", Outcome::Fine, "");
}

#[test]
fn budgets_that_stop_a_drain_are_named() {
    let case = Case::new("1.34", "1.34");
    let budget = |name: &str, spec: &str, status: &str| {
        format!(
            r#"{{"kind": "PodDisruptionBudget", "metadata": {{"namespace": "shop", "name": "{name}"}}, "spec": {{{spec}}}, "status": {{{status}}}}}"#
        )
    };
    let items = [
        budget(
            "free",
            r#""maxUnavailable": 1"#,
            r#""disruptionsAllowed": 1, "expectedPods": 3, "desiredHealthy": 2, "currentHealthy": 3"#,
        ),
        budget(
            "never",
            r#""minAvailable": 1"#,
            r#""disruptionsAllowed": 0, "expectedPods": 1, "desiredHealthy": 1, "currentHealthy": 1"#,
        ),
        budget(
            "now",
            r#""minAvailable": 2"#,
            r#""disruptionsAllowed": 0, "expectedPods": 3, "desiredHealthy": 2, "currentHealthy": 2"#,
        ),
        budget("empty", r#""minAvailable": 1"#, r#""disruptionsAllowed": 0, "expectedPods": 0"#),
    ];
    let answers = case.read(&list(&items)).unwrap();
    let found: Vec<Outcome> = answers.iter().map(|answer| answer.outcome).collect();
    assert_eq!(found, [Outcome::Blocking, Outcome::Caution], "{answers:?}");
    assert!(
        answers[0].text.contains("shop/never")
            && answers[0].text.contains("It never does: it needs 1 of 1 pods.")
    );
    assert!(
        answers[1].text.contains("shop/now")
            && answers[1].text.contains("2 pods are healthy and 2 are needed.")
    );
    case.assert_one(&list(&[]), "pdb", Outcome::Fine, "no disruption budget");
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    let case = Case::new("1.33", "1.34");
    for text in [
        "",
        "no",
        "{",
        "[]",
        "{}",
        "[1]",
        r#"[{"a": 1}]"#,
        r#"{"apiVersion": "v1", "kind": "List", "items": [{"kind": "Node"}]}"#,
    ] {
        let why = case.read(text).unwrap_err();
        assert!(why.ends_with('.'), "{text}: {why}");
    }
    // Names are data, also hostile ones.
    let role = r#"[{"roleDefinitionName": "a\u001b[31mb\nc", "scope": "/"}]"#;
    assert!(!case.read(role).unwrap()[0].text.contains('\u{1b}'));
}
