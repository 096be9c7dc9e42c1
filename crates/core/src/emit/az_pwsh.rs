//! The Azure CLI in PowerShell: the words of az, and the values that they reach it with.
//!
//! PowerShell starts `az.cmd` on Windows, a batch file: what PowerShell has unquoted, `cmd.exe` reads again. A value that
//! would not arrive as it is makes the whole text refused; there is no escape that holds in Windows PowerShell 5.1, in
//! PowerShell 7 on Windows and on Linux alike (Azure/azure-cli issues 15529 and 20972, PowerShell/PowerShell issue 1995).

use super::az;
use super::commands::CommandSet;
use super::shell::{Argument, Command, powershell};
use super::snippet::{Gap, Snippet};
use crate::quote::comment::Language;

/// The flags are those of az. It asks for the password of Windows nodes by itself, which a batch file would read again.
pub(super) const COMMANDS: CommandSet = CommandSet {
    comments: Language::PowerShell,
    password: "",
    refuses,
    lay_out: powershell::block,
    ..az::COMMANDS
};

fn refuses(commands: &[Command]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (flag, argument) in commands.iter().flat_map(|command| &command.arguments) {
        let words: &[String] = match argument {
            Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => {
                std::slice::from_ref(text)
            }
            Argument::List(list) => list,
            Argument::Switch | Argument::Literal(_) | Argument::Map(_) | Argument::Password => &[],
        };
        for word in words {
            let Some(why) = mangled(word) else { continue };
            let text = format!(
                "The value {} of {flag} {why}. Use the Azure CLI in bash, Azure PowerShell or ARM.",
                crate::text::shown(word)
            );
            let gap = Snippet::gap(text);
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
    }
    gaps
}

/// Why a value does not reach az as it is, whichever PowerShell passes it on.
fn mangled(word: &str) -> Option<&'static str> {
    // PowerShell puts double quotes around what has a blank, and cmd.exe reads nothing between them but variables.
    let is_quoted = word.bytes().any(|byte| byte == b' ');
    let has = |letters: &[u8]| word.bytes().any(|byte| letters.contains(&byte));
    if word.chars().any(char::is_control) {
        return Some("has a control character, at which az.cmd ends the command");
    }
    if has(b"\"") {
        return Some("has a double quote, which Windows PowerShell drops");
    }
    if word.bytes().filter(|byte| *byte == b'%').count() > 1 {
        return Some("has two percent signs, between which az.cmd looks for a variable");
    }
    if !is_quoted && has(b"&|<>^()") {
        return Some("has one of & | < > ^ ( ), which az.cmd takes for its own");
    }
    if is_quoted && word.ends_with('\\') {
        return Some(
            "has a blank and ends with a backslash, with which Windows PowerShell takes away its end",
        );
    }
    None
}
