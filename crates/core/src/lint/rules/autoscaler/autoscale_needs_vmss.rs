use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Edit, Mode, PoolType, Value};
use crate::to_json::{Json, Object};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    // A Gateway pool that scales is a finding of its own.
    if !*pool.autoscaling || pool.mode == Some(Mode::Gateway) {
        return;
    }
    let key = "enableAutoScaling";
    let switch = || [key, "minCount", "maxCount"].map(|key| pool.clear(key)).to_vec();
    match pool.pool_type {
        Some(PoolType::AvailabilitySet) => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} is of type AvailabilitySet, which has no autoscaler. Use VirtualMachineScaleSets."
                    ),
                )
                .unsafe_fix(format_args!("Use a virtual machine scale set"), vec![pool.clear("type")])
                .unsafe_fix(format_args!("Turn the autoscaler off"), switch());
        }
        Some(PoolType::Vms) => {
            let finding = found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} is of type VirtualMachines and sets enableAutoScaling, which is for scale sets. Set the range of each size in virtualMachinesProfile.scale.autoscale."
                    ),
                )
                .downgrade_to(Severity::Unsupported);
            if let Some(profile) = profile(pool) {
                let mut edits = switch();
                edits.push(pool.clear("count"));
                let value = Some(Value::Tree(profile));
                edits.push(Edit::Pool { pool: pool.index, key: "virtualMachinesProfile", value });
                finding.unsafe_fix(format_args!("Set the range in virtualMachinesProfile"), edits);
            }
            finding.unsafe_fix(
                format_args!("Use a virtual machine scale set"),
                vec![pool.clear("type"), pool.clear("virtualMachinesProfile")],
            );
        }
        _ => {}
    }
}

/// Returns the profile that scales a pool's one size within the pool's bounds.
fn profile(pool: &Pool<'_>) -> Option<Object> {
    let (min, max) = pool.bounds()?;
    let size = pool.vm_size.as_deref().filter(|_| pool.virtual_machines.is_none())?;
    let object = |pairs: Vec<(&str, Json)>| {
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Object>()
    };
    let range = object(vec![
        ("size", Json::from(size)),
        ("minCount", Json::from(min)),
        ("maxCount", Json::from(max)),
    ]);
    let scale = object(vec![("autoscale", Json::Array(vec![Json::Object(range)]))]);
    Some(object(vec![("scale", Json::Object(scale))]))
}
