use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::to_json::{Json, ObjectExt};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

/// Minimum number of vCPUs of a node with local DNS (localdns-custom, 2026-07-06).
const VCPUS: u32 = 4;

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "localDNSProfile";
    let mode =
        pool.local_dns.as_ref().and_then(|profile| profile.get_any_case("mode")).and_then(Json::as_str);
    if !mode.is_some_and(|mode| mode.eq_ignore_ascii_case("Required")) {
        return;
    }
    let is_small = pool.vm.is_some_and(|vm| vm.vcpus < VCPUS);
    let reasons = [
        (pool.is_before(31), "Kubernetes 1.31 or later"),
        (is_small, "a VM size of at least 4 vCPUs"),
        (pool.is_windows(), "Linux"),
    ];
    let reasons: Vec<&str> = reasons.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect();
    if !reasons.is_empty() {
        found
            .at(
                pool,
                key,
                format_args!("{pool} has LocalDNS in mode Required, which needs {}.", reasons.join(" and ")),
            )
            .unsafe_fix(format_args!("Remove localDNSProfile"), vec![pool.clear(key)]);
    }
}
