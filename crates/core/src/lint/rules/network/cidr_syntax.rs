use crate::capacity::cidr::{Cidr, parse_address};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let wrong = cluster.subnets.iter().filter(|subnet| is_wrong(&subnet.address_prefix));
    if let Some(written) = cluster.pod_cidr.as_deref().filter(|text| is_wrong(text)) {
        let written = in_sentence(written);
        found.at_cluster(
            "networkProfile.podCidr",
            format_args!("The pod CIDR {written} isn\u{2019}t a CIDR range. Write it like 10.244.0.0/16."),
        );
    }
    for subnet in wrong {
        let (name, written) = (in_sentence(&subnet.name), in_sentence(&subnet.address_prefix));
        found.at_cluster(
            "subnets",
            format_args!(
                "The subnet {name} has {written}, which isn\u{2019}t a CIDR range. Write it like 10.0.0.0/16."
            ),
        );
    }
}

/// Returns whether a text isn't a range. IPv6 ranges are not checked, and the schema takes an address alone.
fn is_wrong(text: &str) -> bool {
    let is_other = text.is_empty() || text.contains(':') || parse_address(text).is_some();
    !is_other && Cidr::parse(text).is_none()
}
