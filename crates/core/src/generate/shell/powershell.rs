//! PowerShell, the older Windows PowerShell 5.1 included.

use std::fmt::Write;

use super::{Argument, Command};
use crate::generate::snippet::{Snippet, SpanKind};
use crate::text::is_unseen;

/// Windows PowerShell reads a file without a byte order mark in the code page of the system. Bytes of letters
/// become other characters then, quotes among them, so a text that is not plain ASCII makes sure first that it
/// was read as it was written. The letter is one character in UTF-8 and in no code page.
pub(in crate::generate) const ENCODING: &str =
    "if ('\u{6771}'.Length -ne 1) { throw 'Save this file as UTF-8 with a byte order mark.' }";

/// Writes commands so that the first failure ends them all, in a script and pasted into a console alike. Nothing
/// of the user's session is changed afterwards.
pub(in crate::generate) fn block(commands: &[Command], out: &mut Snippet) {
    if !commands.iter().flat_map(|command| &command.arguments).all(|(_, argument)| is_ascii(argument)) {
        out.line().push(SpanKind::Plain, ENCODING);
    }
    if let [] | [_] = commands {
        commands.iter().for_each(|only| write(only, 0, out));
        return;
    }
    out.line().push(SpanKind::Plain, "$previous = $ErrorActionPreference");
    out.line().push(SpanKind::Plain, "try {");
    out.line().push(SpanKind::Plain, "    $ErrorActionPreference = 'Stop'");
    for command in commands {
        write(command, 2, out);
        if command.is_program() {
            // A program that fails is no error to PowerShell.
            let name = command.name;
            let check = format!("    if ($LASTEXITCODE -ne 0) {{ throw '{name} failed.' }}");
            out.line().push(SpanKind::Plain, check);
        }
    }
    out.line().push(SpanKind::Plain, "} finally {");
    out.line().push(SpanKind::Plain, "    $ErrorActionPreference = $previous");
    out.line().push(SpanKind::Plain, "}");
}

pub(in crate::generate) fn is_ascii(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) | Argument::Bare(text) => text.is_ascii(),
        Argument::List(list) => list.iter().all(|text| text.is_ascii()),
        Argument::Map(map) => map.iter().all(|(key, value)| key.is_ascii() && value.is_ascii()),
        Argument::Switch | Argument::Password => true,
    }
}

/// A command of up to two parameters stands on one line; a longer one has each on a line of its own.
pub(in crate::generate) fn write(command: &Command, level: usize, out: &mut Snippet) {
    out.line_at(level).push(SpanKind::Command, command.name);
    let long = command.arguments.len() > 2;
    for (flag, argument) in &command.arguments {
        if long {
            // The backtick must be the last character of its line.
            out.push(SpanKind::Plain, " `").line_at(level + 2);
        } else {
            out.push(SpanKind::Plain, " ");
        }
        if command.is_program() {
            write_to_program(flag, argument, out);
            continue;
        }
        out.push(SpanKind::Flag, *flag);
        let value = match argument {
            Argument::Switch => continue,
            Argument::Bare(word) => word.clone(),
            Argument::Text(text) | Argument::Joined(text) => quote(text),
            Argument::List(list) => list.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", "),
            Argument::Map(map) => {
                let entries = map.iter().map(|(key, value)| format!("{} = {}", quote(key), quote(value)));
                format!("@{{ {} }}", entries.collect::<Vec<_>>().join("; "))
            }
            Argument::Password => {
                "(Read-Host -AsSecureString -Prompt 'Password for the administrator of the Windows nodes')"
                    .to_owned()
            }
        };
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, value);
    }
}

/// A flag with its value as PowerShell hands them to a program: words, each of which arrives as one.
fn write_to_program(flag: &'static str, argument: &Argument, out: &mut Snippet) {
    let words: &[String] = match argument {
        // Windows PowerShell drops an empty word; joined to its flag it is none.
        Argument::Text(text) | Argument::Joined(text)
            if text.is_empty() || matches!(argument, Argument::Joined(_)) =>
        {
            out.push(SpanKind::Value, quote(&format!("{flag}={text}")));
            return;
        }
        Argument::Text(text) | Argument::Bare(text) | Argument::Joined(text) => std::slice::from_ref(text),
        Argument::List(list) => list,
        Argument::Switch | Argument::Map(_) | Argument::Password => &[],
    };
    out.push(SpanKind::Flag, flag);
    for word in words {
        let value = if is_plain(word) { word.clone() } else { quote(word) };
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, value);
    }
}

/// Whether a word means itself without quotes: letters and digits, or a whole number as PowerShell itself writes it.
fn is_plain(word: &str) -> bool {
    let has_only = |right: fn(&u8) -> bool| word.bytes().all(|byte| right(&byte));
    match word.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => has_only(u8::is_ascii_alphanumeric),
        Some(b'0') => word.len() == 1,
        Some(_) => word.len() < 10 && has_only(u8::is_ascii_digit),
        None => false,
    }
}

/// A text as a literal that stays on its line.
///
/// PowerShell takes the typographic single quotes for the plain one, so each of them is doubled. Characters that
/// cannot be seen stand outside the quotes: those that have a name in double quotes, the others by number.
pub(in crate::generate) fn quote(text: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut plain: Option<String> = None;
    let mut named: Option<String> = None;
    for character in text.chars() {
        if !is_unseen(character) {
            parts.extend(named.take().map(|run| format!("\"{run}\"")));
            let run = plain.get_or_insert_with(String::new);
            run.push(character);
            if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
                run.push(character);
            }
            continue;
        }
        parts.extend(plain.take().map(|run| format!("'{run}'")));
        let name = match character {
            '\0' => '0',
            '\u{7}' => 'a',
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{b}' => 'v',
            '\u{c}' => 'f',
            '\r' => 'r',
            other => {
                parts.extend(named.take().map(|run| format!("\"{run}\"")));
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    let mut part = String::new();
                    // Writing to a String does not fail.
                    let _ = write!(part, "[char]0x{unit:x}");
                    parts.push(part);
                }
                continue;
            }
        };
        let run = named.get_or_insert_with(String::new);
        run.push('`');
        run.push(name);
    }
    parts.extend(named.take().map(|run| format!("\"{run}\"")));
    parts.extend(plain.take().map(|run| format!("'{run}'")));
    match parts.as_slice() {
        [] => "''".to_owned(),
        [only] if only.starts_with('\'') => only.clone(),
        // A text must come first, or the parts would be added up as numbers.
        [first, ..] if first.starts_with('[') => format!("('' + {})", parts.join(" + ")),
        _ => format!("({})", parts.join(" + ")),
    }
}
