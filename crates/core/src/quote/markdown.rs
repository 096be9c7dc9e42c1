//! Markdown as GitHub reads it.

use super::comment::is_noncharacter;
use crate::text::is_unseen;

/// Returns a text in which Markdown sees no mark of its own, on one line: no emphasis, no code, no table, no HTML, no
/// mention, no emoji, no formula, and no link of a bare address. What nobody sees becomes a blank.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if is_unseen(character) || is_noncharacter(character) => out.push(' '),
            _ if is_mark(character) || (character == '.' && ends_with_www(&out)) => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// Returns whether a character is a mark of Markdown, or of GitHub's additions to it: mentions, emoji, formulas.
fn is_mark(character: char) -> bool {
    "\\`*_[]<>|#!~&@$:".contains(character)
}

/// Returns whether a dot would make an address of what is before it.
fn ends_with_www(text: &str) -> bool {
    let end = text.len().checked_sub(3).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn no_mark_is_left() {
        for (given, written) in [
            ("https://evil.example/login", r"https\://evil.example/login"),
            ("www.evil.example WWW.x", r"www\.evil.example WWW\.x"),
            ("__x__ $y$ :tada: a@b.c", r"\_\_x\_\_ \$y\$ \:tada\: a\@b.c"),
            ("<img> [a](b) `c` | d", r"\<img\> \[a\](b) \`c\` \| d"),
            ("a\nb\u{202e}c", "a b c"),
            ("#1 ~x~ &amp; \\ 1.30", r"\#1 \~x\~ \&amp; \\ 1.30"),
            ("é 東", "é 東"),
        ] {
            assert_eq!(text(given), written);
        }
    }
}
