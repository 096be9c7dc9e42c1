//! PowerShell, the older Windows PowerShell 5.1 included.

use std::collections::BTreeSet;

use super::{Argument, Assigned, Command, FIRST_ITEM, File, Object, Set, missing_names};
use crate::emit::missing::Missing;
use crate::emit::snippet::{Snippet, SpanKind};
use crate::quote::Code;
pub(in crate::emit) use crate::quote::powershell::quote;
use crate::quote::powershell::{key, number, own_file, word};
use crate::text::case_fold;
use crate::to_json::{Json, compact};

/// Windows PowerShell reads a file without a byte order mark in the code page of the system. Bytes of letters
/// become other characters then, quotes among them, so a text that is not plain ASCII makes sure first that it
/// was read as it was written. The letter is one character in UTF-8 and in no code page.
pub(in crate::emit) const ENCODING: &str =
    "if ('\u{6771}'.Length -ne 1) { throw 'Save this file as UTF-8 with a byte order mark.' }";

/// Writes commands so that the first failure ends them all, in a script and pasted into a console alike. They are one
/// block with a scope of its own: no variable of the user's session is changed.
pub(in crate::emit) fn block(commands: &[Command], out: &mut Snippet) {
    block_with(commands, None, out);
}

/// The same, after a line that may stop it.
pub(in crate::emit) fn block_with(commands: &[Command], first: Option<Code>, out: &mut Snippet) {
    if !commands.iter().flat_map(|command| &command.arguments).all(|(_, argument)| is_ascii(argument))
        || first.as_ref().is_some_and(|first| !first.as_str().is_ascii())
    {
        out.line().push(SpanKind::Plain, ENCODING);
    }
    let has_files = commands.iter().any(|command| command.files().next().is_some());
    match commands {
        [] => return,
        [only]
            if first.is_none()
                && !has_files
                && !is_splatted(only)
                && only.missing().next().is_none()
                && !only.takes_object()
                && only.merged().is_none() =>
        {
            return write(only, 0, out);
        }
        _ => {}
    }
    out.line().push(SpanKind::Plain, "& {");
    if commands.iter().any(|command| command.merged().is_some()) {
        // It asks for what a resource may not have.
        out.line().push(SpanKind::Plain, "    Set-StrictMode -Off");
    }
    out.line().push(SpanKind::Plain, "    $ErrorActionPreference = 'Stop'");
    if let Some(first) = first {
        out.line().push(SpanKind::Plain, "    ").push(SpanKind::Plain, first);
    }
    for line in missing_names(commands).flat_map(Missing::powershell_lines) {
        out.line().push(SpanKind::Plain, "    ").push(SpanKind::Plain, line);
    }
    if commands.iter().any(Command::takes_object) {
        out.line().push(SpanKind::Plain, "    ").push(SpanKind::Plain, IMPORT);
    }
    let level = if has_files { 4 } else { 2 };
    if has_files {
        out.line().push(SpanKind::Plain, "    ").push(SpanKind::Plain, MAKE_FILES);
        out.line().push(SpanKind::Plain, "    try {");
    }
    for command in commands {
        write_files(command, level, out);
        write(command, level, out);
        if command.is_program() {
            // PowerShell doesn't treat a program that fails as an error.
            out.line_at(level).push(SpanKind::Plain, "if ($LASTEXITCODE -ne 0) { throw '");
            out.push(SpanKind::Plain, command.name).push(SpanKind::Plain, " failed.' }");
        }
    }
    if has_files {
        out.line().push(SpanKind::Plain, "    } finally {");
        out.line().push(SpanKind::Plain, "        ").push(SpanKind::Plain, REMOVE_FILES);
        out.line().push(SpanKind::Plain, "    }");
    }
    out.line().push(SpanKind::Plain, "}");
}

/// Loads the classes of the module.
pub(in crate::emit) const IMPORT: &str = "Import-Module Az.Aks";
/// Makes a directory for the script's own files.
pub(in crate::emit) const MAKE_FILES: &str = "$files = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName()))).FullName";
/// Removes them.
pub(in crate::emit) const REMOVE_FILES: &str = "Remove-Item -LiteralPath $files -Recurse -Force";

/// Writes the files of the script's own that a command reads. What is in them is ASCII, so that no encoding matters.
pub(in crate::emit) fn write_files(command: &Command, level: usize, out: &mut Snippet) {
    for file in command.files() {
        write_file(file, level, out);
    }
}

