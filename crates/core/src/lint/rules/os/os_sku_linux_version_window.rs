use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsSku};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let Some((sku, version)) = pool.os_sku.as_ref().zip(pool.version()).filter(|_| pool.is_linux()) else {
        return;
    };
    let (least, most) = match sku {
        OsSku::Ubuntu2404 => (32, 38),
        OsSku::Ubuntu2204 => (25, 36),
        OsSku::AzureLinux3 => (28, 36),
        OsSku::AzureLinuxOsGuard => (32, u32::MAX),
        // What else AzureContainerLinux needs is a rule of its own, and so is its Kubernetes version.
        _ => return,
    };
    if (least..=most).contains(&version.minor) && version.major == 1 {
        return;
    }
    let name = sku.as_str();
    let finding = if most == u32::MAX {
        found.at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses {name} with Kubernetes 1.{}. Use Kubernetes 1.{least} or later.",
                version.minor
            ),
        )
    } else {
        found.at(
            pool,
            "osSKU",
            format_args!(
                "{pool} uses {name} with Kubernetes {}.{}. It supports 1.{least} to 1.{most}.",
                version.major, version.minor
            ),
        )
    };
    let family = if name.starts_with("Ubuntu") { "Ubuntu" } else { "AzureLinux" };
    // With Kubernetes 1.31 and earlier, AzureLinux is Azure Linux 2.0, whose images are removed.
    let family = if family == "AzureLinux" && pool.is_before(32) { "AzureLinux3" } else { family };
    let family = if family == name { "Ubuntu" } else { family };
    finding.safe_fix(format_args!("Use {family}"), vec![pool.text("osSKU", family)]);
}
