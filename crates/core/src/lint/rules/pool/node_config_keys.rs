use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Value};
use crate::text::in_sentence;
use crate::to_json::{Json, Object, ObjectExt};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

/// The keys of API 2026-08-01, as the types that Bicep 0.49.2 carries have them (read on 2026-11-28).
const STABLE: &[&str] = &[
    "kubeletConfig.allowedUnsafeSysctls",
    "kubeletConfig.containerLogMaxFiles",
    "kubeletConfig.containerLogMaxSizeMB",
    "kubeletConfig.cpuCfsQuota",
    "kubeletConfig.cpuCfsQuotaPeriod",
    "kubeletConfig.cpuManagerPolicy",
    "kubeletConfig.failSwapOn",
    "kubeletConfig.imageGcHighThreshold",
    "kubeletConfig.imageGcLowThreshold",
    "kubeletConfig.podMaxPids",
    "kubeletConfig.topologyManagerPolicy",
    "linuxOSConfig.swapFileSizeMB",
    "linuxOSConfig.sysctls",
    "linuxOSConfig.sysctls.fsAioMaxNr",
    "linuxOSConfig.sysctls.fsFileMax",
    "linuxOSConfig.sysctls.fsInotifyMaxUserWatches",
    "linuxOSConfig.sysctls.fsNrOpen",
    "linuxOSConfig.sysctls.kernelThreadsMax",
    "linuxOSConfig.sysctls.netCoreNetdevMaxBacklog",
    "linuxOSConfig.sysctls.netCoreOptmemMax",
    "linuxOSConfig.sysctls.netCoreRmemDefault",
    "linuxOSConfig.sysctls.netCoreRmemMax",
    "linuxOSConfig.sysctls.netCoreSomaxconn",
    "linuxOSConfig.sysctls.netCoreWmemDefault",
    "linuxOSConfig.sysctls.netCoreWmemMax",
    "linuxOSConfig.sysctls.netIpv4IpLocalPortRange",
    "linuxOSConfig.sysctls.netIpv4NeighDefaultGcThresh1",
    "linuxOSConfig.sysctls.netIpv4NeighDefaultGcThresh2",
    "linuxOSConfig.sysctls.netIpv4NeighDefaultGcThresh3",
    "linuxOSConfig.sysctls.netIpv4TcpFinTimeout",
    "linuxOSConfig.sysctls.netIpv4TcpKeepaliveProbes",
    "linuxOSConfig.sysctls.netIpv4TcpKeepaliveTime",
    "linuxOSConfig.sysctls.netIpv4TcpMaxSynBacklog",
    "linuxOSConfig.sysctls.netIpv4TcpMaxTwBuckets",
    "linuxOSConfig.sysctls.netIpv4TcpTwReuse",
    "linuxOSConfig.sysctls.netIpv4TcpkeepaliveIntvl",
    "linuxOSConfig.sysctls.netNetfilterNfConntrackBuckets",
    "linuxOSConfig.sysctls.netNetfilterNfConntrackMax",
    "linuxOSConfig.sysctls.vmMaxMapCount",
    "linuxOSConfig.sysctls.vmSwappiness",
    "linuxOSConfig.sysctls.vmVfsCachePressure",
    "linuxOSConfig.transparentHugePageDefrag",
    "linuxOSConfig.transparentHugePageEnabled",
];

/// The further keys of API 2026-08-02-preview (the same types, read on 2026-11-28).
const PREVIEW: &[&str] = &[
    "kubeletConfig.evictionMaxPodGracePeriodInSeconds",
    "kubeletConfig.hardEvictionThreshold",
    "kubeletConfig.hardEvictionThreshold.memoryAvailable",
    "kubeletConfig.hardEvictionThreshold.nodeFsAvailable",
    "kubeletConfig.hardEvictionThreshold.nodeFsInodesFree",
    "kubeletConfig.kubeReserved",
    "kubeletConfig.kubeReserved.cpuMillicores",
    "kubeletConfig.kubeReserved.memoryMB",
    "kubeletConfig.seccompDefault",
    "kubeletConfig.softEvictionGracePeriod",
    "kubeletConfig.softEvictionGracePeriod.memoryAvailable",
    "kubeletConfig.softEvictionGracePeriod.nodeFsAvailable",
    "kubeletConfig.softEvictionGracePeriod.nodeFsInodesFree",
    "kubeletConfig.softEvictionThreshold",
    "kubeletConfig.softEvictionThreshold.memoryAvailable",
    "kubeletConfig.softEvictionThreshold.nodeFsAvailable",
    "kubeletConfig.softEvictionThreshold.nodeFsInodesFree",
];

fn check(pool: &Pool<'_>, found: &mut Found) {
    let mut unknown = Vec::new();
    let mut edits = Vec::new();
    for (key, config) in [("kubeletConfig", &pool.kubelet_config), ("linuxOSConfig", &pool.linux_os_config)] {
        let Some(config) = config else { continue };
        let before = unknown.len();
        let rest = documented(config, key, pool.cluster().preview, &mut unknown);
        if unknown.len() > before {
            let value = (!rest.is_empty()).then_some(Value::Tree(rest));
            edits.push(Edit::Pool { pool: pool.index, key, value });
        }
    }
    let (Some(first), Some(Edit::Pool { key, .. })) = (unknown.first(), edits.first()) else { return };
    let (key, name) = (*key, in_sentence(first));
    let others = match unknown.len() - 1 {
        0 => String::new(),
        number => format!(" and {number} more"),
    };
    let finding = if is_in(PREVIEW, first) {
        found.at(
            pool,
            key,
            format_args!(
                "{pool} has the key {name}{others}, which is a preview. Remove it, or allow previews."
            ),
        )
    } else {
        found.at(
            pool,
            key,
            format_args!("{pool} has the key {name}{others}, which the AKS API doesn\u{2019}t document. Check its spelling, or remove it."),
        )
    };
    finding.unsafe_fix(format_args!("Remove what isn\u{2019}t documented"), edits);
}

/// Returns what of an object is documented; the paths of the rest are added to the list.
fn documented(object: &Object, path: &str, takes_previews: bool, unknown: &mut Vec<String>) -> Object {
    let mut rest = Object::default();
    for (name, value) in object {
        let inner = format!("{path}.{name}");
        // A dot in a key leads nowhere.
        let is_known =
            !name.contains('.') && (is_in(STABLE, &inner) || (takes_previews && is_in(PREVIEW, &inner)));
        match value {
            _ if !is_known => unknown.push(inner),
            Json::Object(object) => {
                rest.push(name, documented(object, &inner, takes_previews, unknown));
            }
            other => rest.push(name, other.clone()),
        }
    }
    rest
}

/// Returns whether a key is one of those, in any case, as ARM takes it.
fn is_in(keys: &[&str], path: &str) -> bool {
    keys.iter().any(|key| key.eq_ignore_ascii_case(path))
}
