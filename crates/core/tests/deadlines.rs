//! What of a cluster has to change by when.

use poolwright::catalog::Catalog;
use poolwright::codec;
use poolwright::lint;
use poolwright::migrate::deadlines::{Deadline, deadlines};

fn of(cluster: &str, pool: &str) -> Vec<Deadline> {
    let text = format!(
        r#"{{"version": 1, "cluster": {{"name": "c", "resourceGroup": "r", "location": "eastus"{cluster}}}, "pools": [{{"name": "p", "mode": "System", "count": 3{pool}}}]}}"#
    );
    let found = deadlines(&codec::read(&text).unwrap().plan, &Catalog::embedded());
    assert!(found.is_sorted_by_key(|one| one.date), "{found:?}");
    for one in &found {
        assert!(one.what.ends_with('.') && one.remedy.ends_with('.'), "{one:?}");
        assert!(lint::rule(one.rule).is_some(), "{one:?}");
    }
    found
}

fn dates(found: &[Deadline]) -> Vec<String> {
    found
        .iter()
        .map(|one| format!("{} {} {}", one.date, one.pool.as_deref().unwrap_or("-"), one.key))
        .collect()
}

#[test]
fn each_end_has_its_day() {
    let found = of(
        r#", "kubernetesVersion": "1.35", "networkProfile": {"networkPlugin": "kubenet"}"#,
        r#", "osSKU": "Ubuntu2204", "orchestratorVersion": "1.34""#,
    );
    assert_eq!(
        dates(&found),
        [
            "2026-11-30 p orchestratorVersion",
            "2027-03-31 - kubernetesVersion",
            "2027-06-30 p osSKU",
            "2028-03-31 - networkProfile.networkPlugin",
            "2028-04-30 p osSKU",
        ]
    );
    let long =
        of(r#", "kubernetesVersion": "1.35", "tier": "Premium", "supportPlan": "AKSLongTermSupport""#, "");
    assert_eq!(dates(&long), ["2028-03-31 - kubernetesVersion"]);
    assert_eq!(dates(&of("", "")), [""; 0]);
}

#[test]
fn the_end_of_a_vm_size_is_that_of_the_catalog() {
    let catalog = Catalog::embedded();
    let size = "Standard_D4s_v3";
    let found = of("", &format!(r#", "vmSize": "{size}""#));
    let end = catalog.size(size).unwrap().retirement();
    assert_eq!(
        found.iter().map(|one| one.date).collect::<Vec<_>>(),
        end.iter().map(|end| end.date).collect::<Vec<_>>()
    );
}

#[test]
fn each_vm_size_of_a_pool_of_virtual_machines_has_its_end() {
    let manual = r#"[{"size": "Standard_D4s_v3", "count": 2}, {"size": "standard_d8s_V3", "count": 1}, {"size": "Standard_D4ds_v5", "count": 1}]"#;
    let profile = |scale: &str| {
        format!(r#", "type": "VirtualMachines", "virtualMachinesProfile": {{"scale": {{{scale}}}}}"#)
    };
    let found = of("", &profile(&format!(r#""manual": {manual}"#)));
    let sizes: Vec<&str> = found.iter().filter_map(|one| one.what.split(' ').nth(4)).collect();
    assert_eq!(sizes, ["Standard_D4s_v3", "Standard_D8s_v3"], "{found:?}");
    assert!(found.iter().all(|one| one.key == "virtualMachinesProfile"));
    let auto = r#""autoscale": [{"size": "Standard_D4s_v3", "minCount": 1, "maxCount": 3}]"#;
    assert_eq!(of("", &profile(auto)).len(), 1);
    // What the pool and a profile both name ends once.
    let both = format!(r#", "vmSize": "Standard_D4s_v3"{}"#, profile(auto));
    let keys: Vec<_> = of("", &both).iter().map(|one| one.key).collect();
    assert_eq!(keys, ["vmSize"]);
}
