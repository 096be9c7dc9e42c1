use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Sku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if context.plan.cluster.sku != Some(Sku::Automatic) {
        return;
    }
    if let Some(pool) = context.pools().find(|pool| pool.is_windows()) {
        found.at_cluster("sku.name", format_args!("The cluster is AKS Automatic, which has no Windows pools, but {pool} is one. Use the Base SKU."));
    }
}
