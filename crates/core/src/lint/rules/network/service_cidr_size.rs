use crate::capacity::cidr::Cidr;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(written) = context.plan.cluster.service_cidr.as_deref() else { return };
    let key = "networkProfile.serviceCidr";
    let prefix = written.rsplit_once('/').and_then(|(_, prefix)| prefix.parse::<u8>().ok());
    match (Cidr::parse(written), prefix) {
        (Some(cidr), _) if cidr.prefix > 12 => {}
        (Some(_), _) => drop(found.at_cluster(
            key,
            format_args!(
                "The service CIDR {} is too large. Use one smaller than a /12, such as a /16.",
                in_sentence(written)
            ),
        )),
        // An IPv6 range.
        (None, Some(prefix)) if written.bytes().any(|byte| byte == b':') => {
            if prefix < 108 {
                found.at_cluster(
                    key,
                    format_args!(
                        "The service CIDR {} is too large. Use a /108 or smaller for IPv6.",
                        in_sentence(written)
                    ),
                );
            }
        }
        _ => drop(found.at_cluster(
            key,
            format_args!(
                "The service CIDR {} isn\u{2019}t a CIDR range. Write it like 10.0.0.0/16.",
                in_sentence(written)
            ),
        )),
    }
}
