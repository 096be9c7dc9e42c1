use crate::plan::{Edit, Mode, Word};
use crate::rules::context::shown;
use crate::rules::{Check, Context, Finding, Pool, Rule, Tier, sources};

pub(in crate::rules) const RULE: Rule = Rule {
    id: "pool-mode-explicit",
    title: "The mode of a pool is set, to System, User or Gateway",
    tier: Tier::Refused,
    sources: &[sources::API, sources::USE_SYSTEM_POOLS, sources::CHANGELOG],
    check: Check::Pool(check),
};

const WHY: &str = "ARM templates and the API require the mode, and take its values only as they are spelled here. \
                   Since January 2025 AKS rejects an unknown one, which it took for User before.";

fn check(context: &Context<'_>, pool: Pool<'_>) -> Option<Finding> {
    let title = pool.title();
    let message = match &pool.mode {
        None => format!("{title} has no mode; set it to System, User or Gateway."),
        Some(Mode::Other(mode)) => {
            format!(
                "{title} has the mode {}; it is one of System, User and Gateway, spelled so.",
                shown(mode)
            )
        }
        Some(_) => return None,
    };
    let finding = pool.finding("mode", message, WHY);
    let set = |mode: &str| vec![Edit::pool_text(pool.index, "mode", mode)];
    let written = pool.mode.as_ref().map_or("", |mode| mode.as_str().trim());
    if let Some(mode) = Mode::KNOWN.iter().find(|known| known.eq_ignore_ascii_case(written)) {
        return Some(finding.sure(format!("Write {mode}"), set(mode)));
    }
    // What a cluster needs first comes first.
    let needs_system = !context.plan.cluster.existing && context.system_pools().next().is_none();
    let modes = if needs_system { ["System", "User"] } else { ["User", "System"] };
    Some(
        modes
            .into_iter()
            .fold(finding, |finding, mode| finding.maybe(format!("Make it a {mode} pool"), set(mode))),
    )
}
