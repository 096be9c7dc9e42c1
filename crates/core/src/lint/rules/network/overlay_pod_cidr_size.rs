use crate::capacity::addresses::{DEFAULT_POD_CIDR, nodes, overlay_nodes, overlay_prefix};
use crate::capacity::cidr::Cidr;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let written = cluster.pod_cidr.as_deref().unwrap_or(DEFAULT_POD_CIDR);
    // Without a word about the network, its size is not judged either.
    let is_said = cluster.network_plugin_mode.is_some() || cluster.pod_cidr.is_some();
    let is_judged = is_said && cluster.is_overlay() && !cluster.existing;
    let Some(cidr) = Cidr::parse(written).filter(|_| is_judged) else { return };
    let room = overlay_nodes(cidr);
    let sum = |with_surge| context.plan.pools.iter().map(|pool| nodes(pool, with_surge)).sum::<i64>();
    let (plain, surged) = (sum(false), sum(true));
    if surged <= room {
        return;
    }
    let certain = plain > room;
    let (needed, when) = if certain { (plain, "") } else { (surged, " while upgrading") };
    let prefix = overlay_prefix(needed).unwrap_or(0);
    let finding = found.at_cluster(
        "networkProfile.podCidr",
        format_args!("The pod CIDR {written} has room for {room} nodes, a /24 each, but the pools can have {needed}{when}. Use a /{prefix} or larger."),
    );
    if !certain {
        finding.downgrade_to(Severity::Recommendation);
    }
}
