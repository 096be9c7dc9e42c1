use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{OsSku, Sku, SshAccess};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "securityProfile.sshAccess";
    if pool.ssh_access != Some(SshAccess::EntraId) {
        return;
    }
    let what = if pool.is_windows() {
        "Windows"
    } else if pool.os_sku == Some(OsSku::AzureContainerLinux) {
        "AzureContainerLinux"
    } else if pool.cluster().sku == Some(Sku::Automatic) {
        "AKS Automatic"
    } else {
        return;
    };
    found
        .at(
            pool,
            key,
            format_args!("{pool} has sshAccess EntraId, which doesn\u{2019}t support {what}. Use LocalUser or Disabled."),
        )
        .unsafe_fix(format_args!("Use Disabled"), vec![pool.text(key, "Disabled")])
        .unsafe_fix(format_args!("Use LocalUser"), vec![pool.text(key, "LocalUser")]);
}
