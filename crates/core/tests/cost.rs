//! What a plan costs, with the user's own numbers.

use poolwright::capacity::cost::{Cost, Rates, cost, difference, month};
use poolwright::capacity::{HOURS, sums};
use poolwright::catalog::{Catalog, Prices};
use poolwright::codec;
use poolwright::plan::Plan;

/// Prices of two sizes as their file has them: USD per hour with Linux, on Spot, with Windows, in millionths.
const PRICES: &str = "USD an hour in westeurope as of 2026-11-01\nD4ds_v5\tD8ds_v5\n200000\t400000\n50000\t100000\n384000\t768000\n\t\n";

fn prices() -> Prices {
    Prices::parse(PRICES).unwrap()
}

fn plan(cluster: &str, pools: &str) -> Plan {
    let text = format!(
        r#"{{"version": 1, "cluster": {{"location": "westeurope"{cluster}}}, "pools": [
        {{"name": "sys", "mode": "System", "count": 3, "vmSize": "Standard_D4ds_v5"}}{pools}]}}"#
    );
    codec::read(&text).unwrap().plan
}

fn rates(discounts: &str, disks: &str, fee: &str, currency: &str) -> Rates {
    Rates::parse(discounts, disks, fee, currency).unwrap()
}

fn cost_of(plan: &Plan, rates: &Rates) -> Cost {
    let catalog = Catalog::embedded();
    let prices = prices();
    cost(plan, &sums(plan, &catalog, Some(&prices)), rates)
}

fn cost_without_prices(plan: &Plan) -> Cost {
    let catalog = Catalog::embedded();
    cost(plan, &sums(plan, &catalog, None), &Rates::default())
}

/// The cost per hour of a part at creation, in millionths of a USD.
#[track_caller]
fn hour(cost: &Cost, title: &str) -> Option<i64> {
    let line = cost.lines.iter().find(|line| line.title == title);
    line.unwrap_or_else(|| panic!("{title}: {cost:?}")).hour.map(|hour| hour.now)
}

const APPS: &str = r#", {"name": "apps", "mode": "User", "count": 2, "vmSize": "Standard_D8ds_v5"}"#;

#[test]
fn a_discount_holds_for_all_for_a_quota_family_or_for_a_pool() {
    let plan = plan("", APPS);
    let paid = |discounts: &str| {
        let cost = cost_of(&plan, &rates(discounts, "", "", ""));
        [hour(&cost, "sys").unwrap(), hour(&cost, "apps").unwrap(), cost.total.now]
    };
    assert_eq!(paid(""), [600_000, 800_000, 1_400_000]);
    assert_eq!(paid("30"), [420_000, 560_000, 980_000]);
    assert_eq!(paid("apps=50"), [600_000, 400_000, 1_000_000]);
    assert_eq!(paid("standardddsv5family=10, 30"), [540_000, 720_000, 1_260_000]);
    assert_eq!(paid("10 APPS=12.5"), [540_000, 700_000, 1_240_000]);
    assert_eq!(paid("100"), [0, 0, 0]);
    let unused = cost_of(&plan, &rates("other=5 sys=1", "", "", "")).unused;
    assert_eq!(unused, ["other"]);
}

#[test]
fn a_discount_is_neither_on_spot_capacity_nor_on_windows() {
    let plan = plan(
        "",
        r#", {"name": "spot", "mode": "User", "count": 1, "vmSize": "Standard_D4ds_v5", "scaleSetPriority": "Spot"},
            {"name": "win", "mode": "User", "count": 1, "osType": "Windows", "vmSize": "Standard_D4ds_v5"}"#,
    );
    let cost = cost_of(&plan, &rates("50", "", "", ""));
    assert_eq!(hour(&cost, "spot"), Some(50_000));
    // 0.184 of 0.384 is the licence.
    assert_eq!(hour(&cost, "win"), Some(284_000));
    let how = |title: &str| &cost.lines.iter().find(|line| line.title == title).unwrap().how;
    assert!(how("win").contains("$0.184 for the licence of Windows"), "{}", how("win"));
    assert!(how("spot").contains("without your discount"), "{}", how("spot"));
}

