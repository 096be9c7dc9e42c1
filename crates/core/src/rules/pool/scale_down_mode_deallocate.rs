use crate::plan::{OsDiskType, ScaleDownMode};
use crate::rules::context::shown;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "scale-down-mode-deallocate", tier: Tier::Refused, check: Check::Pool(check) };

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
                .sure(format_args!("Use Managed disks"), vec![pool.text("osDiskType", "Managed")])
                .maybe(format_args!("Delete nodes instead"), vec![pool.clear(key)]);
        }
        Some(ScaleDownMode::Other(mode)) => {
            found
                .at(
                    pool,
                    key,
                    format_args!("{pool} has scaleDownMode {}; it is Delete or Deallocate.", shown(mode)),
                )
                .maybe(format_args!("Delete nodes"), vec![pool.clear(key)]);
        }
        _ => {}
    }
}
