use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::{EvictionPolicy, Keyword};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "scaleSetEvictionPolicy";
    let Some(policy) = &pool.eviction_policy else { return };
    let spot = pool.is_spot();
    match policy {
        // An empty word says nothing, and of one in another case `value-known` speaks.
        EvictionPolicy::Other(word)
            if word.is_empty() || EvictionPolicy::spelled_otherwise(word).is_some() => {}
        EvictionPolicy::Other(word) => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has scaleSetEvictionPolicy {}. Use Delete or Deallocate.",
                        in_sentence(word)
                    ),
                )
                .unsafe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
        }
        // The service may say the default of a regular pool too.
        EvictionPolicy::Delete => {}
        EvictionPolicy::Deallocate if !spot => {
            found
                .at(
                    pool,
                    key,
                    format_args!(
                        "{pool} has scaleSetEvictionPolicy {}, but regular capacity. Remove it.",
                        policy.as_str()
                    ),
                )
                .safe_fix(format_args!("Remove it"), vec![pool.clear(key)]);
        }
        EvictionPolicy::Deallocate => {
            found
                .at(pool, key, format_args!("{pool} deallocates evicted nodes, which count against the quota and cost their disks. Use Delete."))
                .downgrade_to(Severity::Recommendation)
                .unsafe_fix(format_args!("Delete evicted nodes"), vec![pool.clear(key)]);
        }
    }
}
