use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{MAX_PODS, PodIpAllocationMode};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.pod_ip_allocation != Some(PodIpAllocationMode::StaticBlock) || pool.pod_subnet.is_none() {
        return;
    }
    if pool.is_before(28) {
        found.at(
            pool,
            "podIPAllocationMode",
            format_args!("{pool} has podIPAllocationMode StaticBlock, which needs Kubernetes 1.28 or later."),
        );
        return;
    }
    let (least, most) = MAX_PODS;
    let pods = pool.max_pods_on(pool.cluster());
    if !(least..=most).contains(&pods) || (pods + 1) % 16 == 0 {
        return;
    }
    let (less, more) = ((pods + 1) / 16 * 16 - 1, ((pods + 1) / 16 + 1) * 16 - 1);
    let better = if more <= most { more } else { less };
    found
        .at(
            pool,
            "maxPods",
            format_args!("{pool} has maxPods {pods}, which doesn\u{2019}t fill its blocks of 16 addresses. Use maxPods {better}."),
        )
        .unsafe_fix(format_args!("Use {better}"), vec![pool.number("maxPods", better)]);
}
