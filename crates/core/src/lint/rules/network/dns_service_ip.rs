use crate::capacity::addresses::DEFAULT_SERVICE_CIDR;
use crate::capacity::cidr::{Cidr, parse_address};
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let Some(written) = cluster.dns_service_ip.as_deref() else { return };
    let range = cluster.service_cidr.as_deref().unwrap_or(DEFAULT_SERVICE_CIDR);
    // A service range that cannot be read is a finding of its own.
    let Some(cidr) = Cidr::parse(range) else { return };
    let key = "networkProfile.dnsServiceIP";
    let why = match parse_address(written) {
        None => "isn\u{2019}t an IP address",
        Some(address) if !cidr.contains(address) => "is outside the service CIDR",
        Some(address) if address == cidr.first() => {
            "is the first address of the service CIDR, which is the network address"
        }
        Some(address) if address == cidr.first().saturating_add(1) => {
            "is the second address of the service CIDR, which the kubernetes service has"
        }
        Some(address) if address == cidr.last() => "is the last address of the service CIDR",
        Some(_) => return,
    };
    found.at_cluster(
        key,
        format_args!(
            "The DNS service IP {} {why}. Use another address of {}, such as the eleventh.",
            in_sentence(written),
            in_sentence(range)
        ),
    );
}
