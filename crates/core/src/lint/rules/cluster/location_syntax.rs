use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let name = context.plan.cluster.location.as_str();
    if let Some(wrong) = wrong_letter(name) {
        found.at_cluster("location", format_args!("The region {} has the character {}, which no region\u{2019}s name has. Write it like westeurope.", in_sentence(name), in_sentence(&wrong.to_string())));
    }
}

/// Returns the first character that no region's name has. Azure takes `West Europe` for `westeurope`.
pub(super) fn wrong_letter(name: &str) -> Option<char> {
    name.chars().find(|letter| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ' ')))
}