#[test]
fn os_disks_cost_what_the_user_pays_for_their_tier() {
    let disk = |properties: &str, disks: &str| {
        let pool = format!(r#", {{"name": "apps", "mode": "User", "count": 2, {properties}}}"#);
        let cost = cost_of(&plan("", &pool), &rates("", disks, "", ""));
        let line = cost.lines.into_iter().find(|line| line.title == "apps, OS disks");
        line.map(|line| (line.hour.map(|hour| hour.times(HOURS).now), line.how))
    };
    let managed = r#""vmSize": "Standard_D8ds_v5", "osDiskType": "Managed""#;
    // 8 vCPUs: 256 GiB.
    let (month, how) = disk(managed, "p15=38").unwrap();
    assert_eq!(Rates::default().shown(month.unwrap()), "$76.00");
    assert!(how.contains("256 GiB for each node, billed as P15"), "{how}");
    let (month, how) = disk(managed, "P10=19.71").unwrap();
    assert!(month.is_none() && how.contains("Enter your price of P15"), "{how}");
    let (_, how) = disk(&format!(r#"{managed}, "osDiskSizeGB": 129"#), "").unwrap();
    assert!(how.contains("129 GiB") && how.contains("P15"), "{how}");
    // Its temporary disk has 300 GiB: AKS makes the OS disk ephemeral.
    assert_eq!(disk(r#""vmSize": "Standard_D8ds_v5""#, ""), None);
    assert_eq!(disk(r#""vmSize": "Standard_D8ds_v5", "osDiskType": "Ephemeral""#, "P15=38"), None);
    assert_eq!(disk(r#""vmSize": "Standard_D8ds_v5", "osDiskSizeGB": 100"#, ""), None);
    let (month, _) = disk(r#""vmSize": "Standard_D8ds_v5", "osDiskSizeGB": 2000"#, "P40=200").unwrap();
    assert!(month.is_some());
    // A size without a temporary disk.
    let (_, how) = disk(r#""vmSize": "Standard_D8s_v5""#, "").unwrap();
    assert!(how.contains("P15"), "{how}");
}

#[test]
fn the_clusters_fee_is_the_users_number_or_unknown() {
    let fee = |cluster: &str, fee: &str| {
        let cost = cost_of(&plan(cluster, ""), &rates("", "", fee, ""));
        let line = cost.lines.iter().find(|line| line.title == "Cluster fee");
        line.map(|line| line.hour.map(|hour| hour.now))
    };
    assert_eq!(fee("", ""), None);
    assert_eq!(fee(r#", "tier": "Free""#, ""), None);
    assert_eq!(fee(r#", "tier": "Standard""#, ""), Some(None));
    assert_eq!(fee(r#", "tier": "Standard""#, "0.10"), Some(Some(100_000)));
    assert_eq!(fee(r#", "sku": {"name": "Automatic"}"#, ""), Some(None));
    let cost = cost_of(&plan(r#", "tier": "Premium""#, ""), &Rates::default());
    assert_eq!(cost.unknown, ["Cluster fee"]);
    assert_eq!(
        month(&cost, Some(&prices()), &Rates::default()).unwrap(),
        "All pools: $438.00 per month, at list prices as of 2026-11-01. Not known, and not included: Cluster fee."
    );
}

#[test]
fn amounts_are_shown_in_the_users_currency() {
    let euros = rates("", "", "", "eur=0.9");
    assert_eq!(euros.currency(), "EUR");
    assert_eq!(euros.shown(1_234_500_000), "EUR 1,111.05");
    assert_eq!(Rates::default().shown(-1_500_000), "-$1.50");
    let (before, after) = (plan("", ""), plan("", APPS));
    let sentence =
        |rates: &Rates| difference(&cost_of(&before, rates), &cost_of(&after, rates), rates).unwrap();
    assert_eq!(
        sentence(&Rates::default()),
        "Cost per month: $438.00 before, $1,022.00 after, a difference of +$584.00."
    );
    assert_eq!(
        sentence(&euros),
        "Cost per month: EUR 394.20 before, EUR 919.80 after, a difference of +EUR 525.60."
    );
}

#[test]
fn a_cost_that_stays_is_said_once() {
    let cost = cost_of(&plan("", APPS), &Rates::default());
    let sentence = difference(&cost, &cost, &Rates::default()).unwrap();
    assert_eq!(sentence, "Cost per month: $1,022.00, before and after.");
    let unknown = cost_without_prices(&plan("", APPS));
    assert_eq!(difference(&cost, &unknown, &Rates::default()), None);
}

#[test]
fn a_price_that_is_not_known_is_named_and_not_counted() {
    let plan =
        plan("", r#", {"name": "gpu", "mode": "User", "count": 1, "vmSize": "Standard_NC24ads_A100_v4"}"#);
    let cost = cost_of(&plan, &Rates::default());
    assert_eq!(hour(&cost, "gpu"), None);
    assert_eq!(cost.total.now, 600_000);
    assert!(cost.unknown.contains(&"gpu".to_owned()), "{:?}", cost.unknown);
}

#[test]
fn what_cannot_be_read_is_said() {
    for (discounts, disks, fee, currency) in [
        ("-5", "", "", ""),
        ("101", "", "", ""),
        ("apps=many", "", "", ""),
        ("1e3", "", "", ""),
        ("", "P10", "", ""),
        ("", "X10=5", "", ""),
        ("", "P10=-1", "", ""),
        ("", "", "free", ""),
        ("", "", "1 2", ""),
        ("", "", "", "0.9"),
        ("", "", "", "EURO=1"),
        ("", "", "", "EUR=0"),
        ("", "", "", "EUR=99999999999999999999"),
    ] {
        let wrong = Rates::parse(discounts, disks, fee, currency).unwrap_err();
        assert!(wrong.len() == 1 && wrong[0].contains("must be"), "{wrong:?}");
    }
    assert_eq!(Rates::parse(" ", "", "\n", "").unwrap(), Rates::default());
}
