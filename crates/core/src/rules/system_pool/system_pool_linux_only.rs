use crate::plan::Edit;
use crate::rules::system_pool::offer_user_mode;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "system-pool-linux-only", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_system() || !pool.is_windows() {
        return;
    }
    let finding = found.at(
        pool,
        "osType",
        format_args!("{pool} is a System pool that runs Windows; set osType to Linux, or the mode to User."),
    );
    offer_user_mode(finding, pool);
    finding.maybe(format_args!("Run Linux in {pool}"), linux(pool));
}

/// Leaves the operating system to AKS, and with it what only Windows has.
fn linux(pool: &Pool<'_>) -> Vec<Edit> {
    ["osType", "osSKU", "windowsProfile.disableOutboundNat"].map(|key| pool.clear(key)).to_vec()
}
