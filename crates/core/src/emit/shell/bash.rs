//! POSIX shells: bash, dash, zsh. The words of a text are the same in all three.

use super::{Argument, Assigned, Command, File, missing_names};
use crate::emit::missing::Missing;
use crate::emit::snippet::{Snippet, SpanKind};
pub(in crate::emit) use crate::quote::posix::{SAY_LINE_FEED, quote};
use crate::quote::posix::{own_file, word};

/// The variable that holds the password.
const PASSWORD: &str = "\"$windows_password\"";

/// The variable that holds the ETag.
const ETAG: &str = "\"$etag\"";

/// Writes commands as a chain that ends at the first failure and leaves the user's shell open.
///
/// The chain is one command to the shell, so it is read to its end before any of it runs: asking for a password
/// does not swallow lines that were pasted with it.
pub(in crate::emit) fn chain(commands: &[Command], out: &mut Snippet) {
    let all = || commands.iter().flat_map(|command| &command.arguments).map(|(_, argument)| argument);
    let password = all().any(|argument| *argument == Argument::Password);
    let line_feed = all().any(has_line_feed);
    let files = commands.iter().any(|command| command.files().next().is_some());
    // Variables and traps die with the subshell.
    let subshell = password || line_feed || files || missing_names(commands).next().is_some();
    if subshell {
        out.line().push(SpanKind::Plain, "(");
    }
    if line_feed {
        out.line().push(SpanKind::Plain, SAY_LINE_FEED).push(SpanKind::Plain, " &&");
    }
    for line in missing_names(commands).flat_map(Missing::posix_lines) {
        out.line().push(SpanKind::Plain, line);
    }
    if password {
        for line in ASK {
            out.line().push(SpanKind::Plain, *line);
        }
    }
    if files {
        for line in MAKE_FILES {
            out.line().push(SpanKind::Plain, line).push(SpanKind::Plain, " &&");
        }
    }
    let last = commands.len().saturating_sub(1);
    for (place, command) in commands.iter().enumerate() {
        for file in command.files() {
            write_file(file, 0, out);
            out.push(SpanKind::Plain, " &&");
        }
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
    "{ [ -n \"$windows_password\" ] || { printf 'The password is empty.\\n' >&2; false; }; } &&",
];

/// Makes a directory for the script's own files, which is gone when the subshell ends, however it does.
pub(in crate::emit) const MAKE_FILES: [&str; 4] = [
    "files=\"$(mktemp -d)\"",
    "trap 'rm -rf \"$files\"' EXIT",
    "trap 'exit 130' INT",
    "trap 'exit 143' TERM",
];

/// Writes a file of the script's own.
pub(in crate::emit) fn write_file(file: &File, level: usize, out: &mut Snippet) {
    out.line_at(level);
    match file.text.strip_suffix('\n') {
        Some(lines) => {
            out.push(SpanKind::Plain, "printf '%s\\n'");
            let is_one = !lines.contains('\n');
            for line in lines.split('\n') {
                if is_one {
                    out.push(SpanKind::Plain, " ");
                } else {
                    out.push(SpanKind::Plain, " \\").line_at(level + 1);
                }
                out.push(SpanKind::Value, quote(line));
            }
            if is_one {
                out.push(SpanKind::Plain, " ");
            } else {
                out.push(SpanKind::Plain, " \\").line_at(level + 1);
            }
        }
        None => {
            out.push(SpanKind::Plain, "printf '%s' ").push(SpanKind::Value, quote(&file.text));
            out.push(SpanKind::Plain, " ");
        }
    }
    out.push(SpanKind::Plain, ">").push(SpanKind::Plain, own_file(&file.name));
}

fn has_line_feed(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => text.contains('\n'),
        Argument::List(list) => list.iter().any(|text| text.contains('\n')),
        Argument::Map(map) => map.iter().any(|(key, value)| key.contains('\n') || value.contains('\n')),
        // Lines are words of their own.
        Argument::File(file) => !file.text.ends_with('\n') && file.text.contains('\n'),
        Argument::Switch
        | Argument::Literal(_)
        | Argument::Password
        | Argument::Missing(_)
        | Argument::ETag
        | Argument::Object(_)
        | Argument::Merged(_)
        | Argument::Assigned(_) => false,
    }
}

/// Returns a command on one line that does the same alone, for a comment: with what it needs before it, in a subshell.
/// Names that the plan doesn't have are placeholders.
pub(in crate::emit) fn line(command: &Command) -> String {
    let mut out = Snippet::default();
    let mut command = command.clone();
    for (_, argument) in &mut command.arguments {
        if let Argument::Missing(name) = argument {
            *argument = Argument::Literal(name.placeholder());
        }
    }
    chain(&[command], &mut out);
    let lines: Vec<String> =
        out.text().lines().map(|line| line.trim().trim_end_matches(" \\").to_owned()).collect();
    lines.join(" ")
}

/// Writes a command: with up to two flags on one line, a longer one with each flag on a line of its own.
pub(in crate::emit) fn write(command: &Command, level: usize, out: &mut Snippet) {
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
            Argument::Literal(literal) => {
                out.push(SpanKind::Plain, " ").push(SpanKind::Value, *literal);
            }
            Argument::Word(text) => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, word(text))),
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
            Argument::Missing(name) => {
                out.push(SpanKind::Plain, "=").push(SpanKind::Value, name.posix());
            }
            Argument::ETag => drop(out.push(SpanKind::Plain, " ").push(SpanKind::Value, ETAG)),
            Argument::File(file) => {
                out.push(SpanKind::Plain, " ").push(SpanKind::Value, own_file(&file.name));
            }
            Argument::Assigned(list) => {
                for one in list {
                    out.push(SpanKind::Plain, " \\").line_at(level + 2);
                    match one {
                        Assigned::Word(path, value) => {
                            out.push(SpanKind::Value, quote(&format!("{path}={value}")));
                        }
                        Assigned::File(path, file) => {
                            out.push(SpanKind::Value, quote(&format!("{path}=@")));
                            out.push(SpanKind::Value, own_file(&file.name));
                        }
                    }
                }
            }
            // Only cmdlets take objects.
            Argument::Object(_) | Argument::Merged(_) => {}
        }
    }
}
