use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if !*pool.ultra_ssd || !pool.zones.is_empty() {
        return;
    }
    found
        .at(
            pool,
            "availabilityZones",
            format_args!("{pool} has ultra disks but no zone. Set availabilityZones."),
        )
        .unsafe_fix(format_args!("Use zone 1"), vec![pool.list("availabilityZones", vec!["1".to_owned()])])
        .unsafe_fix(format_args!("Remove ultra disks"), vec![pool.clear("enableUltraSSD")]);
}
