use crate::plan::{EvictionPolicy, Word};
use crate::rules::context::shown;
use crate::rules::{Check, Found, Pool, Rule, Tier};

pub(in crate::rules) const RULE: Rule =
    Rule { id: "spot-eviction-policy", tier: Tier::Refused, check: Check::Pool(check) };

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "scaleSetEvictionPolicy";
    let Some(policy) = &pool.eviction_policy else { return };
    let spot = pool.is_spot();
    match policy {
        // An empty word says nothing.
        EvictionPolicy::Other(word) if word.is_empty() => {}
        EvictionPolicy::Other(word) => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has scaleSetEvictionPolicy {}; it is Delete or Deallocate.",
                        shown(word)
                    ),
                )
                .maybe(format_args!("Leave it out"), vec![pool.clear(key)]);
        }
        // The service may say the default of a regular pool too.
        EvictionPolicy::Delete => {}
        EvictionPolicy::Deallocate if !spot => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has scaleSetEvictionPolicy {}, but regular capacity; leave it out.",
                        policy.as_str()
                    ),
                )
                .sure(format_args!("Leave it out"), vec![pool.clear(key)]);
        }
        EvictionPolicy::Deallocate => {
            found
                .at(pool, key, format_args!("{pool} deallocates evicted nodes; they keep counting against the quota and cost their disks, unlike with Delete."))
                .only(Tier::Recommendation)
                .maybe(format_args!("Delete evicted nodes"), vec![pool.clear(key)]);
        }
    }
}
