use crate::lint::{Check, Context, Found, Rule, Severity};
use crate::plan::{Edit, Version};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let cluster = &context.plan.cluster;
    if !*cluster.fips {
        return;
    }
    let key = "enableFIPS";
    let off = || Edit::Cluster { key, value: None };
    if !cluster.preview && context.is_new_cluster() {
        found
            .at_cluster(key, format_args!("The cluster has FIPS turned on as a whole, which is a preview. Allow previews, and register the feature EnableFIPSPreview, or turn it off."))
            .unsafe_fix(format_args!("Turn it off"), vec![off()]);
    }
    let version = cluster.kubernetes_version.as_deref().and_then(Version::parse);
    if version.is_some_and(|version| !version.is_from(34)) {
        found
            .at_cluster(key, format_args!("The cluster has FIPS turned on as a whole, which needs Kubernetes 1.34 or later. Use a later version, or turn it off."))
            .unsafe_fix(format_args!("Turn it off"), vec![off()]);
    }
    for pool in context.pools().filter(|pool| !*pool.fips) {
        let finding = if pool.fips.is_stated() {
            found.at(&pool, key, format_args!("{pool} has FIPS turned off, but the cluster has it turned on as a whole. Turn it on: every pool needs it."))
        } else {
            // AKS may turn it on by itself.
            found
                .at(&pool, key, format_args!("{pool} doesn\u{2019}t say whether it has FIPS, but the cluster has it turned on as a whole. Turn it on: every pool needs it."))
                .downgrade_to(Severity::Recommendation)
        };
        finding.safe_fix(format_args!("Turn FIPS on"), vec![pool.on(key)]);
    }
}
