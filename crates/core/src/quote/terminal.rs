//! What is printed on a terminal.

/// Returns a text in which nothing can steer the terminal, turn the eye, or begin a line of its own.
pub fn line(text: &str) -> String {
    lines(text).replace('\n', "\\n")
}

/// Returns a text of several lines of ours, in which nothing can steer the terminal or turn the eye.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '"' | '\'' | '\\' => out.push(character),
            other if crate::text::is_unseen(other) => out.extend(other.escape_unicode()),
            other => out.extend(other.escape_debug()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(line("a\nb\u{1b}[31m\u{202e}\r'\""), "a\\nb\\u{1b}[31m\\u{202e}\\u{d}'\"");
        assert_eq!(lines("a\nb"), "a\nb");
    }
}
