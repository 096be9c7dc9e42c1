use crate::lint::Pool;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Purpose;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let region = context.catalog.region(&cluster.location);
    // Without a region, only a plan that says it is for production is asked for zones.
    let has_zones =
        region.map_or(cluster.purpose == Some(Purpose::Production), |region| region.zones > Some(0));
    if !has_zones || !cluster.is_production() || !context.is_whole() {
        return;
    }
    let most = region.and_then(|region| region.zones).map_or(3, usize::from);
    let is_spread = |pool: &Pool<'_>| {
        pool.zones.len() >= most && usize::try_from(pool.nodes()).is_ok_and(|nodes| nodes >= pool.zones.len())
    };
    let Some(pool) =
        context.system_pools().next().filter(|_| !context.system_pools().any(|pool| is_spread(&pool)))
    else {
        return;
    };
    let zones = ["1", "2", "3"].map(str::to_owned).to_vec();
    let mut edits = vec![pool.list("availabilityZones", zones)];
    if pool.nodes() < 3 {
        edits.extend(pool.begin_with(3).1);
    }
    found
        .at(
            &pool,
            "availabilityZones",
            format_args!("{pool} doesn\u{2019}t have a node in each of {most} zones, and no other System pool has. Use 3 nodes in 3 zones in production."),
        )
        .unsafe_fix(format_args!("Spread it over 3 zones"), edits);
}
