use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let mut pools = context.pools();
    let first = pools.next().filter(|pool| *pool.fips && !pool.cluster().existing && !*pool.cluster().fips);
    let Some(first) = first else { return };
    for pool in pools.filter(|pool| !*pool.fips && pool.is_linux()) {
        found
            .at(&pool, "enableFIPS", format_args!("{pool} doesn\u{2019}t have FIPS, but the first pool, {first}, has. Turn it on for every pool."))
            .unsafe_fix(format_args!("Turn FIPS on"), vec![pool.on("enableFIPS")]);
    }
}
