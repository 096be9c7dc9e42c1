use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if pool.os_sku != Some(OsSku::AzureLinux) || !pool.is_linux() || !pool.is_before(32) {
        return;
    }
    let key = "osSKU";
    let finding = found.at(
        pool,
        key,
        format_args!(
            "{pool} uses AzureLinux with Kubernetes 1.31 or earlier, which is Azure Linux 2.0, whose images are removed. Use AzureLinux3."
        ),
    );
    if pool.exists() {
        finding.downgrade_to(Severity::Note);
    }
    if !pool.is_before(28) {
        finding.unsafe_fix(format_args!("Use AzureLinux3"), vec![pool.text(key, "AzureLinux3")]);
    }
}
