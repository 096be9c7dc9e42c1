//! The region is one that the catalog has.

use crate::lint::rules::cluster::location_syntax::wrong_letter;
use crate::lint::{Check, Context, FACTS_DATE, Found, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let (name, catalog) = (context.plan.cluster.location.as_str(), context.catalog);
    let is_own = catalog.own_regions().any(|own| own.eq_ignore_ascii_case(name));
    // A name that can't be one is a finding of `location-syntax`.
    let can_be_one = !name.is_empty() && wrong_letter(name).is_none();
    if !can_be_one || is_own || catalog.region(name).is_some() {
        return;
    }
    let key = "location";
    match catalog.nearest_region(name) {
        Some(near) => found
            .at_cluster(
                key,
                format_args!("The region {} isn\u{2019}t known. Did you mean {near}?", in_sentence(name)),
            )
            .unchecked()
            .unsafe_fix(
                format_args!("Use {near}"),
                vec![Edit::Cluster { key, value: Some(Value::Text(near.to_owned())) }],
            ),
        None => found
            .at_cluster(
                key,
                format_args!(
                    "The region {} isn\u{2019}t one of the regions of Azure\u{2019}s public cloud known as of {FACTS_DATE}. Check its spelling.",
                    in_sentence(name)
                ),
            )
            .unchecked(),
    };
}
