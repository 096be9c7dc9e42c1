//! Values of a vocabulary are ones that are known.

use std::fmt;

use crate::lint::{Check, Context, Finding, Found, Rule, Severity};
use crate::plan::{CLUSTER_PROPERTIES, Edit, Kind, POOL_PROPERTIES, Property, Value, spelled_otherwise};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

/// Properties whose unknown values are findings of other rules.
const REFUSED_BY_OTHERS: [&str; 6] =
    ["mode", "osType", "osSKU", "scaleDownMode", "scaleSetEvictionPolicy", "gpuInstanceProfile"];

fn check(context: &Context<'_>, found: &mut Found) {
    for property in CLUSTER_PROPERTIES {
        if let Some(unknown) = unknown(property, &context.plan.cluster) {
            let key = property.key;
            let finding = found.at_cluster(key, format_args!("The cluster has {key} {unknown}"));
            unknown.finish(finding, |value| Edit::Cluster { key, value: Some(value) });
        }
    }
    for pool in context.pools() {
        for property in POOL_PROPERTIES {
            let key = property.key;
            let is_ours = |unknown: &Unknown| match unknown.meant() {
                // AKS takes the mode in its own spelling only.
                Some(_) => key != "mode",
                None => !REFUSED_BY_OTHERS.contains(&key),
            };
            if let Some(unknown) = unknown(property, pool.pool).filter(is_ours) {
                let finding = found.at(&pool, key, format_args!("{pool} has {key} {unknown}"));
                unknown.finish(finding, |value| Edit::Pool { pool: pool.index, key, value: Some(value) });
            }
        }
    }
}

/// A value that the vocabulary of its property doesn't have.
struct Unknown {
    written: String,
    known: &'static [&'static str],
}

impl Unknown {
    /// Returns the known value that differs in case only.
    fn meant(&self) -> Option<&'static str> {
        spelled_otherwise(&self.written, self.known)
    }

    /// Marks a finding about it as unchecked, and offers the known value that differs in case only.
    fn finish(&self, finding: &mut Finding, edit: impl Fn(Value) -> Edit) {
        finding.unchecked();
        if let Some(meant) = self.meant() {
            finding.unsafe_fix(format_args!("Write {meant}"), vec![edit(Value::Text(meant.to_owned()))]);
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = in_sentence(&self.written);
        match self.meant() {
            Some(meant) => write!(
                out,
                "{written}, which the API spells {meant}. Write {meant}; whether AKS accepts another case isn\u{2019}t certain."
            ),
            None => write!(
                out,
                "{written}, which isn\u{2019}t a known value. Known values: {}.",
                self.known.join(", ")
            ),
        }
    }
}

/// Returns the value of a property that its vocabulary doesn't have.
fn unknown<T>(property: &Property<T>, owner: &T) -> Option<Unknown> {
    // The kind first: a value is a copy, and labels and trees are large.
    let Kind::Keyword(known) = property.kind else { return None };
    let Value::Text(written) = property.get(owner)? else { return None };
    (!known.contains(&written.as_str())).then_some(Unknown { written, known })
}
