use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Kind, POOL_PROPERTIES, UNKNOWN_PROPERTIES, api_property};
use crate::text::in_sentence;
use crate::to_json::{Json, compact};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

/// The words that nested texts have, by the last part of their path (API 2026-08-01, read on 2026-11-28).
const WORDS: &[(&str, &str, &[&str])] = &[
    ("localDNSProfile", "mode", &["Disabled", "Preferred", "Required"]),
    ("localDNSProfile", "queryLogging", &["Error", "Log"]),
    ("localDNSProfile", "protocol", &["ForceTCP", "PreferUDP"]),
    ("localDNSProfile", "forwardDestination", &["ClusterCoreDNS", "VnetDNS"]),
    ("localDNSProfile", "forwardPolicy", &["Random", "RoundRobin", "Sequential"]),
    ("localDNSProfile", "serveStale", &["Disable", "Immediate", "Verify"]),
    ("networkProfile.allowedHostPorts", "protocol", &["TCP", "UDP"]),
];

/// What is wrong with a nested value.
enum Problem {
    /// It can't be right.
    Wrong(String),
    /// It may be right.
    Unchecked(String),
}

fn check(pool: &Pool<'_>, found: &mut Found) {
    let trees = POOL_PROPERTIES.iter().filter(|one| matches!(one.kind, Kind::Tree | Kind::Items));
    for property in trees.filter(|one| one.key != UNKNOWN_PROPERTIES) {
        let Some(value) = property.get(pool.pool) else { continue };
        let mut problems = Vec::new();
        walk(&value.to_json(), property.key, property.key, &mut problems);
        if property.key == "networkProfile.allowedHostPorts" {
            problems.extend(ports(&value.to_json()));
        }
        for problem in problems {
            let (Problem::Wrong(text) | Problem::Unchecked(text)) = &problem;
            let finding = found.at(pool, property.key, format_args!("{pool} has {text}"));
            if matches!(problem, Problem::Unchecked(_)) {
                finding.unchecked();
            }
        }
    }
}

/// Compares a value with the API's types. `path` is the API's, with `[]` for an item and `*` for a key of the user's;
/// `shown` is the plan's.
fn walk(value: &Json, path: &str, shown: &str, problems: &mut Vec<Problem>) {
    let Some(api) = api_property(path) else { return };
    let wanted = match (api.kind, value) {
        (_, Json::Null) => return,
        ("int", _) => value.as_i64().is_none().then_some("a whole number"),
        ("bool", _) => (!value.is_boolean()).then_some("true or false"),
        ("string", Json::String(text)) => return words(path, shown, text, problems),
        ("string", _) => Some("a text"),
        (kind, Json::Array(items)) if kind.ends_with("[]") => {
            for (index, item) in items.iter().enumerate() {
                let shown = format!("{shown}[{index}]");
                if kind == "string[]" && !item.is_string() {
                    problems.push(wrong(&shown, item, "a text"));
                } else if kind != "string[]" && item.is_object() {
                    entries(item, &format!("{path}[]"), &shown, problems);
                } else if kind != "string[]" {
                    problems.push(wrong(&shown, item, "an object"));
                }
            }
            return;
        }
        (kind, _) if kind.ends_with("[]") => Some("a list"),
        (_, Json::Object(_)) => return entries(value, path, shown, problems),
        _ => Some("an object"),
    };
    let Some(wanted) = wanted else { return };
    // Whether AKS takes a number or a flag in quotes isn't known.
    let is_quoted = value.as_str().is_some_and(|text| match api.kind {
        "int" => text.trim().parse::<i64>().is_ok(),
        "bool" => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        _ => false,
    });
    if is_quoted {
        let text = format!(
            "{} {}, but the API has {wanted} there. Write it without quotes.",
            in_sentence(shown),
            compact(value)
        );
        problems.push(Problem::Unchecked(text));
    } else {
        problems.push(wrong(shown, value, wanted));
    }
}

fn entries(value: &Json, path: &str, shown: &str, problems: &mut Vec<Problem>) {
    let is_map = api_property(path).is_some_and(|api| api.kind.starts_with("map:"));
    // Unknown keys of these are another rule's.
    let is_of_other_rule = path.starts_with("kubeletConfig") || path.starts_with("linuxOSConfig");
    for (key, value) in value.as_object().into_iter().flatten() {
        let shown = format!("{shown}.{key}");
        let inner = format!("{path}.{}", if is_map { "*" } else { key });
        if is_map && value.is_object() {
            entries(value, &inner, &shown, problems);
        } else if !is_map && (key.contains('.') || api_property(&inner).is_none()) {
            if !is_of_other_rule {
                let text = format!(
                    "the key {}, which the AKS API doesn\u{2019}t have. Check its spelling.",
                    in_sentence(&shown)
                );
                problems.push(Problem::Unchecked(text));
            }
        } else if is_map {
            problems.push(wrong(&shown, value, "an object"));
        } else {
            walk(value, &inner, &shown, problems);
        }
    }
}

fn wrong(shown: &str, value: &Json, wanted: &str) -> Problem {
    Problem::Wrong(format!(
        "{} {}, which isn\u{2019}t {wanted}.",
        in_sentence(shown),
        in_sentence(&compact(value))
    ))
}

/// Tells a text that isn't one of the words of its place.
fn words(path: &str, shown: &str, text: &str, problems: &mut Vec<Problem>) {
    let is_here = |(root, last, _): &&(&str, &str, &[&str])| {
        path.starts_with(root) && path.rsplit('.').next().is_some_and(|name| name.eq_ignore_ascii_case(last))
    };
    let Some((_, _, known)) = WORDS.iter().find(is_here) else { return };
    if !known.iter().any(|known| known.eq_ignore_ascii_case(text)) {
        problems.push(Problem::Unchecked(format!(
            "{} {}, which isn\u{2019}t a known value. Known values: {}.",
            in_sentence(shown),
            in_sentence(text),
            known.join(", ")
        )));
    }
}

/// Tells ranges of host ports that are none.
fn ports(value: &Json) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, range) in value.as_array().into_iter().flatten().enumerate() {
        let port = |key: &str| range.get(key).and_then(Json::as_i64);
        let shown = format!("networkProfile.allowedHostPorts[{index}]");
        let (start, end) = (port("portStart"), port("portEnd"));
        if [start, end].into_iter().flatten().any(|port| !(1..=65_535).contains(&port)) {
            problems
                .push(Problem::Wrong(format!("a port in {shown} that isn\u{2019}t between 1 and 65535.")));
        } else if start.zip(end).is_some_and(|(start, end)| start > end) {
            problems.push(Problem::Wrong(format!(
                "a range in {shown} that ends before it starts. Set portEnd to portStart or more."
            )));
        }
    }
    problems
}
