use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

/// Maximum number of characters of a name (resource schema 2026-05-01, 2026-08-16).
const MOST: usize = 63;

fn check(context: &Context<'_>, found: &mut Found) {
    let name = context.plan.cluster.name.as_str();
    let is_valid = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let what = if let Some(wrong) = name.chars().find(|letter| !is_valid(*letter)) {
        format!("has the character {}", in_sentence(&wrong.to_string()))
    } else if name.starts_with(['-', '_']) || name.ends_with(['-', '_']) {
        "begins or ends with a hyphen or an underscore".to_owned()
    } else if name.len() > MOST {
        format!("has {} characters", name.len())
    } else {
        return;
    };
    found.at_cluster("name", format_args!("The cluster\u{2019}s name {} {what}. Use 1 to {MOST} letters, digits, hyphens and underscores, with a letter or digit at both ends.", in_sentence(name)));
}
