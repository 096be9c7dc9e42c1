use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, SkuTier, SupportPlan, Value};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    let is_unknown = !context.is_new_cluster() && cluster.tier.is_none();
    if cluster.support_plan != Some(SupportPlan::Lts) || cluster.tier == Some(SkuTier::Premium) || is_unknown
    {
        return;
    }
    let text = |key, text: &str| Edit::Cluster { key, value: Some(Value::Text(text.to_owned())) };
    found
        .at_cluster(
            "supportPlan",
            format_args!("The cluster has the support plan AKSLongTermSupport without the Premium tier. Use the Premium tier."),
        )
        .unsafe_fix(format_args!("Use the Premium tier"), vec![text("tier", "Premium")])
        .unsafe_fix(
            format_args!("Use community support"),
            vec![text("supportPlan", "KubernetesOfficial")],
        );
}
