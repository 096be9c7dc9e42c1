use crate::plan::{Edit, Word};
use crate::rules::spot::with_regular_capacity;
use crate::rules::system_pool::without_system_mode;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "spot-pool-user-mode-only",
    title: "Spot pools are User pools",
    tier: Tier::Refused,
    sources: &[sources::USE_SYSTEM_POOLS, sources::SPOT],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let mode = pool.mode.as_ref().filter(|_| pool.has_mode() && !pool.is_user() && pool.is_spot())?;
    let finding = pool.finding(
        "scaleSetPriority",
        format!(
            "{} is a {} pool on Spot capacity; set its mode to User, or its priority to Regular.",
            pool.title(),
            mode.as_str()
        ),
        "The documents say \"Spot node pools require user node pools\": Azure takes Spot nodes back at any time, \
         and with them whatever the cluster itself needs.",
    );
    if pool.is_system() {
        return Some(with_regular_capacity(without_system_mode(context, finding, &pool), &pool));
    }
    let to_user = vec![Edit::pool_text(pool.index, "mode", "User")];
    Some(with_regular_capacity(finding, &pool).maybe(format!("Make {} a User pool", pool.title()), to_user))
}
