use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // The label of the mode has a rule of its own.
    let is_reserved =
        |key: &str| key.starts_with("kubernetes.azure.com/") && key != "kubernetes.azure.com/mode";
    let Some((key, _)) = pool.labels.iter().find(|(key, _)| is_reserved(key)) else { return };
    let rest = pool.labels.iter().filter(|(key, _)| !is_reserved(key));
    let rest = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
    let edit = Edit::Pool { pool: pool.index, key: "nodeLabels", value: Some(Value::Map(rest)) };
    found
        .at(pool, "nodeLabels", format_args!("{pool} has the label {}, but keys under kubernetes.azure.com/ are reserved for AKS. Use your own key.", in_sentence(key)))
        .unsafe_fix(format_args!("Remove such labels"), vec![edit]);
}
