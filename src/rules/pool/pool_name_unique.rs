use std::collections::BTreeMap;

use crate::rules::pool::{is_name, rename};
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "pool-name-unique", tier: Tier::Refused, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    let mut first_places: BTreeMap<&str, usize> = BTreeMap::new();
    // A name that AKS takes nowhere has to change anyhow.
    for pool in context.pools().filter(|pool| is_name(&pool.name)) {
        let first = *first_places.entry(&pool.pool.name).or_insert(pool.index);
        if first == pool.index {
            continue;
        }
        let finding = found.at(
            &pool,
            "name",
            format_args!(
                "{pool} is the name of pool {} and of pool {}; every pool of a cluster needs a name of its own.",
                first + 1,
                pool.index + 1,
            ),
        );
        rename(finding, &pool, &pool.name);
    }
}
