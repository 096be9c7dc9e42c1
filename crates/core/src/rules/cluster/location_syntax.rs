use crate::rules::context::shown;
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "location-syntax", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let name = context.plan.cluster.location.as_str();
    // Azure takes "West Europe" for westeurope. Which regions there are is not judged: new ones come.
    let is_lawful = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ' ');
    if let Some(wrong) = name.chars().find(|letter| !is_lawful(*letter)) {
        found.at_cluster("location", format_args!("The region {} has the character {}, which the name of no region has; write one like westeurope.", shown(name), shown(&wrong.to_string())));
    }
}
