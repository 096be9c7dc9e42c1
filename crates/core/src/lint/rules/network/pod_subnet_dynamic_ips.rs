use crate::capacity::addresses::pod_addresses;
use crate::capacity::cidr::{Cidr, smallest_prefix};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::PodIpAllocationMode;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let (plan, cluster) = (context.plan, &context.plan.cluster);
    let pools: Vec<_> = plan.pools.iter().filter_map(|pool| Some((pool, plan.pod_subnet(pool)?))).collect();
    for subnet in &cluster.subnets {
        let Some(cidr) = Cidr::parse(&subnet.address_prefix) else { continue };
        let here = pools.iter().filter(|(pool, home)| {
            std::ptr::eq(*home, subnet) && pool.pod_ip_allocation != Some(PodIpAllocationMode::StaticBlock)
        });
        let needed: i64 = here.map(|(pool, _)| pod_addresses(pool, cluster, false)).sum();
        if needed > cidr.usable() {
            let prefix = smallest_prefix(needed).unwrap_or(0);
            found.at_cluster(
                "subnets",
                format_args!(
                    "The pod subnet {} has {} usable addresses, but its pools need at least {needed}, 16 for each node. Use a /{prefix} or larger.",
                    in_sentence(&subnet.name),
                    cidr.usable()
                ),
            );
        }
    }
}
