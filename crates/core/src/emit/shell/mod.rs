//! Commands as shells take them: one module per shell, and what they share.

pub(super) mod bash;
pub(super) mod powershell;

use super::missing::Missing;
use crate::to_json::Json;

/// A value as a command takes it, before a shell quotes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    /// The flag has no value.
    Switch,
    /// A literal of ours, as the shell reads it.
    Literal(&'static str),
    /// A number or a word of a vocabulary. The shell quotes it unless all of its characters are safe.
    Word(String),
    /// One text.
    Text(String),
    /// One text that must be joined to its flag, because it would be taken for a flag itself.
    Joined(String),
    /// Several texts.
    List(Vec<String>),
    /// Texts by key.
    Map(Vec<(String, String)>),
    /// The password that the user is asked for.
    Password,
    /// A name that the user is asked for, because the plan has none.
    Missing(Missing),
    /// The ETag of what the script looked at last.
    ETag,
    /// The name of a file that the script writes before, and removes at its end.
    File(File),
    /// An object of PowerShell.
    Object(Object),
    /// The resource that the command names, read immediately before, with values set in it.
    Merged(Vec<Set>),
    /// What a program sets in the resource that it reads and writes.
    Assigned(Vec<Assigned>),
}

/// The placeholder for the first item of a list in the path of a value.
pub(super) const FIRST_ITEM: &str = "[0]";

/// A value that is set in a resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Set {
    /// The keys that lead to it.
    pub(super) path: Vec<String>,
    pub(super) value: Json,
}

/// A value that is set at a path, as a program takes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Assigned {
    /// A number, a switch or nothing.
    Word(String, String),
    /// JSON that the program reads from a file of the script's own.
    File(String, File),
}

/// A file of a script's own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct File {
    /// Its name: letters, digits, hyphens and a point.
    pub(super) name: String,
    /// What it holds: lines where it ends with a line feed, else a text without one at its end.
    pub(super) text: String,
}

/// A value of PowerShell that is made of others.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Text(String),
    Whole(i64),
    Flag(bool),
    /// An array of a type.
    Array(&'static str, Vec<Self>),
    /// A table, as an object of a class where there is one.
    Table(Option<&'static str>, Vec<(String, Self)>),
}

/// A command with its flags in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Command {
    /// The command's own words.
    pub(super) name: &'static str,
    /// Flags and their values.
    pub(super) arguments: Vec<(&'static str, Argument)>,
    /// What it does, and to which pool: for those who go step by step.
    pub(super) does: (&'static str, String),
}

impl Command {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, arguments: Vec::new(), does: ("", String::new()) }
    }

    /// Says what it does, and to what.
    pub(super) fn that(mut self, does: &'static str, to: &str) -> Self {
        self.does = (does, to.to_owned());
        self
    }

    /// Returns the command as a remark names it, not as a shell takes it.
    pub(super) fn plain(&self) -> String {
        let mut text = self.name.to_owned();
        for (flag, argument) in &self.arguments {
            text = format!("{text} {flag}");
            if let Argument::Text(value) = argument {
                text = format!("{text} {value}");
            }
        }
        text
    }

    /// Returns whether a shell starts a program for it, and not a command of its own.
    pub(super) fn is_program(&self) -> bool {
        !self.name.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
    }

    /// Returns the names that it asks for.
    pub(super) fn missing(&self) -> impl Iterator<Item = Missing> {
        self.arguments.iter().filter_map(|(_, argument)| match argument {
            Argument::Missing(name) => Some(*name),
            _ => None,
        })
    }

    /// Returns the files that it reads.
    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.arguments.iter().flat_map(|(_, argument)| match argument {
            Argument::File(file) => vec![file],
            Argument::Assigned(list) => list
                .iter()
                .filter_map(|one| match one {
                    Assigned::File(_, file) => Some(file),
                    Assigned::Word(..) => None,
                })
                .collect(),
            _ => Vec::new(),
        })
    }

    /// Returns what it sets in the resource that it reads before, if it does.
    pub(super) fn merged(&self) -> Option<&[Set]> {
        self.arguments.iter().find_map(|(_, argument)| match argument {
            Argument::Merged(sets) => Some(sets.as_slice()),
            _ => None,
        })
    }

    /// Returns whether it takes an object of a module of PowerShell, which has to be loaded.
    pub(super) fn takes_object(&self) -> bool {
        self.arguments.iter().any(|(_, argument)| matches!(argument, Argument::Object(_)))
    }

    /// Adds a flag with its value, if there is one.
    pub(super) fn push_some(&mut self, flag: &'static str, argument: Option<Argument>) {
        if let Some(argument) = argument {
            self.push(flag, argument);
        }
    }

    pub(super) fn push(&mut self, flag: &'static str, argument: Argument) {
        self.arguments.push((flag, argument));
    }
}

/// Returns the names that commands ask for, each once.
pub(super) fn missing_names(commands: &[Command]) -> impl Iterator<Item = Missing> {
    let is_missing =
        |name: &Missing| commands.iter().any(|command| command.missing().any(|one| one == *name));
    Missing::ALL.into_iter().filter(is_missing)
}
