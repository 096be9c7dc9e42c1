use crate::plan::{Edit, Value};
use crate::rules::{Check, Context, Found, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "cluster-kubenet-retirement", tier: Tier::Recommendation, check: Check::Plan(check) };

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_kubenet() {
        return;
    }
    let set =
        |key: &'static str, text: &str| Edit::Cluster { key, value: Some(Value::Text(text.to_owned())) };
    found
        .at_cluster(
            "networkProfile.networkPlugin",
            format_args!("The cluster uses kubenet, which is retired on 2028-03-31; use azure with overlay."),
        )
        .maybe(
            format_args!("Use azure with overlay"),
            vec![
                set("networkProfile.networkPlugin", "azure"),
                set("networkProfile.networkPluginMode", "overlay"),
            ],
        );
}
