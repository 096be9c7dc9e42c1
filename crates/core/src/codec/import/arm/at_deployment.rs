//! What is known only at deployment: values that Azure has, and the parts of resource IDs that depend on where a
//! template goes.

use super::evaluate::known_text;
use super::functions::{self, joined};
use super::value::{Part, Value};

pub(super) const RESOURCE_GROUP: &str = "the resource group is known only at deployment";

/// Returns a value that isn't known, under a name by which it is equal to itself.
pub(super) fn unknown(name: String, why: &str) -> Value {
    Value::open_text(vec![Part::Unknown(name.into())], why.into())
}

/// What Azure alone knows: functions that ask it, in lower case.
const AT_DEPLOYMENT: &[&str] = &[
    "deployer",
    "deployment",
    "environment",
    "getsecret",
    "managementgroup",
    "newguid",
    "pickzones",
    "providers",
    "reference",
    "references",
    "subscription",
    "tenant",
    "tologicalzone",
    "tologicalzones",
    "tophysicalzone",
    "tophysicalzones",
    "utcnow",
];

/// Returns the value of a function that this doesn't evaluate.
pub(super) fn unknown_function(name: &str, arguments: &[Value], scope: usize) -> Result<Value, String> {
    let is_at_deployment = AT_DEPLOYMENT.contains(&name) || name.starts_with("list");
    let why = if is_at_deployment {
        format!("{name} is known only at deployment")
    } else {
        format!("the function {name} isn't evaluated")
    };
    let is_small = arguments.iter().map(Value::size).sum::<usize>() < functions::LONGEST_NAME / 4;
    // Of the last two every call has another value.
    if !is_small || matches!(name, "newguid" | "utcnow") {
        return Err(why);
    }
    let identity = |value: &Value| match value.as_open() {
        Some(open) if !open.parts.is_empty() => Some(format!("{:?}", open.parts)),
        _ if value.has_open() => None,
        _ => Some(crate::to_json::compact(&value.to_json())),
    };
    let arguments: Option<Vec<String>> = arguments.iter().map(identity).collect();
    let arguments =
        arguments.map(|arguments| arguments.join(",")).filter(|text| text.len() < functions::LONGEST_NAME);
    let arguments = arguments.ok_or_else(|| why.clone())?;
    Ok(unknown(format!("{scope}.{name}({arguments})"), &why))
}

/// Returns the id of a resource, in which the subscription and the group are known if the arguments have them.
pub(super) fn resource_id(function: &str, arguments: &[Value], scope: usize) -> Result<Value, String> {
    let why = "the subscription and the resource group are known only at deployment";
    let unknown = |what: &str| unknown(format!("{scope}.{what}"), why);
    let is_type =
        |value: &Value| value.as_text().is_some_and(|text| text.contains('/') && !text.starts_with('/'));
    let place =
        arguments.iter().position(is_type).ok_or_else(|| format!("{function} takes a resource type"))?;
    let (before, rest) = arguments.split_at_checked(place).unwrap_or_default();
    let (kind, names) = rest.split_first().ok_or_else(String::new)?;
    let kind = known_text(kind)?;
    let slash = || Value::text("/");
    let subscription = |value: Value| vec![Value::text("/subscriptions/"), value];
    let mut parts = match (function, before) {
        ("tenantresourceid", _) => Vec::new(),
        ("managementgroupresourceid" | "extensionresourceid", _) => vec![unknown("scope")],
        ("subscriptionresourceid", [one]) => subscription(one.clone()),
        ("subscriptionresourceid", _) => subscription(unknown("subscription")),
        (_, before) => {
            let (id, group) = match before {
                [id, group] => (id.clone(), group.clone()),
                [group] => (unknown("subscription"), group.clone()),
                _ => (unknown("subscription"), unknown("resourceGroup")),
            };
            let mut parts = subscription(id);
            parts.extend([Value::text("/resourceGroups/"), group]);
            parts
        }
    };
    let mut segments = kind.split('/');
    parts.extend([Value::text("/providers/"), Value::text(segments.next().unwrap_or_default())]);
    let mut names = names.iter();
    for segment in segments {
        let name =
            names.next().ok_or_else(|| format!("{function} takes a name for each part of the type"))?;
        parts.extend([slash(), Value::text(segment), slash(), name.clone()]);
    }
    joined(&parts)
}
