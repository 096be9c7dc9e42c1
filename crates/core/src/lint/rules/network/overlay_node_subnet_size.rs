use crate::lint::rules::network::{Shortage, shortage};
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(Shortage { subnet, needed, usable, with_surge, prefix }) = shortage(context, false) else {
        return;
    };
    let when = if with_surge { " with surge nodes" } else { "" };
    found.at_cluster(
        "subnets",
        format_args!("The subnet {subnet} has {usable} usable addresses, but its pools need {needed}{when}. Use a /{prefix} or larger."),
    );
}
