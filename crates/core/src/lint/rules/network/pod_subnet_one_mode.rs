use crate::lint::{Check, Context, Found, Pool, Rule, Severity};
use crate::plan::PodIpAllocationMode;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let mut seen: Vec<(&str, Pool<'_>)> = Vec::new();
    for pool in context.pools() {
        let Some(subnet) = pool.pool.pod_subnet.as_deref() else { continue };
        let other =
            seen.iter().find(|(other, _)| other.eq_ignore_ascii_case(subnet)).map(|(_, other)| *other);
        match other {
            Some(other) if is_static(&other) != is_static(&pool) => {
                let (mode, other_mode) = (mode(&pool), mode(&other));
                found
                    .at(
                        &pool,
                        "podIPAllocationMode",
                        format_args!("{pool} uses {mode} in the pod subnet in which {other} uses {other_mode}. Use one mode for each subnet, or another subnet."),
                    )
                    .unsafe_fix(format_args!("Use {other_mode}"), vec![pool.text("podIPAllocationMode", other_mode)]);
            }
            Some(_) => {}
            None => seen.push((subnet, pool)),
        }
    }
}

fn is_static(pool: &Pool<'_>) -> bool {
    pool.pod_ip_allocation == Some(PodIpAllocationMode::StaticBlock)
}

/// Returns how the pool's pods get addresses: without a mode it is `DynamicIndividual`.
fn mode(pool: &Pool<'_>) -> &'static str {
    if is_static(pool) { "StaticBlock" } else { "DynamicIndividual" }
}
