use crate::lint::Pool;
use crate::lint::{Check, Context, Found, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Plan(check));

fn check(context: &Context<'_>, found: &mut Found) {
    let mut first: Option<(Pool<'_>, &str)> = None;
    for pool in context.pools() {
        let ids = [("vnetSubnetID", &pool.pool.vnet_subnet), ("podSubnetID", &pool.pool.pod_subnet)];
        for (key, id) in ids {
            let Some(vnet) = id.as_deref().and_then(vnet) else { continue };
            match first {
                None => first = Some((pool, vnet)),
                Some((_, same)) if same.eq_ignore_ascii_case(vnet) => {}
                Some((other, _)) => {
                    found.at(
                        &pool,
                        key,
                        format_args!("{pool} has a {key} in another virtual network than {other}. Use subnets of one virtual network."),
                    );
                    break;
                }
            }
        }
    }
}

/// Returns the virtual network of a subnet's resource id.
fn vnet(id: &str) -> Option<&str> {
    let (vnet, _) = id.rsplit_once("/subnets/")?;
    id.starts_with('/').then_some(vnet)
}
