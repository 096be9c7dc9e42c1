use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::Edit;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Note, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let key = "networkProfile.dockerBridgeCidr";
    if context.plan.cluster.docker_bridge_cidr.is_some() {
        found
            .at_cluster(key, format_args!("The plan has a dockerBridgeCidr, which the API no longer has. Remove it; generated texts don\u{2019}t have it."))
            .safe_fix(format_args!("Remove it"), vec![Edit::Cluster { key, value: None }]);
    }
}
