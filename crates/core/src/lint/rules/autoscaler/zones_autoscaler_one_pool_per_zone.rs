use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !*pool.autoscaling || pool.zones.len() < 2 || pool.is_system() || balances(pool) {
        return;
    }
    found.at(
        pool,
        "availabilityZones",
        format_args!(
            "{pool} is autoscaled over {} zones, and the autoscaler doesn\u{2019}t choose the zone of a new node. For workloads with zonal volumes, use one pool per zone and balance-similar-node-groups.",
            pool.zones.len()
        ),
    );
}

/// Returns whether the autoscaler keeps pools of one kind at one size.
fn balances(pool: &Pool<'_>) -> bool {
    let profile = pool.cluster().auto_scaler_profile.iter().flatten();
    let mut on = profile
        .into_iter()
        .filter(|(_, value)| value.as_bool() == Some(true) || value.as_str() == Some("true"));
    on.any(|(key, _)| key == "balance-similar-node-groups" || key == "balanceSimilarNodeGroups")
}