fn write_file(file: &File, level: usize, out: &mut Snippet) {
    out.line_at(level).push(SpanKind::Command, "Set-Content");
    out.push(SpanKind::Plain, " -LiteralPath ").push(SpanKind::Value, own_file(&file.name));
    out.push(SpanKind::Plain, " -Encoding ascii");
    let Some(lines) = file.text.strip_suffix('\n') else {
        out.push(SpanKind::Plain, " -NoNewline -Value ").push(SpanKind::Value, quote(&file.text));
        return;
    };
    if !lines.contains('\n') {
        out.push(SpanKind::Plain, " -Value ").push(SpanKind::Value, quote(lines));
        return;
    }
    out.push(SpanKind::Plain, " -Value @(");
    for line in lines.split('\n') {
        out.line_at(level + 2).push(SpanKind::Value, quote(line));
    }
    out.line_at(level).push(SpanKind::Plain, ")");
}

pub(in crate::emit) fn is_ascii(argument: &Argument) -> bool {
    match argument {
        Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => text.is_ascii(),
        Argument::List(list) => list.iter().all(|text| text.is_ascii()),
        Argument::Map(map) => map.iter().all(|(key, value)| key.is_ascii() && value.is_ascii()),
        Argument::File(file) => file.text.is_ascii(),
        Argument::Object(object) => is_ascii_object(object),
        Argument::Merged(sets) => {
            sets.iter().all(|set| set.path.iter().all(|key| key.is_ascii()) && compact(&set.value).is_ascii())
        }
        Argument::Assigned(list) => list.iter().all(|one| match one {
            Assigned::Word(path, value) => path.is_ascii() && value.is_ascii(),
            Assigned::File(path, file) => path.is_ascii() && file.text.is_ascii(),
        }),
        Argument::Switch
        | Argument::Literal(_)
        | Argument::Password
        | Argument::Missing(_)
        | Argument::ETag => true,
    }
}

fn is_ascii_object(object: &Object) -> bool {
    match object {
        Object::Text(text) => text.is_ascii(),
        Object::Whole(_) | Object::Flag(_) => true,
        Object::Array(_, items) => items.iter().all(is_ascii_object),
        Object::Table(_, entries) => {
            entries.iter().all(|(key, value)| key.is_ascii() && is_ascii_object(value))
        }
    }
}

/// Returns whether the parameters of a command are written as a table: those of a cmdlet with more than two.
fn is_splatted(command: &Command) -> bool {
    command.arguments.len() > 2 && !command.is_program()
}

/// Writes a command. The parameters of a cmdlet with more than two are a table, one a line: a blank at the end of a
/// line changes nothing there, where it would end a command behind a backtick.
pub(in crate::emit) fn write(command: &Command, level: usize, out: &mut Snippet) {
    if let Some(sets) = command.merged() {
        return write_merge(command, sets, level, out);
    }
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
    write_table(begin, &command.arguments, level, out);
    out.line_at(level).push(SpanKind::Command, command.name).push(SpanKind::Plain, end);
}

