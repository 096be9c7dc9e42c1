use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OutboundType;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "windowsProfile.disableOutboundNat";
    // On Linux it is a finding of its own.
    if !pool.is_windows() || !*pool.disable_outbound_nat {
        return;
    }
    let outbound = pool.cluster().outbound_type.as_ref();
    let is_load_balancer = match outbound {
        Some(outbound) => *outbound == OutboundType::LoadBalancer,
        None => pool.context.is_new_cluster(),
    };
    let reasons =
        [(is_load_balancer, "the outbound type loadBalancer"), (*pool.public_ip, "a public IP per node")];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(is_so, what)| is_so.then_some(what)).collect();
    if !reasons.is_empty() {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} disables outbound NAT with {}, which needs it. Use a NAT gateway, and no public IP per node.",
                    reasons.join(" and ")
                ),
            )
            .unsafe_fix(format_args!("Keep outbound NAT"), vec![pool.clear(key)]);
    }
}
