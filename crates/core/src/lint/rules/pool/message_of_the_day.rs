use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::lint::{Check, Found, Pool, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Unsupported, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "messageOfTheDay";
    // On Windows it is a finding of its own.
    let Some(text) = pool.message_of_the_day.as_deref().filter(|_| !pool.is_windows()) else { return };
    if STANDARD.decode(text).is_err() {
        found
            .at(
                pool,
                key,
                format_args!(
                    "{pool} has a message of the day that isn\u{2019}t base64. Encode the text in base64."
                ),
            )
            .unsafe_fix(format_args!("Encode it"), vec![pool.text(key, &STANDARD.encode(text))]);
    }
}
