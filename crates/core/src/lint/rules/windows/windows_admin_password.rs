use crate::lint::{Check, Rule, Severity};

pub(in crate::lint) const RULE: Rule = Rule::new(Severity::Refused, Check::Password(check));

/// Returns what is wrong with a password for the administrator of Windows nodes. No plan holds one.
fn check(password: &str) -> Option<&'static str> {
    let any = |is: fn(char) -> bool| password.chars().any(is);
    let kinds = [
        any(char::is_lowercase),
        any(char::is_uppercase),
        any(char::is_numeric),
        any(|c| !c.is_alphanumeric()),
    ];
    if !(8..=123).contains(&password.chars().count()) {
        Some("It has 8 to 123 characters.")
    } else if kinds.into_iter().filter(|has| *has).count() < 3 {
        Some("It has three of these: a lower-case letter, an upper-case letter, a digit, another character.")
    } else if BLOCKED.contains(&password) {
        Some("It is one of the well-known passwords that the API rejects.")
    } else {
        None
    }
}

/// Passwords that the API does not take (its description of windowsProfile, 2026-10-19).
const BLOCKED: [&str; 10] = [
    "abc@123",
    "P@$$w0rd",
    "P@ssw0rd",
    "P@ssword123",
    "Pa$$word",
    "pass@word1",
    "Password!",
    "Password1",
    "Password22",
    "iloveyou!",
];
