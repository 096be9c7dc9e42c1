//! POSIX shells: bash, dash, zsh. The words of a text are the same in all three.

use crate::text::is_unseen;
use std::fmt::Write;

use super::{Argument, Command};
use crate::generate::snippet::{Snippet, SpanKind};

/// The variable that holds a line feed: a command substitution drops one at its end.
const LINE_FEED: &str = "\"$lf\"";
/// The variable that holds the password.
const PASSWORD: &str = "\"$windows_password\"";

/// Writes commands as a chain that ends at the first failure and leaves the user's shell open.
///
/// The chain is one command to the shell, so it is read to its end before any of it runs: asking for a password
/// does not swallow lines that were pasted with it.
pub(in crate::generate) fn chain(commands: &[Command], out: &mut Snippet) {
    let all = || commands.iter().flat_map(|command| &command.arguments).map(|(_, argument)| argument);
    let password = all().any(|argument| *argument == Argument::Password);
    let line_feed = all().any(has_line_feed);
    // Variables die with the subshell.
    let subshell = password || line_feed;
    if subshell {
        out.line().push(SpanKind::Plain, "(");
    }
    if line_feed {
        out.line().push(SpanKind::Plain, format!("{SAY_LINE_FEED} &&"));
    }
    if password {
        for line in ASK {
            out.line().push(SpanKind::Plain, *line);
        }
    }
    let last = commands.len().saturating_sub(1);
    for (place, command) in commands.iter().enumerate() {
        write(command, 0, out);
        if place < last {
            out.push(SpanKind::Plain, " &&");
        }
    }
    if subshell {
        out.line().push(SpanKind::Plain, ")");
    }
}

/// Asks for the password: without an echo on a terminal, and from a file or a pipe as well.
const ASK: &[&str] = &[
    "printf '%s' 'Password for the administrator of the Windows nodes: ' &&",
    "windows_password=\"$(",
    "  if [ -t 0 ]; then trap 'stty echo' EXIT; trap 'exit 130' INT; stty -echo; fi",
    "  IFS= read -r answer",
    "  printf '%s' \"$answer\"",
    ")\" &&",
    "printf '\\n' &&",
    "[ -n \"$windows_password\" ] &&",
];

fn has_line_feed(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) => text.contains('\n'),
        Argument::List(list) => list.iter().any(|text| text.contains('\n')),
        Argument::Map(map) => map.iter().any(|(key, value)| key.contains('\n') || value.contains('\n')),
        Argument::Switch | Argument::Bare(_) | Argument::Password => false,
    }
}

/// The line that says what a line feed is, where a text holds one.
pub(in crate::generate) const SAY_LINE_FEED: &str = "lf=\"$(printf '\\n_')\" && lf=\"${lf%_}\"";

/// A command of up to two flags stands on one line; a longer one has each flag on a line of its own.
pub(in crate::generate) fn write(command: &Command, level: usize, out: &mut Snippet) {
    out.line_at(level).push(SpanKind::Command, command.name);
    let long = command.arguments.len() > 2;
    for (flag, argument) in &command.arguments {
        if long {
            out.push(SpanKind::Plain, " \\").line_at(level + 1);
        } else {
            out.push(SpanKind::Plain, " ");
        }
        out.push(SpanKind::Flag, *flag);
        match argument {
            Argument::Switch => {}
            Argument::Bare(word) => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, word.clone())),
            Argument::Text(text) => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, quote(text))),
            Argument::Joined(text) => drop(out.push(SpanKind::Plain, "=").push(SpanKind::Value, quote(text))),
            Argument::List(list) => {
                for text in list {
                    out.push(SpanKind::Plain, " ").push(SpanKind::Value, quote(text));
                }
            }
            Argument::Map(map) => {
                for (key, value) in map {
                    out.push(SpanKind::Plain, " ").push(SpanKind::Value, quote(&format!("{key}={value}")));
                }
            }
            Argument::Password => drop(out.push(SpanKind::Plain, "=").push(SpanKind::Value, PASSWORD)),
        }
    }
}

/// A text as one word. Nothing in it means anything to the shell, and it stays on its line.
///
/// Characters that cannot be seen are written in octal. A NUL cannot be part of a word; it is dropped here.
pub(in crate::generate) fn quote(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    let (mut open, mut octal) = (false, false);
    for character in text.chars().filter(|character| *character != '\0') {
        let coded = is_unseen(character) && character != '\n';
        if octal && !coded {
            out.push_str("')\"");
            octal = false;
        }
        if open && (coded || matches!(character, '\'' | '\n')) {
            out.push('\'');
            open = false;
        }
        if coded {
            if !octal {
                out.push_str("\"$(printf '");
                octal = true;
            }
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String does not fail.
                let _ = write!(out, "\\{byte:03o}");
            }
            continue;
        }
        match character {
            '\n' => out.push_str(LINE_FEED),
            '\'' => out.push_str("\\'"),
            other => {
                if !open {
                    out.push('\'');
                    open = true;
                }
                out.push(other);
            }
        }
    }
    if octal {
        out.push_str("')\"");
    }
    if open || out.is_empty() {
        out.push_str(if open { "'" } else { "''" });
    }
    out
}
