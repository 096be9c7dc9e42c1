use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::LoadBalancerSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.proximity_placement_group.is_none() {
        return;
    }
    let key = "proximityPlacementGroupID";
    if pool.zones.len() > 1 {
        let first = pool.zones.iter().take(1).cloned().collect();
        found
            .at(
                pool,
                "availabilityZones",
                format_args!(
                    "{pool} is in a proximity placement group and in {} zones. Use at most one zone.",
                    pool.zones.len()
                ),
            )
            .unsafe_fix(format_args!("Keep the first zone"), vec![pool.list("availabilityZones", first)])
            .unsafe_fix(format_args!("Remove the proximity placement group"), vec![pool.clear(key)]);
    }
    if pool.cluster().load_balancer_sku == Some(LoadBalancerSku::Basic) && pool.cluster().existing {
        found.at(
            pool,
            key,
            format_args!("{pool} is in a proximity placement group, which needs the standard load balancer."),
        );
    }
}
