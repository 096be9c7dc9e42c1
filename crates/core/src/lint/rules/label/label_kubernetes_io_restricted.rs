use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((key, _)) = pool.labels.iter().find(|(key, _)| is_restricted(key)) else { return };
    let rest = pool.labels.iter().filter(|(key, _)| !is_restricted(key));
    let rest = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
    let edit = Edit::Pool { pool: pool.index, key: "nodeLabels", value: Some(Value::Map(rest)) };
    let finding = found.at(
        pool,
        "nodeLabels",
        format_args!("{pool} has the label {}. Of the prefixes that end with kubernetes.io or k8s.io, use only kubelet.kubernetes.io and node.kubernetes.io.", in_sentence(key)),
    );
    if key.starts_with("node-role.kubernetes.io/") {
        finding.downgrade_to(Severity::Unsupported);
    }
    finding.unsafe_fix(format_args!("Remove such labels"), vec![edit]);
}

fn is_restricted(key: &str) -> bool {
    let Some((prefix, _)) = key.split_once('/') else { return false };
    let is_or_below = |domain: &str| {
        let rest = prefix.strip_suffix(domain);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let is_reserved = is_or_below("kubernetes.io") || is_or_below("k8s.io");
    is_reserved && !is_or_below("kubelet.kubernetes.io") && !is_or_below("node.kubernetes.io")
}
