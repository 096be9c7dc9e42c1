use super::{number, object, text};
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

/// The ranges of the API's schema (API 2026-08-01, 2026-10-19).
const OF_SCHEMA: [(&str, i64, i64); 3] = [
    ("netIpv4TcpkeepaliveIntvl", 10, 90),
    ("netNetfilterNfConntrackBuckets", 65_536, 524_288),
    ("netNetfilterNfConntrackMax", 131_072, 2_097_152),
];

/// The ranges of the documents (custom-node-configuration-reference, 2026-08-06).
const OF_DOCUMENTS: [(&str, i64, i64); 19] = [
    ("fsAioMaxNr", 65_536, 6_553_500),
    ("fsFileMax", 8192, i64::MAX),
    ("fsInotifyMaxUserWatches", 781_250, 2_097_152),
    ("fsNrOpen", 8192, 20_000_500),
    ("netCoreNetdevMaxBacklog", 1000, 3_240_000),
    ("netCoreOptmemMax", 20_480, 4_194_304),
    ("netCoreRmemMax", 212_992, 134_217_728),
    ("netCoreSomaxconn", 4096, 3_240_000),
    ("netCoreWmemMax", 212_992, 134_217_728),
    ("netIpv4NeighDefaultGcThresh1", 128, 80_000),
    ("netIpv4NeighDefaultGcThresh2", 512, 90_000),
    ("netIpv4NeighDefaultGcThresh3", 1024, 100_000),
    ("netIpv4TcpFinTimeout", 5, 120),
    ("netIpv4TcpKeepaliveProbes", 1, 15),
    ("netIpv4TcpKeepaliveTime", 30, 432_000),
    ("netIpv4TcpMaxSynBacklog", 128, 3_240_000),
    ("netIpv4TcpMaxTwBuckets", 8000, 1_440_000),
    ("vmSwappiness", 0, 100),
    ("vmVfsCachePressure", 1, 100),
];

const HUGE_PAGES: [&str; 3] = ["always", "madvise", "never"];
const DEFRAG: [&str; 5] = ["always", "defer", "defer+madvise", "madvise", "never"];

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "linuxOSConfig";
    // On Windows it is a finding of its own.
    let Some(config) = pool.linux_os_config.as_ref().filter(|_| !pool.is_windows()) else { return };
    if let Some(sysctls) = object(config, "sysctls") {
        for (ranges, severity) in
            [(OF_SCHEMA.as_slice(), Severity::Refused), (OF_DOCUMENTS.as_slice(), Severity::Unsupported)]
        {
            for (name, least, most) in ranges {
                let value = number(sysctls, name).filter(|value| !(*least..=*most).contains(value));
                if let Some(value) = value {
                    found
                        .at(pool, key, format_args!("{pool} has {name} {value}. Use {least} to {most}."))
                        .downgrade_to(severity);
                }
            }
        }
        let ports = text(sysctls, "netIpv4IpLocalPortRange");
        if let Some(ports) = ports.filter(|ports| !is_port_range(ports)) {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has netIpv4IpLocalPortRange {}. Write a first port of 1024 to 60999 and a last one of 32768 to 65535, such as 32768 60999.",
                        in_sentence(ports)
                    ),
                )
                .downgrade_to(Severity::Unsupported);
        }
    }
    for (name, known) in [
        ("transparentHugePageEnabled", HUGE_PAGES.as_slice()),
        ("transparentHugePageDefrag", DEFRAG.as_slice()),
    ] {
        let Some(value) = text(config, name).filter(|value| !known.contains(value)) else { continue };
        found.at(
            pool,
            key,
            format_args!("{pool} has {name} {}. Use {}.", in_sentence(value), known.join(", ")),
        );
    }
    if let Some(size) = number(config, "swapFileSizeMB").filter(|size| *size < 1) {
        found
            .at(pool, key, format_args!("{pool} has swapFileSizeMB {size}. Use 1 or more."))
            .downgrade_to(Severity::Unsupported);
    }
}

/// Returns whether a text is a first and a last port.
fn is_port_range(text: &str) -> bool {
    let ports: Option<Vec<u32>> = text.split_whitespace().map(|port| port.parse().ok()).collect();
    match ports.as_deref() {
        Some([first, last]) => {
            (1024..=60_999).contains(first) && (32_768..=65_535).contains(last) && first <= last
        }
        _ => false,
    }
}
