use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Plan, PoolType};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(written) = context.plan.cluster.azure_cli.as_deref() else { return };
    let (least, what) = needed(context.plan);
    if parse(written).is_some_and(|version| version >= least) {
        return;
    }
    let (major, minor, patch) = least;
    found.at_cluster(
        "azureCli",
        format_args!(
            "The plan is for Azure CLI {}, but {what} needs {major}.{minor}.{patch} or later. Update the Azure CLI.",
            in_sentence(written)
        ),
    );
}

/// Returns the first version of the Azure CLI that can say what a plan holds, and what needs it (use-system-pools,
/// 2026-04-30; virtual-machines-node-pools, 2026-08-07; configure-static-egress-gateway, 2026-08-06; windows-os-sku,
/// 2026-07-13).
fn needed(plan: &Plan) -> ((u32, u32, u32), &'static str) {
    if plan.pools.iter().any(|pool| pool.os_sku == Some(crate::plan::OsSku::Windows2025)) {
        ((2, 87, 0), "Windows2025")
    } else if plan.pools.iter().any(|pool| pool.pool_type == Some(PoolType::Vms)) {
        ((2, 85, 0), "a pool of virtual machines")
    } else if plan.has_gateway_pool() {
        ((2, 75, 0), "a Gateway pool")
    } else {
        ((2, 31, 0), "the mode of a pool")
    }
}

fn parse(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.split('.').map(|part| part.parse().ok());
    let version = (numbers.next()??, numbers.next()??, numbers.next().unwrap_or(Some(0))?);
    numbers.next().is_none().then_some(version)
}
