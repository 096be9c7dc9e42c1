use crate::lint::rules::system_pool::offer_user_mode;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_system() || !pool.is_windows() {
        return;
    }
    let finding = found.at(
        pool,
        "osType",
        format_args!("{pool} is a System pool that runs Windows. Set osType to Linux, or the mode to User."),
    );
    offer_user_mode(finding, pool);
    finding.unsafe_fix(format_args!("Use Linux in {pool}"), linux(pool));
}

/// Leaves the operating system to AKS, and with it what only Windows has.
fn linux(pool: &Pool<'_>) -> Vec<Edit> {
    ["osType", "osSKU", "windowsProfile.disableOutboundNat"].map(|key| pool.clear(key)).to_vec()
}
