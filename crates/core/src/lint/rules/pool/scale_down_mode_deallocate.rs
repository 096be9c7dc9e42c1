use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{Keyword, OsDiskType, ScaleDownMode};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "scaleDownMode";
    match &pool.scale_down_mode {
        Some(ScaleDownMode::Deallocate) if pool.os_disk_type != Some(OsDiskType::Managed) => {
            let finding = match pool.os_disk_type {
                None => found.at(
                    pool,
                    key,
                    format_args!("{pool} has scaleDownMode Deallocate without osDiskType, so AKS may choose Ephemeral. Set osDiskType to Managed."),
                ),
                _ => found.at(
                    pool,
                    key,
                    format_args!("{pool} has scaleDownMode Deallocate with an ephemeral OS disk, which a deallocated node loses. Use a managed OS disk, or scaleDownMode Delete."),
                ),
            };
            finding
                .safe_fix(format_args!("Use Managed disks"), vec![pool.text("osDiskType", "Managed")])
                .unsafe_fix(format_args!("Delete nodes instead"), vec![pool.clear(key)]);
        }
        Some(ScaleDownMode::Other(mode)) if ScaleDownMode::spelled_otherwise(mode).is_none() => {
            found
                .at(
                    pool,
                    key,
                    format_args!("{pool} has scaleDownMode {}. Use Delete or Deallocate.", in_sentence(mode)),
                )
                .unsafe_fix(format_args!("Delete nodes"), vec![pool.clear(key)]);
        }
        _ => {}
    }
}
