//! Comments. A comment keeps what it is about to the letter; what would end it, or show the eye something else than
//! there is, is written as an escape.

use super::Code;
use crate::text::is_unseen;

/// Maximum number of characters of a comment.
const LONG: usize = 2_000;

/// A language, as far as its comments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Language {
    /// Text for a POSIX shell is pasted too, and an interactive zsh takes a comment for a command (it has no comments
    /// unless `INTERACTIVE_COMMENTS` is set). So each character that means something to it has a backslash here.
    Posix,
    PowerShell,
    Bicep,
    Hcl,
    Yaml,
}

impl Language {
    /// Returns what begins a comment.
    pub fn mark(self) -> &'static str {
        if self == Self::Bicep { "// " } else { "# " }
    }
}

/// Returns a text as the content of a comment: on one line and without the mark that begins it.
pub fn text(text: &str, language: Language) -> Code {
    let mut out = String::with_capacity(text.len());
    for character in text.chars().take(LONG) {
        match character {
            '\n' => out.push_str(newline(language)),
            _ if is_unseen(character) || is_noncharacter(character) => {
                let number = u32::from(character);
                // The braces of an escape mean nothing to a shell: there is no comma and no blank between them.
                out.push_str(&match language {
                    Language::Posix => format!("\\\\u\\{{{number:x}\\}}"),
                    _ => format!("\\u{{{number:x}}}"),
                });
            }
            _ if language == Language::Posix && means_something(character) => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    if text.chars().nth(LONG).is_some() {
        out.push_str(" ...");
    }
    Code(out.into())
}

fn newline(language: Language) -> &'static str {
    match language {
        Language::Posix => "\\\\n",
        _ => "\\n",
    }
}

/// Returns a comment cut at blanks into lines of some length; a longer word stays whole.
pub fn wrapped(text: &str, language: Language) -> Vec<Code> {
    const WIDE: usize = 100;
    let Code(whole) = self::text(text, language);
    let mut lines = vec![String::new()];
    let mut wide = 0;
    for word in whole.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if wide + letters < WIDE => {
                line.push(' ');
                line.push_str(word);
                wide += 1 + letters;
                continue;
            }
            _ => lines.push(word.to_owned()),
        }
        wide = letters;
    }
    lines.into_iter().map(|line| Code(line.into())).collect()
}

/// Returns whether a character of a word means something to a shell. Letters of other alphabets and typographic quotes
/// do not.
fn means_something(character: char) -> bool {
    character.is_ascii() && !character.is_ascii_alphanumeric() && !" .,:/_-=%+@".contains(character)
}

/// Returns what neither YAML nor any other text can contain.
pub(super) fn is_noncharacter(character: char) -> bool {
    u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_keeps_its_text() {
        let text = |text, language| super::text(text, language).to_string();
        for same in ["isn't; 'x' (a) & <b> $c", "The cluster\u{2019}s \u{201c}name\u{201d}", "R&D; é 東 😀"]
        {
            assert_eq!(text(same, Language::Yaml), same);
        }
        assert_eq!(text("a\nb\r\u{202e}c\u{ffff}", Language::Yaml), "a\\nb\\u{d}\\u{202e}c\\u{ffff}");
        assert_eq!(text("it's; $(x)\nb", Language::Posix), "it\\'s\\; \\$\\(x\\)\\\\nb");
        assert_eq!(text("\u{85}", Language::Posix), "\\\\u\\{85\\}");
    }
}
