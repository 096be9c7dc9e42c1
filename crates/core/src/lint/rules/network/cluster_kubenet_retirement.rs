use crate::catalog::ends::KUBENET_RETIRES;
use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Recommendation, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    if !context.plan.cluster.is_kubenet() {
        return;
    }
    let set =
        |key: &'static str, text: &str| Edit::Cluster { key, value: Some(Value::Text(text.to_owned())) };
    found
        .at_cluster(
            "networkProfile.networkPlugin",
            format_args!(
                "The cluster uses kubenet, which retires on {KUBENET_RETIRES}. Use azure with overlay."
            ),
        )
        .unsafe_fix(
            format_args!("Use azure with overlay"),
            vec![
                set("networkProfile.networkPlugin", "azure"),
                set("networkProfile.networkPluginMode", "overlay"),
            ],
        );
}
