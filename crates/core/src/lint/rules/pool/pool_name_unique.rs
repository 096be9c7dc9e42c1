use crate::lint::rules::pool::rename;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::is_pool_name;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    // By name.
    let mut first_places: Vec<(&str, usize)> = Vec::new();
    // A name that AKS takes nowhere has to change anyhow.
    for pool in context.pools().filter(|pool| is_pool_name(&pool.name)) {
        let name = pool.pool.name.as_str();
        let first = match first_places.binary_search_by(|(known, _)| (*known).cmp(name)) {
            Ok(at) => first_places.get(at).map_or(0, |(_, first)| *first),
            Err(at) => {
                first_places.insert(at, (name, pool.index));
                continue;
            }
        };
        let finding = found.at(
            &pool,
            "name",
            format_args!(
                "{pool} is the name of pool {} and of pool {}. Give each pool its own name.",
                first + 1,
                pool.index + 1,
            ),
        );
        rename(finding, &pool, &pool.name);
    }
}
