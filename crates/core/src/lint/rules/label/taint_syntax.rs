use crate::lint::{Check, Found, Pool, Rule, Severity};
use crate::text::in_sentence;

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Pool(check));

fn check(pool: &Pool<'_>, found: &mut Found) {
    let key = "nodeTaints";
    let rest: Vec<String> = pool.taints.iter().filter(|taint| is_taint(taint)).cloned().collect();
    let Some(wrong) = pool.taints.iter().find(|taint| !taint.is_empty() && !is_taint(taint)) else {
        // Templates have it where a parameter was left empty, and the Azure CLI passes over it.
        if rest.len() < pool.taints.len() {
            let message = format_args!(
                "{pool} has an empty text as a taint. Remove it; whether AKS refuses it isn\u{2019}t known."
            );
            let finding = found.at(pool, key, message).downgrade_to(Severity::Note);
            finding.safe_fix(format_args!("Remove it"), vec![pool.list(key, rest)]);
        }
        return;
    };
    let finding = found.at(
        pool,
        key,
        format_args!("{pool} has the taint {}. Write key=value:Effect, with the effect NoSchedule, PreferNoSchedule or NoExecute.", in_sentence(wrong)),
    );
    let spelled: Vec<String> = pool.taints.iter().map(|taint| spelled(taint)).collect();
    if spelled.iter().all(|taint| is_taint(taint)) {
        finding.safe_fix(format_args!("Correct the effect"), vec![pool.list(key, spelled)]);
    }
    finding.unsafe_fix(format_args!("Remove it"), vec![pool.list(key, rest)]);
}

const EFFECTS: [&str; 3] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/// Returns whether the Azure CLI takes the taint: a key of letters, digits, `_`, `-`, `.` and `/`, a value without `/`,
/// an effect (azure-cli 2.91.0).
fn is_taint(taint: &str) -> bool {
    let Some((pair, effect)) = taint.rsplit_once(':') else { return false };
    let Some((key, value)) = pair.split_once('=') else { return false };
    EFFECTS.contains(&effect) && is_word(key, 253, "_-./") && is_word(value, 63, "_-.")
}

/// Returns whether a text is so many letters, digits and others, beginning with a letter or a digit.
fn is_word(text: &str, most: usize, others: &str) -> bool {
    let begins = text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || others.as_bytes().contains(&byte);
    begins && text.len() <= most && text.bytes().all(fits)
}

/// Returns the taint with its effect in the spelling that Kubernetes has.
fn spelled(taint: &str) -> String {
    let Some((pair, effect)) = taint.rsplit_once(':') else { return taint.to_owned() };
    match EFFECTS.iter().find(|known| known.eq_ignore_ascii_case(effect)) {
        Some(known) => format!("{pair}:{known}"),
        None => taint.to_owned(),
    }
}
