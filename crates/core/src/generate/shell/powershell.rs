//! PowerShell, the older Windows PowerShell 5.1 included.

use super::{Argument, Command};
use crate::generate::snippet::{Snippet, SpanKind};
use crate::quote::Code;
pub(in crate::generate) use crate::quote::powershell::quote;
use crate::quote::powershell::{number, word};

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
            out.line().push(SpanKind::Plain, "    if ($LASTEXITCODE -ne 0) { throw '");
            out.push(SpanKind::Plain, command.name).push(SpanKind::Plain, " failed.' }");
        }
    }
    out.line().push(SpanKind::Plain, "} finally {");
    out.line().push(SpanKind::Plain, "    $ErrorActionPreference = $previous");
    out.line().push(SpanKind::Plain, "}");
}

pub(in crate::generate) fn is_ascii(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => text.is_ascii(),
        Argument::List(list) => list.iter().all(|text| text.is_ascii()),
        Argument::Map(map) => map.iter().all(|(key, value)| key.is_ascii() && value.is_ascii()),
        Argument::Switch | Argument::Literal(_) | Argument::Password => true,
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
            Argument::Literal(literal) => (*literal).into(),
            Argument::Word(text) => number(text),
            Argument::Text(text) | Argument::Joined(text) => quote(text),
            Argument::List(list) => joined(list.iter().map(|text| quote(text)), ", "),
            Argument::Map(map) => {
                let entry =
                    |(key, value): &(String, String)| Code::concat([quote(key), " = ".into(), quote(value)]);
                Code::concat(["@{ ".into(), joined(map.iter().map(entry), "; "), " }".into()])
            }
            Argument::Password => {
                "(Read-Host -AsSecureString -Prompt 'Password for the administrator of the Windows nodes')"
                    .into()
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
        Argument::Text(text) | Argument::Word(text) | Argument::Joined(text) => std::slice::from_ref(text),
        Argument::List(list) => list,
        Argument::Switch | Argument::Literal(_) | Argument::Map(_) | Argument::Password => &[],
    };
    out.push(SpanKind::Flag, flag);
    if let Argument::Literal(literal) = argument {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, word(literal));
    }
    for text in words {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, word(text));
    }
}

/// Several pieces with something of ours between them.
fn joined(parts: impl Iterator<Item = Code>, between: &'static str) -> Code {
    let mut all = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push(between.into());
        }
        all.push(part);
    }
    all.into_iter().collect()
}
