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
    // A pool that runs shows that the cluster has one.
    if windows.exists() && !context.is_new_cluster() {
        return;
    }
    let finding = if context.is_new_cluster() {
        found.at_cluster(key, format_args!("The plan has no Windows administrator, but {windows} runs Windows. Set one now: it can\u{2019}t be set after the cluster is created."))
    } else {
        found.at_cluster(key, format_args!("The plan has no Windows administrator, but {windows} runs Windows. The cluster must have one already: it is set only when a cluster is created."))
    };
    let name = Value::Text("azureuser".to_owned());
    finding.safe_fix(format_args!("Use the name azureuser"), vec![Edit::Cluster { key, value: Some(name) }]);
}
