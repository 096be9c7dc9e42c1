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
            format_args!("{pool} can attach ultra disks but is in no zone; name the zones that it is in."),
        )
        .unsafe_fix(format_args!("Use zone 1"), vec![pool.list("availabilityZones", vec!["1".to_owned()])])
        .unsafe_fix(format_args!("Leave ultra disks out"), vec![pool.clear("enableUltraSSD")]);
}
