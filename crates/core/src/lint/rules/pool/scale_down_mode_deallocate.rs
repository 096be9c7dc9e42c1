use crate::lint::context::shown;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{OsDiskType, ScaleDownMode};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "scaleDownMode";
    match &pool.scale_down_mode {
        Some(ScaleDownMode::Deallocate) if pool.os_disk_type != Some(OsDiskType::Managed) => {
            let finding = match pool.os_disk_type {
                None => found.at(
                    pool,
                    key,
                    format_args!("{pool} deallocates nodes without saying osDiskType; set it to Managed, for AKS may choose Ephemeral."),
                ),
                _ => found.at(
                    pool,
                    key,
                    format_args!("{pool} deallocates nodes, which an ephemeral OS disk cannot outlive; use Managed disks or scaleDownMode Delete."),
                ),
            };
            finding
                .safe_fix(format_args!("Use Managed disks"), vec![pool.text("osDiskType", "Managed")])
                .unsafe_fix(format_args!("Delete nodes instead"), vec![pool.clear(key)]);
        }
        Some(ScaleDownMode::Other(mode)) => {
            found
                .at(
                    pool,
                    key,
                    format_args!("{pool} has scaleDownMode {}; it is Delete or Deallocate.", shown(mode)),
                )
                .unsafe_fix(format_args!("Delete nodes"), vec![pool.clear(key)]);
        }
        _ => {}
    }
}
