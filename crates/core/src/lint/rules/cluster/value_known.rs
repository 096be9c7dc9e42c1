//! Values of a vocabulary are ones that are known.

use crate::lint::{Check, Context, Finding, Found, Rule, Severity};
use crate::plan::{CLUSTER_PROPERTIES, Edit, Kind, POOL_PROPERTIES, Property, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

/// Properties whose unknown values are findings of other rules.
const REFUSED_BY_OTHERS: [&str; 6] =
    ["mode", "osType", "osSKU", "scaleDownMode", "scaleSetEvictionPolicy", "gpuInstanceProfile"];

fn check(context: &Context<'_>, found: &mut Found) {
    for property in CLUSTER_PROPERTIES {
        if let Some((written, known)) = unknown(property, &context.plan.cluster) {
            let key = property.key;
            let finding = found.at_cluster(
                key,
                format_args!(
                    "The cluster has {key} {}, which isn\u{2019}t a known value. Known values: {}.",
                    in_sentence(&written),
                    known.join(", ")
                ),
            );
            offer_spelling(finding, &written, known, |value| Edit::Cluster { key, value: Some(value) });
        }
    }
    for pool in context.pools() {
        let properties = POOL_PROPERTIES.iter().filter(|one| !REFUSED_BY_OTHERS.contains(&one.key));
        for property in properties {
            if let Some((written, known)) = unknown(property, pool.pool) {
                let key = property.key;
                let finding = found.at(
                    &pool,
                    key,
                    format_args!(
                        "{pool} has {key} {}, which isn\u{2019}t a known value. Known values: {}.",
                        in_sentence(&written),
                        known.join(", ")
                    ),
                );
                offer_spelling(finding, &written, known, |value| Edit::Pool {
                    pool: pool.index,
                    key,
                    value: Some(value),
                });
            }
        }
    }
}

/// Returns the value of a property that its vocabulary doesn't have, and the vocabulary.
pub(in crate::lint) fn unknown<T>(
    property: &Property<T>,
    owner: &T,
) -> Option<(String, &'static [&'static str])> {
    // The kind first: a value is a copy, and labels and trees are large.
    let Kind::Keyword(known) = property.kind else { return None };
    let Value::Text(written) = property.get(owner)? else { return None };
    (!known.contains(&written.as_str())).then_some((written, known))
}

/// Offers the known value that differs in case only.
fn offer_spelling(finding: &mut Finding, written: &str, known: &[&str], edit: impl Fn(Value) -> Edit) {
    finding.unchecked();
    if let Some(meant) = known.iter().find(|known| known.eq_ignore_ascii_case(written.trim())) {
        finding.unsafe_fix(format_args!("Write {meant}"), vec![edit(Value::Text((*meant).to_owned()))]);
    }
}
