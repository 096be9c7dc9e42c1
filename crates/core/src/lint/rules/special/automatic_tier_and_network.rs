use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Sku, SkuTier};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if cluster.sku != Some(Sku::Automatic) {
        return;
    }
    let clear = |keys: &[&'static str]| keys.iter().map(|key| Edit::Cluster { key, value: None }).collect();
    if cluster.tier == Some(SkuTier::Free) {
        found
            .at_cluster(
                "tier",
                format_args!("The cluster is AKS Automatic in the Free tier. Use the Standard tier."),
            )
            .unsafe_fix(format_args!("Use the default tier"), clear(&["tier"]));
    }
    if cluster.is_kubenet() {
        found
            .at_cluster(
                "networkProfile.networkPlugin",
                format_args!("The cluster is AKS Automatic with kubenet. Use azure with overlay and cilium."),
            )
            .unsafe_fix(
                format_args!("Use the default network"),
                clear(&[
                    "networkProfile.networkPlugin",
                    "networkProfile.networkPluginMode",
                    "networkProfile.podCidr",
                ]),
            );
    }
}
