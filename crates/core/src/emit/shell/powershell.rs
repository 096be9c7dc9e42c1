//! PowerShell, the older Windows PowerShell 5.1 included.

use super::{Argument, Command};
use crate::emit::snippet::{Snippet, SpanKind};
use crate::quote::Code;
pub(in crate::emit) use crate::quote::powershell::quote;
use crate::quote::powershell::{number, word};

/// Windows PowerShell reads a file without a byte order mark in the code page of the system. Bytes of letters
/// become other characters then, quotes among them, so a text that is not plain ASCII makes sure first that it
/// was read as it was written. The letter is one character in UTF-8 and in no code page.
pub(in crate::emit) const ENCODING: &str =
    "if ('\u{6771}'.Length -ne 1) { throw 'Save this file as UTF-8 with a byte order mark.' }";

/// Writes commands so that the first failure ends them all, in a script and pasted into a console alike. They are one
/// block with a scope of its own: no variable of the user's session is changed.
pub(in crate::emit) fn block(commands: &[Command], out: &mut Snippet) {
    if !commands.iter().flat_map(|command| &command.arguments).all(|(_, argument)| is_ascii(argument)) {
        out.line().push(SpanKind::Plain, ENCODING);
    }
    match commands {
        [] => return,
        [only] if !is_splatted(only) => return write(only, 0, out),
        _ => {}
    }
    out.line().push(SpanKind::Plain, "& {");
    out.line().push(SpanKind::Plain, "    $ErrorActionPreference = 'Stop'");
    for command in commands {
        write(command, 2, out);
        if command.is_program() {
            // A program that fails is no error to PowerShell.
            out.line().push(SpanKind::Plain, "    if ($LASTEXITCODE -ne 0) { throw '");
            out.push(SpanKind::Plain, command.name).push(SpanKind::Plain, " failed.' }");
        }
    }
    out.line().push(SpanKind::Plain, "}");
}

pub(in crate::emit) fn is_ascii(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => text.is_ascii(),
        Argument::List(list) => list.iter().all(|text| text.is_ascii()),
        Argument::Map(map) => map.iter().all(|(key, value)| key.is_ascii() && value.is_ascii()),
        Argument::Switch | Argument::Literal(_) | Argument::Password => true,
    }
}

/// Whether the parameters of a command are written as a table: those of a cmdlet with more than two.
fn is_splatted(command: &Command) -> bool {
    command.arguments.len() > 2 && !command.is_program()
}

/// Writes a command. The parameters of a cmdlet with more than two are a table, one a line: a blank at the end of a line
/// changes nothing there, where it would end a command behind a backtick.
pub(in crate::emit) fn write(command: &Command, level: usize, out: &mut Snippet) {
    if is_splatted(command) {
        return write_splatted(command, level, out);
    }
    out.line_at(level).push(SpanKind::Command, command.name);
    // Only az's commands are too long for one line.
    let long = command.arguments.len() > 2 && command.name.starts_with("az ");
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
        if *argument != Argument::Switch {
            out.push(SpanKind::Plain, " ").push(SpanKind::Value, value(argument));
        }
    }
}

fn write_splatted(command: &Command, level: usize, out: &mut Snippet) {
    let (begin, end) = match command.name {
        name if name.ends_with("NodePool") => ("$pool = @{", " @pool"),
        name if name.ends_with("ResourceGroup") => ("$group = @{", " @group"),
        _ => ("$cluster = @{", " @cluster"),
    };
    let entries: Vec<(&'static str, Code)> =
        command.arguments.iter().map(|(flag, argument)| entry(flag, argument)).collect();
    let wide = entries.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    out.line_at(level).push(SpanKind::Plain, begin);
    for (name, value) in entries {
        let blanks = Code::blanks(wide.saturating_sub(name.len()));
        out.line_at(level + 2).push(SpanKind::Flag, name);
        out.push(SpanKind::Plain, blanks).push(SpanKind::Plain, " = ").push(SpanKind::Value, value);
    }
    out.line_at(level).push(SpanKind::Plain, "}");
    out.line_at(level).push(SpanKind::Command, command.name).push(SpanKind::Plain, end);
}

/// A parameter as an entry of a table. A switch may have its value with it: `-EnableVtpm:$false`.
fn entry(flag: &'static str, argument: &Argument) -> (&'static str, Code) {
    let name = flag.trim_start_matches('-');
    if let Some((name, value)) = name.split_once(':') {
        return (name, value.into());
    }
    match argument {
        Argument::List(_) => (name, Code::concat(["@(".into(), value(argument), ")".into()])),
        argument => (name, value(argument)),
    }
}

/// The value of a parameter, on one line.
fn value(argument: &Argument) -> Code {
    match argument {
        Argument::Switch => "$true".into(),
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
            "(Read-Host -AsSecureString -Prompt 'Password for the administrator of the Windows nodes')".into()
        }
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