/// Writes parameters as a table, one a line.
fn write_table(begin: &'static str, arguments: &[(&'static str, Argument)], level: usize, out: &mut Snippet) {
    let entries: Vec<(&'static str, Code)> =
        arguments.iter().map(|(flag, argument)| entry(flag, argument)).collect();
    let wide = entries.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    out.line_at(level).push(SpanKind::Plain, begin);
    for (name, value) in entries {
        let blanks = Code::blanks(wide.saturating_sub(name.len()));
        out.line_at(level + 2).push(SpanKind::Flag, name);
        out.push(SpanKind::Plain, blanks).push(SpanKind::Plain, " = ").push(SpanKind::Value, value);
    }
    out.line_at(level).push(SpanKind::Plain, "}");
}

/// Writes a command that changes a resource by its API: what the resource is now is read, values are set in it, and all
/// of it is written. An answer that isn't a resource stops the script (Invoke-AzRestMethod of Az.Accounts, its
/// documentation, read 2026-11-29; not tried).
fn write_merge(command: &Command, sets: &[Set], level: usize, out: &mut Snippet) {
    let named: Vec<(&'static str, Argument)> = command
        .arguments
        .iter()
        .filter(|(_, argument)| !matches!(argument, Argument::Merged(_)))
        .cloned()
        .chain([("-ErrorAction", Argument::Literal("'Stop'"))])
        .collect();
    let is_pool = command.arguments.iter().any(|(_, argument)| *argument == Argument::Literal(POOLS));
    write_table(if is_pool { "$poolRequest = @{" } else { "$request = @{" }, &named, level, out);
    let resource = if is_pool { Resource::Pool } else { Resource::Cluster };
    for line in resource.read() {
        out.line_at(level).push(SpanKind::Plain, line);
    }
    // The question has checked that there are properties; a cluster has pools.
    let mut there: Vec<String> =
        ["$body.properties", "$body.properties.agentPoolProfiles"].map(str::to_owned).into();
    for set in sets {
        let Some((last, parents)) = set.path.split_last() else { continue };
        let mut at = Code::from("$body");
        for parent in parents {
            if parent == FIRST_ITEM {
                at = Code::concat([at, FIRST_ITEM.into()]);
                continue;
            }
            let inner = Code::concat([at.clone(), ".".into(), key(parent)]);
            let line = Code::concat([
                "if (-not ".into(),
                inner.clone(),
                ") { Add-Member -InputObject ".into(),
                at,
                " -NotePropertyName ".into(),
                quote(parent),
                " -NotePropertyValue ([pscustomobject]@{}) -Force }".into(),
            ]);
            if !there.iter().any(|known| known == inner.as_str()) {
                out.line_at(level).push(SpanKind::Plain, line);
                there.push(inner.as_str().to_owned());
            }
            at = inner;
        }
        let line = Code::concat([
            "Add-Member -InputObject ".into(),
            at,
            " -NotePropertyName ".into(),
            quote(last),
            " -NotePropertyValue ".into(),
            json(&set.value),
            " -Force".into(),
        ]);
        out.line_at(level).push(SpanKind::Plain, line);
    }
    for line in resource.write() {
        out.line_at(level).push(SpanKind::Plain, line);
    }
}

/// The type of a pool's resource.
pub(in crate::emit) const POOLS: &str = "@('managedClusters', 'agentPools')";

/// A resource that a script reads and writes by requests.
#[derive(Clone, Copy)]
pub(in crate::emit) enum Resource {
    Cluster,
    /// Its request has a variable of its own: a migration asks for the cluster by the other all along.
    Pool,
}

/// Makes an object of an answer.
pub(in crate::emit) const CONVERT: &str = "$body = ConvertFrom-Json -InputObject $answer.Content @json";

impl Resource {
    fn request(self) -> Code {
        match self {
            Self::Cluster => "request".into(),
            Self::Pool => "poolRequest".into(),
        }
    }

    fn name(self) -> Code {
        match self {
            Self::Cluster => "cluster".into(),
            Self::Pool => "node pool".into(),
        }
    }

    /// Returns the lines that read it. ConvertFrom-Json of PowerShell 6 and newer makes dates of texts that look like one,
    /// which are other texts when they are written again; 7.5 and newer have an option against it, and Windows PowerShell
    /// doesn't (ConvertFrom-Json and its parameter `DateKind`, its documentation, read 2026-11-29).
    pub(in crate::emit) fn read(self) -> [Code; 6] {
        let name = || self.name();
        [
            Code::concat(["$answer = Invoke-AzRestMethod -Method GET @".into(), self.request()]),
            Code::concat([
                "if ($answer.StatusCode -ne 200) { throw ('The state of the ".into(),
                name(),
                " is unknown: ' + $answer.Content) }".into(),
            ]),
            "$json = if ((Get-Command ConvertFrom-Json).Parameters['DateKind']) { @{ DateKind = 'String' } } else { @{} }".into(),
            CONVERT.into(),
            "if (@(@($body) + @($body.properties) + @($body.properties.agentPoolProfiles) | ForEach-Object { $_.tags.PSObject.Properties } | Where-Object { $_.Value -is [datetime] }).Count -gt 0) { throw 'This version of PowerShell changes tags that look like a date. Use PowerShell 7.5 or newer.' }".into(),
            Code::concat([
                "if (-not $body.properties.provisioningState) { throw 'The state of the ".into(),
                name(),
                " is unknown: Invoke-AzRestMethod returned no ".into(),
                name(),
                ".' }".into(),
            ]),
        ]
    }

    /// Returns the lines that write it, and wait until that is done.
    fn write(self) -> [Code; 2] {
        [
            Code::concat([
                "$answer = Invoke-AzRestMethod -Method PUT @".into(),
                self.request(),
                " -Payload (ConvertTo-Json -InputObject $body -Depth 100 -Compress) -WaitForCompletion"
                    .into(),
            ]),
            Code::concat([
                "if (@(200, 201, 202) -notcontains $answer.StatusCode) { throw ('The ".into(),
                self.name(),
                " was not updated: ' + $answer.Content) }".into(),
            ]),
        ]
    }
}

/// Returns a value of a resource. That of an object is read as [`Resource::read`] reads the resource, with its `$json`.
fn json(value: &Json) -> Code {
    match value {
        Json::Null => "$null".into(),
        Json::Bool(true) => "$true".into(),
        Json::Bool(false) => "$false".into(),
        Json::String(text) => quote(text),
        Json::Number(written) => number(&written.to_string()),
        Json::Array(list) => Code::concat(["@(".into(), joined(list.iter().map(json), ", "), ")".into()]),
        Json::Object(_) => {
            Code::concat(["(ConvertFrom-Json -InputObject ".into(), quote(&compact(value)), " @json)".into()])
        }
    }
}

/// Returns a parameter as an entry of a table. A switch may have its value with it: `-EnableVtpm:$false`.
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

/// Returns the value of a parameter, on one line.
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
            if !has_twins(map.iter().map(|(key, _)| key)) {
                return Code::concat(["@{ ".into(), joined(map.iter().map(entry), "; "), " }".into()]);
            }
            // A table in braces takes keys that differ in the case of their letters for one.
            let set = |(key, value): &(String, String)| {
                Code::concat(["$table[".into(), quote(key), "] = ".into(), quote(value), "; ".into()])
            };
            let begin = "(& { $table = [Collections.Hashtable]::new([StringComparer]::Ordinal); ";
            Code::concat([begin.into(), map.iter().map(set).collect(), "$table })".into()])
        }
        Argument::File(file) => own_file(&file.name),
        Argument::Object(value) => object(value),
        Argument::ETag => "$etag".into(),
        Argument::Missing(name) => name.powershell().into(),
        Argument::Password => {
            "(Read-Host -AsSecureString -Prompt 'Password for the administrator of the Windows nodes')".into()
        }
        // It is written by the lines before its command.
        Argument::Merged(_) => "$body".into(),
        // Only programs take them.
        Argument::Assigned(_) => "$null".into(),
    }
}

