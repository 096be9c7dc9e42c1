use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

/// The families of the API (resource schema 2026-05-01, 2026-08-16).
const KNOWN: [&str; 2] = ["IPv4", "IPv6"];

fn check(context: &Context<'_>, found: &mut Found) {
    let written = &context.plan.cluster.ip_families;
    // The service is laxer about the case of letters than the schema.
    let is_known = |family: &&String| KNOWN.iter().any(|known| known.eq_ignore_ascii_case(family));
    if let Some(wrong) = written.iter().find(|family| !is_known(family)) {
        found.at_cluster(
            "networkProfile.ipFamilies",
            format_args!(
                "The IP families have {}, which isn\u{2019}t one. Use IPv4, or IPv4 and IPv6.",
                in_sentence(wrong)
            ),
        );
    }
}
