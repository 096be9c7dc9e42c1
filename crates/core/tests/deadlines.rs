//! What of a cluster has to change by when.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

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
