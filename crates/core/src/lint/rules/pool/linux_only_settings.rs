use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let linux_only = [
        ("linuxOSConfig", pool.linux_os_config.is_some()),
        ("messageOfTheDay", pool.message_of_the_day.is_some()),
        ("artifactStreamingProfile.enabled", *pool.artifact_streaming),
    ];
    if pool.is_windows() {
        let wrong = linux_only.into_iter().filter(|(_, is_set)| *is_set).map(|(key, _)| key);
        let wrong: Vec<&'static str> = wrong.collect();
        if let Some(first) = wrong.first() {
            found
                .at(
                    pool,
                    first,
                    format_args!(
                        "{pool} runs Windows with {}, which is for Linux only. Remove it.",
                        wrong.join(" and ")
                    ),
                )
                .safe_fix(format_args!("Remove it"), wrong.iter().map(|key| pool.clear(key)).collect());
        }
        of_kubelet(pool, found);
        return;
    }
    let nat = "windowsProfile.disableOutboundNat";
    if pool.is_linux() && *pool.disable_outbound_nat {
        found
            .at(
                pool,
                nat,
                format_args!(
                    "{pool} runs Linux with disableOutboundNat, which is for Windows only. Remove it."
                ),
            )
            .safe_fix(format_args!("Remove it"), vec![pool.clear(nat)]);
    }
}

/// Finds settings of the kubelet that the documents have for Linux alone (custom-node-configuration-reference, 2026-08-06).
fn of_kubelet(pool: &Pool<'_>, found: &mut Found) {
    const WINDOWS: [&str; 4] =
        ["imageGcHighThreshold", "imageGcLowThreshold", "containerLogMaxSizeMB", "containerLogMaxFiles"];
    // ARM takes keys in any case.
    let is_of_windows = |key: &str| WINDOWS.iter().any(|known| known.eq_ignore_ascii_case(key));
    let entries = pool.kubelet_config.iter().flatten();
    let wrong = entries
        .filter(|(key, value)| !value.is_null() && !is_of_windows(key))
        .map(|(key, _)| in_sentence(key));
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() {
        return;
    }
    let key = "kubeletConfig";
    let names = wrong.join(", ");
    found
        .at(
            pool,
            key,
            format_args!("{pool} runs Windows with {names} in kubeletConfig, which the documents have for Linux only. Remove it."),
        )
        .downgrade_to(Severity::Unsupported)
        .unsafe_fix(format_args!("Remove kubeletConfig"), vec![pool.clear(key)]);
}
