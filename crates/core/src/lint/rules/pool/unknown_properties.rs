use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{UNKNOWN_PROPERTIES, api_property};
use crate::text::in_sentence;
use crate::to_json::{Json, Object};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Pool(check));

/// The most names that a finding lists.
const LISTED: usize = 3;

fn check(pool: &Pool<'_>, found: &mut Found) {
    let mut names = Vec::new();
    collect(&pool.unknown, "", &mut names);
    if names.is_empty() {
        return;
    }
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown: Vec<_> = names.iter().take(LISTED).map(|name| in_sentence(name)).collect();
    let is_many = names.len() > 1;
    found
        .at(
            pool,
            UNKNOWN_PROPERTIES,
            format_args!(
                "{pool} has {}{more}, which Poolwright doesn\u{2019}t know: kept, not checked. Check the spelling, or the documentation of AKS.",
                shown.join(", ")
            ),
        )
        .unchecked()
        .unsafe_fix(
            format_args!("Remove {}", if is_many { "them" } else { "it" }),
            vec![pool.clear(UNKNOWN_PROPERTIES)],
        );
}

/// Adds the paths of what isn't a group of known properties. What only a preview has is judged elsewhere, but not
/// checked either.
fn collect(object: &Object, before: &str, names: &mut Vec<String>) {
    for (key, value) in object {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        let is_group = api_property(&path).is_some_and(|api| api.kind == "object" && !api.is_preview());
        match value {
            Json::Object(inner) if is_group => collect(inner, &path, names),
            _ => names.push(path),
        }
    }
}
