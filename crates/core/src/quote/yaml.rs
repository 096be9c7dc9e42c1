//! YAML.

use super::Code;
use super::comment::is_noncharacter;
use crate::text::is_unseen;

/// Returns a text as a scalar: plain where nothing in it means anything, else between double quotes.
pub fn scalar(text: &str) -> Code {
    // What YAML 1.1 or 1.2 reads as something else than a text.
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let begins = text.bytes().next().is_some_and(|first| first.is_ascii_alphabetic());
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-./".contains(&letter);
    if begins && text.bytes().all(is_plain) && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Code(text.to_owned().into());
    }
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if !is_printable(letter) => out.push_str(&format!("\\U{:08x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    Code(out.into())
}

/// Returns whether a character may be in a YAML file as it is: YAML's c-printable (YAML 1.2.2, section 5.1), which has
/// no noncharacter of the basic plane, less what nobody sees. The noncharacters of the other planes are left out too,
/// for readers differ about them.
fn is_printable(letter: char) -> bool {
    let in_range =
        matches!(u32::from(letter), 0x20..=0x7e | 0xa0..=0xd7ff | 0xe000..=0xfffd | 0x1_0000..=0x10_ffff);
    in_range && !is_noncharacter(letter) && !is_unseen(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_does_not_print_is_escaped() {
        for (text, written) in [
            ("\u{ffff}", "\"\\U0000ffff\""),
            ("\u{fffe}", "\"\\U0000fffe\""),
            ("\u{7f}\u{85}\u{2028}", "\"\\U0000007f\\U00000085\\U00002028\""),
            ("\u{1ffff}", "\"\\U0001ffff\""),
            ("yes", "\"yes\""),
            ("a: b #", "\"a: b #\""),
            ("Equal", "Equal"),
        ] {
            assert_eq!(scalar(text).as_str(), written);
        }
    }
}
