//! PowerShell as its own reader takes it, as far as it matters what is a text and what is not.

/// A part of a script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Token {
    /// A literal, or literals and characters that are added up: data, whatever it holds.
    Text(String),
    /// A word, a sign, the end of a line: what makes the syntax tree.
    Other(String),
}

/// What PowerShell takes for a single quote, and for a double one.
const SINGLE: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
const DOUBLE: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

/// The parts of a script, without comments and without the line that checks the file's encoding.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    for line in text.split('\n') {
        assert!(!line.contains('\r'), "a line ends early: {line:?}");
        if line.starts_with("if ('\u{6771}'.Length") {
            continue;
        }
        let before = out.len();
        of_line(line, &mut out);
        // What stops a text of az on Windows says a value in one text, and does nothing else.
        if line.trim_start().starts_with("if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw ")
        {
            let stops = sums(out.split_off(before));
            let end = stops.iter().position(|token| *token == Token::Other("throw".to_owned())).unwrap();
            let is_one = matches!(&stops[end..], [_, Token::Text(_), Token::Other(close)] if close == "}");
            assert!(is_one, "{line:?}");
            continue;
        }
        // An empty line and a comment are nothing.
        if out.len() > before {
            out.push(Token::Other("\n".to_owned()));
        }
    }
    sums(out)
}

fn of_line(line: &str, out: &mut Vec<Token>) {
    let mut letters = line.chars().peekable();
    let mut word = String::new();
    while let Some(letter) = letters.next() {
        let begins = word.is_empty();
        if SINGLE.contains(&letter) || DOUBLE.contains(&letter) || " \t`#(){}[];,|&=+$@".contains(letter) {
            // A dollar sign belongs to its variable, a bracket to its type: splitting at signs is enough.
            end(&mut word, out);
        }
        match letter {
            quote if SINGLE.contains(&quote) => {
                let mut text = String::new();
                loop {
                    match letters.next().unwrap_or_else(|| panic!("a text has no end: {line:?}")) {
                        end if SINGLE.contains(&end) => match letters.peek() {
                            Some(second) if SINGLE.contains(second) => text.extend(letters.next()),
                            _ => break,
                        },
                        other => text.push(other),
                    }
                }
                out.push(Token::Text(text));
            }
            quote if DOUBLE.contains(&quote) => {
                let (mut text, mut is_plain) = (String::new(), true);
                loop {
                    match letters.next().unwrap_or_else(|| panic!("a text has no end: {line:?}")) {
                        end if DOUBLE.contains(&end) => break,
                        '`' => text.push(match letters.next().unwrap() {
                            '0' => '\0',
                            'a' => '\u{7}',
                            'b' => '\u{8}',
                            't' => '\t',
                            'n' => '\n',
                            'v' => '\u{b}',
                            'f' => '\u{c}',
                            'r' => '\r',
                            other => other,
                        }),
                        '$' => {
                            is_plain = false;
                            text.push('$');
                        }
                        other => text.push(other),
                    }
                }
                // What is put into a text by name makes the tree.
                out.push(if is_plain { Token::Text(text) } else { Token::Other(format!("\"{text}\"")) });
            }
            '#' if begins => return,
            ' ' | '\t' => {}
            '`' if letters.peek().is_none() => out.push(Token::Other("`".to_owned())),
            '`' => panic!("a backtick in the middle of a line: {line:?}"),
            sign if "#(){}[];,|&=+$@".contains(sign) => out.push(Token::Other(sign.to_string())),
            other => word.push(other),
        }
    }
    end(&mut word, out);
}

fn end(word: &mut String, out: &mut Vec<Token>) {
    if !word.is_empty() {
        out.push(Token::Other(std::mem::take(word)));
    }
}

/// Puts sums of literals and characters into one text, such as `'a' + [char]0x85`.
fn sums(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        if let (Token::Other(sign), Some((text, after))) = (first, sum(tail))
            && sign == "("
        {
            out.push(Token::Text(text));
            rest = after;
            continue;
        }
        out.push(first.clone());
        rest = tail;
    }
    out
}

fn sum(mut rest: &[Token]) -> Option<(String, &[Token])> {
    let is = |token: Option<&Token>, sign: &str| matches!(token, Some(Token::Other(other)) if other == sign);
    let (mut units, mut parts): (Vec<u16>, usize) = (Vec::new(), 0);
    loop {
        match rest {
            [Token::Text(text), tail @ ..] => {
                units.extend(text.encode_utf16());
                rest = tail;
            }
            [a, Token::Other(kind), b, Token::Other(number), tail @ ..]
                if is(Some(a), "[") && kind == "char" && is(Some(b), "]") =>
            {
                units.push(u16::from_str_radix(number.strip_prefix("0x")?, 16).ok()?);
                rest = tail;
            }
            [open, tail @ ..] if is(Some(open), "(") => {
                let (text, tail) = sum(tail)?;
                units.extend(text.encode_utf16());
                rest = tail;
            }
            _ => return None,
        }
        parts += 1;
        let (next, tail) = rest.split_first()?;
        rest = tail;
        if is(Some(next), ")") {
            return (parts > 1).then(|| (String::from_utf16(&units).unwrap(), rest));
        }
        if !is(Some(next), "+") {
            return None;
        }
    }
}
