use crate::lint::rules::spot::offer_regular_capacity;
use crate::lint::{Check, Context, Found, Pool, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let first = context.pools().next().filter(|pool| pool.is_user() && pool.is_spot());
    // Without a System pool to put first, the lack of one is the finding.
    let has_system_pool = context.system_pools().next().is_some();
    let Some(pool) = first.filter(|_| has_system_pool && !context.plan.cluster.existing) else { return };
    let finding = found.at(
        &pool,
        "scaleSetPriority",
        format_args!(
            "{pool} is the first pool, which the cluster is created with, and a Spot pool. \
             Put a System pool with regular capacity first."
        ),
    );
    if let Some(other) = context.pools().find(Pool::can_be_system) {
        finding.safe_fix(format_args!("Put {other} first"), vec![Edit::Move { from: other.index, to: 0 }]);
    }
    offer_regular_capacity(finding, &pool);
}
