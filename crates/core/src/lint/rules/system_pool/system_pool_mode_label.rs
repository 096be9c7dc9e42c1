use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Map, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    const LABEL: &str = "kubernetes.azure.com/mode";
    if !pool.labels.contains_key(LABEL) {
        return;
    }
    let mut labels = Map::clone(&pool.labels);
    labels.remove(LABEL);
    let edit = Edit::Pool { pool: pool.index, key: "nodeLabels", value: Some(Value::Map(labels)) };
    found
        .at(pool, "nodeLabels", format_args!("{pool} has the label {LABEL}, which AKS sets. Remove it."))
        .safe_fix(format_args!("Remove the label"), vec![edit]);
}
