use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Map;
use crate::text::case_fold;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if let Some((severity, what)) = problem(&context.plan.cluster.tags) {
        found.at_cluster("tags", format_args!("The cluster has {what}.")).downgrade_to(severity);
    }
    for pool in context.pools() {
        if let Some((severity, what)) = problem(&pool.tags) {
            found.at(&pool, "tags", format_args!("{pool} has {what}.")).downgrade_to(severity);
        }
    }
}

/// Most tags of a resource, and most of one's own when AKS adds some (Tags of Azure resources, 2026-11-23).
const MOST: usize = 50;
const ADVISED: usize = 40;

fn problem(tags: &Map) -> Option<(Severity, String)> {
    let count = tags.len();
    if count > MOST {
        return Some((Severity::Refused, format!("{count} tags, but a resource can have at most {MOST}")));
    }
    let mut earlier: Vec<String> = Vec::with_capacity(count);
    for (name, value) in tags {
        let folded = case_fold(name);
        let what = if name.is_empty() || name.chars().count() > 512 {
            "isn\u{2019}t a tag name: use 1 to 512 characters"
        } else if name.chars().any(|character| matches!(character, '<' | '>' | '%' | '&' | '\\' | '?' | '/'))
        {
            "isn\u{2019}t a tag name: it can\u{2019}t have < > % & \\ ? or /"
        } else if value.chars().count() > 256 {
            "has a value that is too long: use at most 256 characters"
        } else if earlier.contains(&folded) {
            "occurs twice; Azure ignores case"
        } else {
            earlier.push(folded);
            continue;
        };
        return Some((Severity::Refused, format!("the tag {}, which {what}", in_sentence(name))));
    }
    (count > ADVISED)
        .then(|| (Severity::Recommendation, format!("{count} tags; AKS adds its own, up to {MOST} in all")))
}
