use crate::rules::context::shown;
use crate::rules::{Check, Context, Found, Rule, Tier};
use crate::sizing::surge;

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-quota-vcpu", tier: Tier::Advice, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let (mut regular, mut spot) = (0_i64, 0_i64);
    let mut families: Vec<(&str, i64)> = Vec::new();
    for pool in context.pools() {
        let Some(vm) = pool.vm else { continue };
        let nodes = pool.most_nodes();
        let vcpus = nodes.saturating_add(surge(&pool, nodes)).saturating_mul(i64::from(vm.quota_vcpus));
        if pool.is_spot() {
            spot = spot.saturating_add(vcpus);
            continue;
        }
        regular = regular.saturating_add(vcpus);
        match families.iter_mut().find(|(family, _)| **family == *vm.family) {
            Some((_, sum)) => *sum = sum.saturating_add(vcpus),
            None => families.push((&vm.family, vcpus)),
        }
    }
    families.extend([("cores", regular), ("lowPriorityCores", spot)]);
    // Without the subscription's usage nothing is known of its quota.
    let short = families.into_iter().find_map(|(name, vcpus)| {
        let quota = context.catalogue.quota(name).filter(|quota| vcpus > quota.left())?;
        Some((name, vcpus, quota))
    });
    if let Some((name, vcpus, quota)) = short {
        let of = match name {
            "cores" => "the region".to_owned(),
            "lowPriorityCores" => "Spot in the region".to_owned(),
            family => format!("the family {}", shown(family)),
        };
        found.at_plan(format_args!(
            "The pools may take {vcpus} vCPUs of {of}, upgrades included, but of the quota of {} vCPUs {} are left; lower the numbers of nodes or ask for more quota.",
            quota.limit,
            quota.left().max(0)
        ));
    }
}
