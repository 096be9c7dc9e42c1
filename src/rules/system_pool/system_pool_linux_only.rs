use crate::plan::Edit;
use crate::rules::system_pool::without_system_mode;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "system-pool-linux-only",
    title: "System pools run Linux",
    tier: Tier::Refused,
    sources: &[sources::USE_SYSTEM_POOLS, sources::API, sources::PULL_WINDOWS_SYSTEM],
    check: Check::Pool(check),
};

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    if !pool.is_system() || !pool.is_windows() {
        return None;
    }
    let finding = pool.finding(
        "osType",
        format!(
            "{} is a System pool that runs Windows; set osType to Linux, or the mode to User.",
            pool.title()
        ),
        "AKS refuses it, for its own pods run on Linux: SystemPoolMustBeLinux, \"System node pool must be linux.\"",
    );
    let finding = without_system_mode(context, finding, &pool);
    Some(finding.maybe(format!("Run Linux in {}", pool.title()), linux(&pool)))
}

/// Leaves the operating system to AKS, and with it what only Windows has.
fn linux(pool: &Pool<'_>) -> Vec<Edit> {
    ["osType", "osSKU", "windowsProfile.disableOutboundNat"]
        .map(|key| Edit::pool_clear(pool.index, key))
        .to_vec()
}
