use crate::lint::rules::spot::offer_regular_capacity;
use crate::lint::rules::system_pool::offer_user_mode;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Keyword;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let mode = pool.mode.as_ref().filter(|_| pool.has_mode() && !pool.is_user() && pool.is_spot());
    let Some(mode) = mode else { return };
    let finding = found.at(
        pool,
        "scaleSetPriority",
        format_args!(
            "{pool} is a {} pool on Spot capacity. Set its mode to User, or its priority to Regular.",
            mode.as_str()
        ),
    );
    if pool.is_system() {
        offer_user_mode(finding, pool);
        offer_regular_capacity(finding, pool);
    } else {
        offer_regular_capacity(finding, pool);
        finding.unsafe_fix(format_args!("Make {pool} a User pool"), vec![pool.text("mode", "User")]);
    }
}
