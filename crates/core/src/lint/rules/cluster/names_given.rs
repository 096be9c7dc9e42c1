//! A cluster has a name, a resource group and a region.

use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if cluster.name.is_empty() {
        found.at_cluster("name", format_args!("The cluster has no name. Enter one.")).unchecked();
    }
    if cluster.resource_group.is_empty() {
        found
            .at_cluster("resourceGroup", format_args!("The cluster has no resource group. Enter its name."))
            .unchecked();
    }
    if cluster.location.is_empty() {
        found
            .at_cluster(
                "location",
                format_args!(
                    "The cluster has no region, so which VM sizes and zones it has wasn\u{2019}t checked. Enter one, such as westeurope."
                ),
            )
            .unchecked();
    }
}
