use std::sync::LazyLock;

use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{
    Edit, NodePool, POOL_PROPERTIES, PREVIEW_API_VERSION, Property, UNKNOWN_PROPERTIES, Value, api_property,
};
use crate::to_json::Object;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

/// The properties of a plan that only a preview of the API has.
static PREVIEW: LazyLock<Vec<&Property<NodePool>>> = LazyLock::new(|| {
    let is_preview = |key: &str| api_property(key).is_some_and(|api| api.is_preview());
    POOL_PROPERTIES.iter().filter(|property| is_preview(property.key)).collect()
});

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.cluster().preview {
        return;
    }
    let of_plan = PREVIEW.iter().find(|property| property.get_unless_default(pool.pool).is_some());
    let (key, name) = match of_plan {
        Some(property) => (property.key, property.key.to_owned()),
        None => match preview_in(&pool.unknown, "") {
            Some(name) => (UNKNOWN_PROPERTIES, name),
            None => return,
        },
    };
    found
        .at(
            pool,
            key,
            format_args!(
                "{pool} has {name}, which only API {PREVIEW_API_VERSION} has. Remove it, or allow previews."
            ),
        )
        .unsafe_fix(
            format_args!("Allow preview features"),
            vec![Edit::Cluster { key: "preview", value: Some(Value::Flag(true)) }],
        );
}

/// Returns the first property, at any depth, that only a preview has.
fn preview_in(object: &Object, before: &str) -> Option<String> {
    object.iter().find_map(|(key, value)| {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match api_property(&path) {
            Some(api) if api.is_preview() => Some(api.path.to_owned()),
            _ => preview_in(value.as_object()?, &path),
        }
    })
}
