use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{POOL_PROPERTIES, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

/// Properties whose values are ids of Azure resources.
const IDS: [&str; 6] = [
    "capacityReservationGroupID",
    "creationData.sourceResourceId",
    "hostGroupID",
    "networkProfile.applicationSecurityGroups",
    "nodePublicIPPrefixID",
    "proximityPlacementGroupID",
];
/// Properties that may name a subnet of the plan instead.
const SUBNETS: [&str; 2] = ["podSubnetID", "vnetSubnetID"];

fn check(pool: &Pool<'_>, found: &mut Found) {
    for property in POOL_PROPERTIES {
        let is_subnet = SUBNETS.contains(&property.key);
        if !is_subnet && !IDS.contains(&property.key) {
            continue;
        }
        let values = match property.get(pool.pool) {
            Some(Value::Text(text)) => vec![text],
            Some(Value::List(texts)) => texts,
            _ => continue,
        };
        let is_planned =
            |text: &str| is_subnet && pool.cluster().subnets.iter().any(|subnet| subnet.name == text);
        let wrong =
            values.iter().find(|text| !text.is_empty() && !text.starts_with('/') && !is_planned(text));
        let Some(wrong) = wrong else { continue };
        let (key, wrong) = (property.key, in_sentence(wrong));
        let or_planned = if is_subnet { " or the name of a planned subnet" } else { "" };
        found
            .at(pool, key, format_args!("{pool} has {key} {wrong}, which isn\u{2019}t a resource ID{or_planned}, so it wasn\u{2019}t checked. Enter one like /subscriptions/ID/resourceGroups/GROUP/providers/TYPE/NAME."))
            .unchecked();
    }
}
