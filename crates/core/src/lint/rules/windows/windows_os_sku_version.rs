use crate::catalog::ends::{WINDOWS_2019_IMAGES_END, WINDOWS_2019_RETIRES, WINDOWS_ANNUAL_RETIRES};
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::OsSku;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !pool.is_windows() {
        return;
    }
    let key = "osSKU";
    let version = pool.version();
    let is_from = |minor| version.is_some_and(|version| version.is_from(minor));
    let finding = match &pool.os_sku {
        Some(OsSku::Windows2019) if is_from(33) || (version.is_none() && !pool.exists()) => found.at(
            pool,
            key,
            format_args!("{pool} uses Windows2019, which supports Kubernetes up to 1.32. Use Windows2022 or Windows2025."),
        ),
        Some(OsSku::Windows2019) => found
            .at(pool, key, format_args!("{pool} uses Windows2019, which retired on {WINDOWS_2019_RETIRES} and has no images from {WINDOWS_2019_IMAGES_END}. Use Windows2022."))
            .downgrade_to(Severity::Recommendation),
        Some(OsSku::WindowsAnnual) if pool.exists() => found
            .at(pool, key, format_args!("{pool} uses WindowsAnnual, which retired on {WINDOWS_ANNUAL_RETIRES}. Use Windows2022 or Windows2025."))
            .downgrade_to(Severity::Recommendation),
        Some(OsSku::WindowsAnnual) => {
            found.at(pool, key, format_args!("{pool} uses WindowsAnnual, which retired on {WINDOWS_ANNUAL_RETIRES}. Use Windows2022 or Windows2025."))
        }
        Some(OsSku::Windows2022) if is_from(37) => {
            found.at(pool, key, format_args!("{pool} uses Windows2022, which supports Kubernetes up to 1.36. Use Windows2025."))
        }
        Some(OsSku::Windows2022) if pool.is_before(23) => {
            found.at(pool, key, format_args!("{pool} uses Windows2022, which needs Kubernetes 1.23 or later."))
        }
        Some(OsSku::Windows2025) if pool.is_before(32) => {
            found.at(pool, key, format_args!("{pool} uses Windows2025, which needs Kubernetes 1.32 or later."))
        }
        _ => return,
    };
    if pool.os_sku != Some(OsSku::Windows2025) && !pool.is_before(23) {
        if is_from(37) {
            finding.unsafe_fix(
                format_args!("Use Windows2025"),
                vec![pool.text(key, "Windows2025"), pool.on("enableFIPS")],
            );
        } else {
            finding.unsafe_fix(format_args!("Use Windows2022"), vec![pool.text(key, "Windows2022")]);
        }
    }
}
