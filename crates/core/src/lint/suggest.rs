//! The cheapest VM sizes that a pool could have.

use super::{Check, Context, Date, Found, Pool, REGISTRY, Severity, judge};
use crate::catalog::{Catalog, Filter, Prices, VmSize};
use crate::plan::Plan;

/// Returns the cheapest sizes that a filter lets through and with which the pool raises no finding but notes and
/// what it raises with any size, at most `limit`: by price where it is known, then by vCPUs, memory and name. A Spot or Windows pool
/// is compared with the price that it would pay.
pub fn suggest<'a>(
    plan: &Plan,
    pool: usize,
    filter: &Filter,
    (catalog, prices, today): (&'a Catalog, Option<&Prices>, Date),
    limit: usize,
) -> Vec<(&'a VmSize, Option<i64>)> {
    let Some(said) = plan.pools.get(pool) else { return Vec::new() };
    let price = |size: &VmSize| prices?.price(&size.name)?.of_node(said);
    let mut choice: Vec<_> = catalog
        .select(filter, prices, today, usize::MAX)
        .into_iter()
        .map(|size| (size, price(size)))
        .collect();
    // What has no price comes last.
    choice.sort_by_key(|(size, price)| {
        (price.is_none(), *price, size.vcpus, (size.memory_gib * 100.0) as u64, size.name.clone())
    });
    let mut tried = plan.clone();
    let mut suggested = Vec::new();
    // What is found whatever the size is, as one node in a System pool, doesn't tell sizes apart.
    if let Some(pool) = tried.pools.get_mut(pool) {
        pool.vm_size = None;
    }
    let always = rules_found(&tried, pool, catalog, today);
    for (size, price) in choice {
        if suggested.len() == limit {
            break;
        }
        if let Some(pool) = tried.pools.get_mut(pool) {
            pool.vm_size = Some(size.name.clone());
        }
        let found = rules_found(&tried, pool, catalog, today);
        let is_new = |(id, severity): &(&str, Severity)| {
            !matches!(severity, Severity::Recommendation) || !always.iter().any(|(always, _)| always == id)
        };
        if !found.iter().any(is_new) {
            suggested.push((size, price));
        }
    }
    suggested
}

/// Returns the rules that a pool breaks, but for notes.
fn rules_found(plan: &Plan, place: usize, catalog: &Catalog, today: Date) -> Vec<(&'static str, Severity)> {
    let context = Context::new(plan, catalog, today);
    let pools: Vec<Pool<'_>> = context.pools().filter(|pool| pool.index == place).collect();
    let mut found = Found::default();
    // What is judged pool by pool does not need the others.
    for rule in REGISTRY.iter().filter(|rule| matches!(rule.check, Check::Pool(_) | Check::Plan(_))) {
        judge(rule, &context, &pools, &mut found);
    }
    let findings = found.into_findings().into_iter();
    let of_pool =
        findings.filter(|finding| finding.pool == Some(place) && finding.severity != Severity::Note);
    of_pool.map(|finding| (finding.rule.id, finding.severity)).collect()
}
