use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Mode, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.mode != Some(Mode::Gateway) {
        return;
    }
    let has_pod_subnets = pool.context.pools().any(|other| other.pod_subnet.is_some());
    let has_ipv6 = pool.cluster().ip_families.iter().any(|family| family.contains('6'));
    let reasons = [(has_pod_subnets, "pod subnets"), (has_ipv6, "IPv6")];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(is_so, what)| is_so.then_some(what)).collect();
    let key = "networkProfile.staticEgressGatewayProfile.enabled";
    if pool.cluster().static_egress_gateway.stated() == Some(&false) {
        found
            .at(
                pool,
                "mode",
                format_args!(
                    "{pool} is a Gateway pool in a cluster whose static egress gateway is off. Turn it on."
                ),
            )
            .safe_fix(
                format_args!("Turn the static egress gateway on"),
                vec![Edit::Cluster { key, value: Some(Value::Flag(true)) }],
            );
    }
    if !reasons.is_empty() {
        found.at(
            pool,
            "mode",
            format_args!(
                "{pool} is a Gateway pool in a cluster with {}, which the static egress gateway doesn\u{2019}t support. Use overlay with IPv4.",
                reasons.join(" and ")
            ),
        );
    }
}
