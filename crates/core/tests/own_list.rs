//! The lists of the user's subscription: what `az vm list-skus` and `az vm list-usage` print overrides the catalog.

use poolwright::catalog::{Catalog, Filter, Offer, OverlayError, UsageError, VmSize, Wants};
use poolwright::lint::{self, Date, Severity};
use poolwright::plan::{Plan, presets};

fn today() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

/// A row as the Azure CLI prints it: a size in a region with its zones, and what of it is withheld.
fn row(size: &VmSize, region: &str, zones: &str, restrictions: &str) -> String {
    format!(
        r#"{{"resourceType": "virtualMachines", "name": "{}", "family": "{}", "locations": ["{region}"],
        "locationInfo": [{{"location": "{region}", "zones": [{zones}], "zoneDetails": []}}],
        "capabilities": [{{"name": "vCPUs", "value": "{}"}}, {{"name": "MemoryGB", "value": "{}"}},
          {{"name": "LowPriorityCapable", "value": "True"}}, {{"name": "CpuArchitectureType", "value": "x64"}}],
        "restrictions": [{restrictions}]}}"#,
        size.name,
        size.family,
        size.quota_vcpus,
        size.memory()
    )
}

const WHOLE_REGION: &str = r#"{"type": "Location", "reasonCode": "NotAvailableForSubscription", "values": ["eastus"],
    "restrictionInfo": {"locations": ["eastus"], "zones": null}}"#;
const ZONE_2: &str = r#"{"type": "Zone", "reasonCode": "NotAvailableForSubscription", "values": ["eastus"],
    "restrictionInfo": {"locations": ["eastus"], "zones": ["2"]}}"#;

/// A list of the first 1,400 sizes.
fn list(restrictions: &str) -> String {
    let catalog = Catalog::embedded();
    let sizes = catalog.sizes().iter().filter(|size| size.name != "Standard_B1s").take(1_400);
    let rows: Vec<String> = sizes.map(|size| row(size, "eastus", r#""1", "2", "3""#, restrictions)).collect();
    format!("[{}]", rows.join(","))
}

fn plan() -> Plan {
    let mut plan = Plan::default();
    plan.cluster.location = "EastUS".to_owned();
    let mut pool = presets::system_pool("system");
    pool.vm_size = Some("Standard_D4ds_v5".to_owned());
    pool.zones = ["1", "2", "3"].map(str::to_owned).to_vec().into();
    plan.pools = vec![pool];
    plan
}

fn refused(catalog: &Catalog) -> Vec<(&'static str, String)> {
    let report = lint::check(&plan(), catalog, today());
    report.of(Severity::Refused).map(|finding| (finding.rule.id, finding.message.clone())).collect()
}

#[test]
fn a_region_that_is_withheld_as_a_whole_is_found_everywhere() {
    let mut catalog = Catalog::embedded();
    assert_eq!(refused(&catalog), []);
    let overlaid = catalog.overlay(&list(WHOLE_REGION)).unwrap();
    assert_eq!((overlaid.sizes, overlaid.new), (1_400, 0));
    let (id, message) = refused(&catalog).remove(0);
    assert_eq!(id, "vm-size-offered");
    assert_eq!(
        message,
        "system has the VM size Standard_D4ds_v5, which EastUS restricts for your subscription by your own list. Choose another size or region."
    );
    // The picker has nothing to offer there, and says why of what it shows on request.
    let here = Filter { region: "eastus".to_owned(), ..Filter::default() };
    assert_eq!(catalog.select(&here, None, today(), 10), Vec::<&VmSize>::new());
    let all = Filter { wants: Wants { unusable: true, ..Wants::default() }, ..here };
    for size in catalog.select(&all, None, today(), 2_000) {
        let remarks = catalog.remarks(size, "eastus", today());
        let is_said = |remark: &String| {
            remark == "not for your subscription in eastus" || remark == "not offered in eastus (your list)"
        };
        assert!(remarks.iter().any(is_said), "{} {remarks:?}", size.name);
    }
    // Another region is not spoken of.
    let elsewhere = catalog.availability(catalog.size("Standard_D4ds_v5").unwrap(), "westeurope");
    assert!(matches!(elsewhere.offer, Offer::Yes(_)) && !elsewhere.is_own);
}

#[test]
fn zones_that_are_withheld_are_taken_off() {
    let mut catalog = Catalog::embedded();
    catalog.overlay(&list(ZONE_2)).unwrap();
    let found = refused(&catalog);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].1,
        "system is in zone 2, but EastUS offers Standard_D4ds_v5 in 1, 3 by your own list. Remove the zone or choose another size."
    );
}

