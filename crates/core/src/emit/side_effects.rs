//! Side effects and requirements of creating a cluster that the plan doesn't state.
//!
//! What az does is read from azure-cli 2.91.0 (`process_add_role_assignment_for_vnet_subnet`, `get_enable_addons` and
//! `postprocessing_after_mc_created` of its module acs). That the identity needs the role is of "Use a managed identity
//! in AKS". The page asks the worker for a text that may have such a remark.

use super::Dialect;
use super::snippet::{Gap, Snippet};
use super::values::gap;
use crate::plan::{NodePool, Plan, Sku};

/// Returns the remarks above a text that creates the cluster.
pub(super) fn side_effects(plan: &Plan, dialect: Dialect) -> Vec<Gap> {
    let is_az = matches!(dialect, Dialect::Az | Dialect::AzPwsh);
    let first = plan.first_pool().and_then(|place| plan.pools.get(place));
    let role = match first.and_then(|pool| Some((pool, subnet(pool)?))) {
        Some((pool, given)) if is_az => Some(given_by_az(plan, pool, given)),
        _ if !is_az && plan.pools.iter().any(|pool| subnet(pool).is_some()) => Some(
            "The cluster\u{2019}s identity needs the role Network Contributor on the subnets of its nodes, which this text does not give; az does, for the first pool\u{2019}s."
                .to_owned(),
        ),
        _ => None,
    };
    let automatic = (is_az && plan.cluster.sku == Some(Sku::Automatic)).then(|| {
        "For an Automatic cluster, az turns monitoring on and creates a Log Analytics workspace for it if none is given (--workspace-resource-id), and makes you its RBAC Cluster Admin.".to_owned()
    });
    let bridge = plan.cluster.docker_bridge_cidr.is_some().then(|| {
        gap(None, "networkProfile.dockerBridgeCidr", "is no longer part of the API, and is left out")
    });
    role.into_iter().chain(automatic).map(Snippet::gap).chain(bridge).collect()
}

fn given_by_az(plan: &Plan, first: &NodePool, given: &str) -> String {
    let others =
        plan.pools.iter().filter(|pool| subnet(pool).is_some_and(|id| !id.eq_ignore_ascii_case(given)));
    let others: Vec<&str> = others.map(|pool| pool.name.as_str()).collect();
    let rest = match others.as_slice() {
        [] => String::new(),
        others => format!(
            " It needs the role on the subnets of {} too, where az does not give it.",
            others.join(", ")
        ),
    };
    format!(
        "az gives the cluster\u{2019}s identity the role Network Contributor on the subnet of {}, if you may; --skip-subnet-role-assignment leaves that to you.{rest}",
        first.name
    )
}

/// Returns the resource id of the nodes' subnet.
fn subnet(pool: &NodePool) -> Option<&str> {
    pool.vnet_subnet.as_deref().filter(|id| id.starts_with('/'))
}
