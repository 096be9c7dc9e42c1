use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let Some(windows) = context.pools().find(|pool| pool.is_windows()) else { return };
    let cluster = &context.plan.cluster;
    if cluster.windows_admin.is_some() {
        return;
    }
    let key = "windowsProfile.adminUsername";
    let finding = if cluster.existing {
        found.at_cluster(key, format_args!("The plan names no Windows administrator, but {windows} runs Windows; the cluster must have one already, for one can be named at its creation only."))
    } else {
        found.at_cluster(key, format_args!("The plan names no Windows administrator, but {windows} runs Windows; name one now, for one can be named at the cluster's creation only."))
    };
    let name = Value::Text("azureuser".to_owned());
    finding.safe_fix(
        format_args!("Name the administrator azureuser"),
        vec![Edit::Cluster { key, value: Some(name) }],
    );
}
