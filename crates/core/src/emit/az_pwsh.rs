//! The Azure CLI in PowerShell: the flags of az, with values written so that they reach az unchanged.
//!
//! PowerShell on Linux and macOS (and so in Azure Cloud Shell) hands every value to az as it is. On Windows it starts
//! `az.cmd`, a batch file: what PowerShell has unquoted, `cmd.exe` reads again. A text with a value that would not
//! arrive as it is stops there before it does anything; no escape holds in Windows PowerShell 5.1 and in PowerShell 7
//! alike (Azure/azure-cli issues 15529 and 20972, PowerShell/PowerShell issue 1995).

use super::az;
use super::commands::CommandSet;
use super::shell::{Argument, Command, powershell};
use super::snippet::Snippet;
use crate::quote::comment::Language;
use crate::quote::{Code, powershell::quote};

/// The commands of the Azure CLI for PowerShell, with the flags of az. az asks for the password of Windows nodes by
/// itself, because a batch file would interpret a password among its arguments again.
pub(super) const COMMANDS: CommandSet =
    CommandSet { comments: Language::PowerShell, password: "", lay_out, ..az::COMMANDS };

fn lay_out(commands: &[Command], out: &mut Snippet) {
    powershell::block_with(commands, guard(commands), out);
}

/// Returns the line that stops on Windows, where a value needs it.
fn guard(commands: &[Command]) -> Option<Code> {
    let why = commands.iter().flat_map(|command| &command.arguments).find_map(|(flag, argument)| {
        let words: &[String] = match argument {
            Argument::Text(text) | Argument::Joined(text) | Argument::Word(text) => {
                std::slice::from_ref(text)
            }
            Argument::List(list) => list,
            _ => &[],
        };
        let (word, why) = words.iter().find_map(|word| Some((word, mangled(word)?)))?;
        Some(format!(
            "The value {} of {flag} {why}. Run this on Linux, on macOS or in Azure Cloud Shell, or use Azure PowerShell or ARM.",
            crate::text::shown(word)
        ))
    })?;
    Some(Code::concat([
        "if ($PSVersionTable.PSEdition -ne 'Core' -or $IsWindows) { throw ".into(),
        quote(&why),
        " }".into(),
    ]))
}

/// Returns why a value does not reach az as it is, whichever PowerShell passes it on.
fn mangled(word: &str) -> Option<&'static str> {
    // PowerShell puts double quotes around what has a blank, and cmd.exe reads nothing between them but variables.
    let is_quoted = word.bytes().any(|byte| byte == b' ');
    let has = |letters: &[u8]| word.bytes().any(|byte| letters.contains(&byte));
    if word.chars().any(char::is_control) {
        return Some("has a control character, where az.cmd ends the command");
    }
    if has(b"\"") {
        return Some("has a double quote, which Windows PowerShell drops");
    }
    if word.bytes().filter(|byte| *byte == b'%').count() > 1 {
        return Some("has two percent signs, and az.cmd takes the text between them for a variable");
    }
    if !is_quoted && has(b"&|<>^()") {
        return Some("has one of & | < > ^ ( ), which az.cmd interprets");
    }
    if is_quoted && word.ends_with('\\') {
        return Some(
            "has a space and ends with a backslash, which makes Windows PowerShell drop its closing quote",
        );
    }
    None
}
