use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    for (key, text) in [
        ("upgradeSettings.maxSurge", &pool.max_surge),
        ("upgradeSettings.maxUnavailable", &pool.max_unavailable),
    ] {
        let Some(text) = text.as_deref() else { continue };
        let digits = text.strip_suffix('%').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: Option<i64> = digits.parse().ok().filter(|_| is_number);
        let finding = match number {
            None => found.at(
                pool,
                key,
                format_args!(
                    "{pool} has {} {}. Use a number of nodes or a percentage, such as 1 or 33%.",
                    last(key),
                    in_sentence(text)
                ),
            ),
            Some(number) if digits != text && number > 100 => found
                .at(
                    pool,
                    key,
                    format_args!("{pool} has {} {}. Use 0% to 100%.", last(key), in_sentence(text)),
                )
                .downgrade_to(Severity::Recommendation),
            Some(_) => continue,
        };
        finding.unsafe_fix(format_args!("Use the default"), vec![pool.clear(key)]);
    }
}

fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}
