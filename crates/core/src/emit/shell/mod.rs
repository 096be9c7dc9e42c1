//! Commands as shells take them: one module per shell, and what they share.

pub(super) mod bash;
pub(super) mod powershell;

/// A value as a command takes it, before a shell quotes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Argument {
    /// The flag stands alone.
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

    /// The command as a remark names it, not as a shell takes it.
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

    /// Whether a shell starts a program for it, and not a command of its own.
    pub(super) fn is_program(&self) -> bool {
        !self.name.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
    }

    pub(super) fn push(&mut self, flag: &'static str, argument: Argument) {
        self.arguments.push((flag, argument));
    }
}
