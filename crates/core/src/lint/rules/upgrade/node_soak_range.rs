use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::range;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "upgradeSettings.nodeSoakDurationInMinutes";
    let Some((minutes, range)) = pool.node_soak.zip(range(key)) else { return };
    if range.contains(&minutes) {
        return;
    }
    let (least, most) = range.into_inner();
    let nearest = minutes.clamp(least, most);
    found
        .at(pool, key, format_args!("{pool} has nodeSoakDurationInMinutes {minutes}. Use {least} to {most}."))
        .safe_fix(format_args!("Use {nearest}"), vec![pool.number(key, nearest)]);
}
