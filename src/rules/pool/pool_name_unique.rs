use std::collections::BTreeMap;

use crate::rules::pool::{is_name, with_name};
use crate::rules::{Check, Context, Finding, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "pool-name-unique",
    title: "Pool names are unique in the cluster",
    tier: Tier::Refused,
    sources: &[sources::CLI],
    check: Check::Plan(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut first_places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    // A name that AKS takes nowhere has to change anyhow.
    for pool in context.pools().filter(|pool| is_name(&pool.name)) {
        let first = *first_places.entry(&pool.pool.name).or_insert(pool.index);
        if first == pool.index {
            continue;
        }
        let finding = pool.finding(
            "name",
            format!(
                "{} is the name of pool {} and of pool {}; every pool of a cluster needs a name of its own.",
                pool.title(),
                first + 1,
                pool.index + 1,
            ),
            "The Azure CLI refuses to add a second pool of that name (\"already exists, please try a different name\"); \
             to the API, it is an update of the first.",
        );
        findings.push(with_name(context, finding, &pool, &pool.name));
    }
    findings
}
