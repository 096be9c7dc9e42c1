use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let key = "networkProfile.dockerBridgeCidr";
    if context.plan.cluster.docker_bridge_cidr.is_some() {
        found
            .at_cluster(key, format_args!("The plan has a dockerBridgeCidr, which the API no longer knows; it is left out of what is generated."))
            .safe_fix(format_args!("Leave it out"), vec![Edit::Cluster { key, value: None }]);
    }
}
