use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let plan = pool.context.plan;
    let subnets = [("vnetSubnetID", plan.node_subnet(pool)), ("podSubnetID", plan.pod_subnet(pool))];
    for (key, subnet) in subnets {
        // AKS delegates pod subnets to itself.
        let others =
            |name: &&String| !name.eq_ignore_ascii_case("Microsoft.ContainerService/managedClusters");
        let Some((subnet, to)) =
            subnet.and_then(|subnet| Some((subnet, subnet.delegations.iter().find(others)?)))
        else {
            continue;
        };
        found.at(
            pool,
            key,
            format_args!(
                "{pool} is in the subnet {}, which is delegated to {}. Use a subnet without a delegation.",
                in_sentence(&subnet.name),
                in_sentence(to)
            ),
        );
    }
}