/// Returns whether some keys differ only in the case of their letters.
pub(in crate::emit) fn has_twins<'a>(keys: impl Iterator<Item = &'a String>) -> bool {
    let mut folded = BTreeSet::new();
    !keys.map(|key| case_fold(key)).all(|key| folded.insert(key))
}

/// Returns an object on one line.
fn object(value: &Object) -> Code {
    match value {
        Object::Text(text) => quote(text),
        Object::Whole(whole) => number(&whole.to_string()),
        Object::Flag(true) => "$true".into(),
        Object::Flag(false) => "$false".into(),
        Object::Array(kind, items) => {
            Code::concat([(*kind).into(), "@(".into(), joined(items.iter().map(object), ", "), ")".into()])
        }
        Object::Table(class, entries) => {
            let entry =
                |(name, value): &(String, Object)| Code::concat([key(name), " = ".into(), object(value)]);
            let begin =
                class.map_or_else(|| "@{ ".into(), |class| Code::concat([class.into(), "@{ ".into()]));
            Code::concat([begin, joined(entries.iter().map(entry), "; "), " }".into()])
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
        Argument::Switch
        | Argument::Literal(_)
        | Argument::Map(_)
        | Argument::Password
        | Argument::Missing(_)
        | Argument::ETag
        | Argument::File(_)
        | Argument::Object(_)
        | Argument::Merged(_)
        | Argument::Assigned(_) => &[],
    };
    out.push(SpanKind::Flag, flag);
    if let Argument::Literal(literal) = argument {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, word(literal));
    }
    if let Argument::Missing(name) = argument {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, name.powershell());
    }
    if let Argument::File(file) = argument {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, own_file(&file.name));
    }
    if let Argument::Assigned(list) = argument {
        for one in list {
            let said = match one {
                Assigned::Word(path, value) => quote(&format!("{path}={value}")),
                Assigned::File(path, file) => Code::concat([
                    "(".into(),
                    quote(&format!("{path}=@")),
                    " + ".into(),
                    own_file(&file.name),
                    ")".into(),
                ]),
            };
            out.push(SpanKind::Plain, " ").push(SpanKind::Value, said);
        }
    }
    for text in words {
        out.push(SpanKind::Plain, " ").push(SpanKind::Value, word(text));
    }
}

/// Returns several pieces with something of ours between them.
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