#[test]
fn only_a_complete_list_shows_that_other_sizes_are_not_offered() {
    let b1s = |catalog: &Catalog| {
        let here = catalog.availability(catalog.size("Standard_B1s").unwrap(), "eastus");
        (here.offer == Offer::No, here.is_own)
    };
    let mut catalog = Catalog::embedded();
    catalog.overlay(&list("")).unwrap();
    assert_eq!(b1s(&catalog), (true, true));
    let mut catalog = Catalog::embedded();
    let size = catalog.size("Standard_D4ds_v5").unwrap().clone();
    catalog.overlay(&format!("[{}]", row(&size, "eastus", "", ""))).unwrap();
    assert_eq!(b1s(&catalog), (false, false));
    assert!(catalog.availability(&size, "eastus").offer != Offer::Unknown);
}

#[test]
fn facts_travel_as_a_text() {
    let mut catalog = Catalog::embedded();
    assert_eq!(catalog.own_facts(), "");
    catalog.overlay(&list(ZONE_2)).unwrap();
    let mut size = catalog.sizes()[0].clone();
    size.name = "Standard_Z9_v9".to_owned();
    let new = row(&size, "eastus", "", "");
    catalog
        .learn_usage(
            r#"[{"currentValue": "46", "limit": "100", "name": {"value": "cores"}},
        {"currentValue": 1, "limit": 2, "name": {"value": "Standard Odd Family"}}]"#,
        )
        .unwrap();
    let with_new = format!("[{},{}", new, &list(ZONE_2)[1..]);
    assert_eq!(catalog.overlay(&with_new).unwrap().new, 1);
    let text = catalog.own_facts();
    assert!(text.len() < 120_000, "{}", text.len());
    let mut other = Catalog::embedded();
    other.apply_overlay(&text);
    assert_eq!(other.own_facts(), text);
    assert_eq!(other.quotas(), catalog.quotas());
    assert_eq!(other.sizes().len(), Catalog::embedded().sizes().len() + 1);
    for size in catalog.sizes() {
        let same = other.size(&size.name).unwrap();
        assert_eq!(catalog.availability(size, "eastus"), other.availability(same, "eastus"), "{}", size.name);
        assert_eq!(
            (size.vcpus, size.memory(), size.retirement()),
            (same.vcpus, same.memory(), same.retirement())
        );
    }
    // Any other text does no harm.
    for odd in ["", "\n", "x", "\u{0}\t\n\t\n\t", "1 2 a\n\n\n\n\n\n\nX\n\n"] {
        Catalog::embedded().apply_overlay(odd);
    }
}

#[test]
fn other_texts_give_a_message_and_change_nothing() {
    let whole = list(WHOLE_REGION);
    let mut catalog = Catalog::embedded();
    catalog.overlay(&list(ZONE_2)).unwrap();
    let before = catalog.own_facts();
    for (text, sentence) in [
        (&whole[..whole.len() / 2], "The list of sizes is not JSON"),
        ("<!doctype html><html>", "The list of sizes is not JSON"),
        ("ResourceType  Locations", "The list of sizes is not JSON"),
        (r#"[{"name": "systempool", "mode": "System"}]"#, "The list has no VM sizes"),
        ("[]", "The list has no VM sizes"),
        ("null", "The list has no VM sizes"),
    ] {
        let error: OverlayError = catalog.overlay(text).unwrap_err();
        assert!(error.to_string().starts_with(sentence), "{error}");
        let error: UsageError = catalog.learn_usage(text).unwrap_err();
        assert!(!error.to_string().is_empty());
        assert_eq!(catalog.own_facts(), before);
    }
}
