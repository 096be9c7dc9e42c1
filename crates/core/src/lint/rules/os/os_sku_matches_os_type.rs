use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsSku, OsType};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "osSKU";
    if let Some(OsType::Other(os_type)) = &pool.os_type
        && OsType::spelled_otherwise(os_type).is_none()
    {
        found.at(
            pool,
            "osType",
            format_args!("{pool} has osType {}. Use Linux or Windows.", in_sentence(os_type)),
        );
    }
    let Some(sku) = &pool.os_sku else { return };
    let is_windows_sku = sku.as_str().starts_with("Windows");
    match &pool.os_type {
        // Of a word in another case `value-known` speaks.
        _ if matches!(sku, OsSku::Other(word) if OsSku::spelled_otherwise(word).is_some()) => {}
        _ if matches!(sku, OsSku::Other(_)) => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has osSKU {}, which AKS rejects. Linux has Ubuntu, Ubuntu2204, Ubuntu2404, Ubuntu2604 (preview), AzureLinux, AzureLinux3 and AzureContainerLinux, Windows has Windows2022 and Windows2025.",
                        in_sentence(sku.as_str())
                    ),
                )
                .unsafe_fix(format_args!("Use AKS\u{2019}s default image"), vec![pool.clear(key)]);
        }
        Some(OsType::Other(_)) => {}
        _ if is_windows_sku != pool.is_windows() => {
            let runs = if pool.is_windows() { "Windows" } else { "Linux" };
            let finding = found.at(
                pool,
                key,
                format_args!(
                    "{pool} runs {runs} with osSKU {}. Choose one of {runs}, or another osType.",
                    sku.as_str()
                ),
            );
            finding.unsafe_fix(format_args!("Use AKS\u{2019}s default image"), vec![pool.clear(key)]);
            // Only a User pool can run Windows.
            if is_windows_sku && pool.is_user() {
                finding.unsafe_fix(format_args!("Use Windows"), vec![pool.text("osType", "Windows")]);
            } else if !is_windows_sku {
                finding.unsafe_fix(format_args!("Use Linux"), vec![pool.clear("osType")]);
            }
        }
        _ => {}
    }
}
