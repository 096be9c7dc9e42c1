use crate::capacity::cidr::Cidr;
use crate::lint::rules::network::ranges;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    for (key, name, cidr) in ranges(context) {
        for reserved in RESERVED {
            if Cidr::parse(reserved).is_some_and(|reserved| cidr.overlaps(reserved)) {
                found.at_cluster(key, format_args!("The {name} overlaps with {reserved}, which AKS reserves. Use a range outside 169.254.0.0/16, 172.30.0.0/16, 172.31.0.0/16 and 192.0.2.0/24."));
                break;
            }
        }
    }
}

/// Ranges that AKS uses itself (configure-kubenet, 2026-04-16).
const RESERVED: [&str; 4] = ["169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];
