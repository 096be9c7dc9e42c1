use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let linux_only = [
        ("linuxOSConfig", pool.linux_os_config.is_some()),
        ("messageOfTheDay", pool.message_of_the_day.is_some()),
        ("artifactStreamingProfile.enabled", *pool.artifact_streaming),
        ("kubeletConfig", pool.is_windows() && has_linux_kubelet_settings(pool)),
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

/// Returns whether the kubelet has settings that Windows nodes do not take (custom-node-configuration, 2026-08-06).
fn has_linux_kubelet_settings(pool: &Pool<'_>) -> bool {
    const WINDOWS: [&str; 4] =
        ["imageGcHighThreshold", "imageGcLowThreshold", "containerLogMaxSizeMB", "containerLogMaxFiles"];
    let config = pool.kubelet_config.iter().flatten();
    config.into_iter().any(|(key, _)| !WINDOWS.contains(&key.as_str()))
}
