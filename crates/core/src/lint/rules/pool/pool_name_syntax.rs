use crate::lint::rules::pool::rename;
use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::plan::is_pool_name;
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    if is_pool_name(&pool.name) {
        return;
    }
    let finding = found.at(
        pool,
        "name",
        format_args!(
            "{pool} has {}. Use lower-case letters and digits, a letter first, at most {} characters.",
            problem(&pool.name),
            pool.longest_name(),
        ),
    );
    rename(finding, pool, &corrected(pool));
}

/// Returns what is wrong with a name: the first thing that a reader would stumble over.
fn problem(name: &str) -> String {
    let Some(first) = name.chars().next() else { return "no name".to_owned() };
    if !first.is_ascii_lowercase() {
        return format!("a name that begins with {}", in_sentence(&first.to_string()));
    }
    match name.chars().find(|c| !c.is_ascii_lowercase() && !c.is_ascii_digit()) {
        Some(wrong) => format!("a name with the character {}", in_sentence(&wrong.to_string())),
        None => format!("a name of {} characters", name.chars().count()),
    }
}

/// Returns the name with what is wrong left out, or one for the pool's mode where nothing is left.
fn corrected(pool: &Pool<'_>) -> String {
    let kept: String =
        pool.name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    match kept.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("p{kept}"),
        Some(_) => kept,
        None if pool.is_system() => "system".to_owned(),
        None => "pool".to_owned(),
    }
}
