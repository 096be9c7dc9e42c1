use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

/// Maximum number of characters of a name (Naming rules for Azure resources, 2026-11-23).
const MOST: usize = 90;

fn check(context: &Context<'_>, found: &mut Found) {
    let name = context.plan.cluster.resource_group.as_str();
    // Letters of all alphabets are valid.
    let is_valid = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '(' | ')');
    let count = name.chars().count();
    let what = if let Some(wrong) = name.chars().find(|letter| !is_valid(*letter)) {
        format!("has the character {}", in_sentence(&wrong.to_string()))
    } else if name.ends_with('.') {
        "ends with a period".to_owned()
    } else if count > MOST {
        format!("has {count} characters")
    } else {
        return;
    };
    found.at_cluster("resourceGroup", format_args!("The resource group\u{2019}s name {} {what}. Use 1 to {MOST} letters, digits, underscores, hyphens, parentheses and periods, with no period at the end.", in_sentence(name)));
}
