use crate::lint::rules::network::ranges;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let ranges = ranges(context);
    for (place, (key, name, cidr)) in ranges.iter().enumerate() {
        for (_, other, range) in ranges.iter().take(place) {
            if cidr.overlaps(*range) {
                found.at_cluster(
                    key,
                    format_args!(
                        "The {name} overlaps with the {other}. Use ranges that don\u{2019}t overlap."
                    ),
                );
                break;
            }
        }
    }
}
