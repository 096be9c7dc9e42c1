use super::{list, number, text};
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

const CPU_POLICIES: [&str; 2] = ["none", "static"];
const TOPOLOGY_POLICIES: [&str; 4] = ["none", "best-effort", "restricted", "single-numa-node"];
/// What AKS sets where a plan is silent (custom-node-configuration-reference, 2026-08-06).
const DEFAULT_HIGH: i64 = 85;
const DEFAULT_LOW: i64 = 80;
const UNSAFE_SYSCTLS: [&str; 5] = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.", "net."];

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "kubeletConfig";
    let Some(config) = &pool.kubelet_config else { return };
    for (name, least, most) in [
        ("imageGcHighThreshold", 0, 100),
        ("imageGcLowThreshold", 0, 100),
        ("containerLogMaxFiles", 2, i64::MAX),
        ("containerLogMaxSizeMB", 1, i64::MAX),
        ("podMaxPids", -1, i64::MAX),
    ] {
        let Some(value) = number(config, name).filter(|value| !(least..=most).contains(value)) else {
            continue;
        };
        if most == i64::MAX {
            found.at(pool, key, format_args!("{pool} has {name} {value}. Use {least} or more."));
        } else {
            found.at(pool, key, format_args!("{pool} has {name} {value}. Use {least} to {most}."));
        }
    }
    let stated = (number(config, "imageGcLowThreshold"), number(config, "imageGcHighThreshold"));
    let (low, high) = (stated.0.unwrap_or(DEFAULT_LOW), stated.1.unwrap_or(DEFAULT_HIGH));
    if (stated.0.is_some() || stated.1.is_some()) && low > high {
        let finding = found.at(
            pool,
            key,
            format_args!("{pool} has imageGcLowThreshold {low} above imageGcHighThreshold {high}. Use a lower low threshold."),
        );
        // Whether AKS compares with its own default isn't known.
        if stated.0.is_none() || stated.1.is_none() {
            finding.downgrade_to(Severity::Unsupported);
        }
    }
    for (name, known) in [
        ("cpuManagerPolicy", CPU_POLICIES.as_slice()),
        ("topologyManagerPolicy", TOPOLOGY_POLICIES.as_slice()),
    ] {
        let Some(value) = text(config, name).filter(|value| !known.contains(value)) else { continue };
        found.at(
            pool,
            key,
            format_args!("{pool} has {name} {}. Use {}.", in_sentence(value), known.join(", ")),
        );
    }
    let listed = list(config, "allowedUnsafeSysctls");
    let other = listed.into_iter().find(|name| !UNSAFE_SYSCTLS.iter().any(|known| name.starts_with(known)));
    if let Some(name) = other {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} allows the unsafe sysctl {}. Use kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*.",
                    in_sentence(name)
                ),
            )
            .downgrade_to(Severity::Unsupported);
    }
}
