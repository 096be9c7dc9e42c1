//! A plan as files: one, or the cluster and its pools apart.

use super::steady::is_existing;
use super::template::{Part, render_part};
use super::{Dialect, Options, Snippet, parameters, render};
use crate::plan::Plan;

/// A file to be kept in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, which every file system takes.
    pub name: String,
    /// What is in it, and what it leaves out.
    pub snippet: Snippet,
}

/// Returns the whole plan as one file, with a .bicepparam file beside Bicep.
pub fn files(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Vec<File> {
    let name = format!("{}.{}", stem(plan), dialect.extension());
    let has_cluster = !is_existing(plan);
    let beside = parameters_file(plan, dialect, has_cluster, &name);
    std::iter::once(File { name, snippet: render(plan, dialect, options) }).chain(beside).collect()
}

/// Returns the cluster and its pools as two files, each with a file of parameters beside it where the dialect has one,
/// so that a change of pools never touches the cluster. Of a cluster that exists there are only the pools. `None` for
/// a dialect that can't be split.
pub fn split_files(plan: &Plan, dialect: Dialect, options: &Options<'_>) -> Option<Vec<File>> {
    let parts: &[Part] = match () {
        () if !dialect.can_split() => return None,
        () if is_existing(plan) => &[Part::Pools],
        () => &[Part::Cluster, Part::Pools],
    };
    let mut files = Vec::new();
    for part in parts {
        let name = format!("{}-{}.{}", stem(plan), part.name(), dialect.extension());
        let beside = parameters_file(plan, dialect, *part == Part::Cluster, &name);
        files.push(File { name, snippet: render_part(plan, dialect, *part, options)? });
        files.extend(beside);
    }
    Some(files)
}

/// Returns the file with the values of a template's parameters, if the dialect has such files.
fn parameters_file(plan: &Plan, dialect: Dialect, has_cluster: bool, template: &str) -> Option<File> {
    let stem = template.rsplit_once('.').map_or(template, |(stem, _)| stem);
    Some(match dialect {
        Dialect::Arm => {
            let snippet = parameters::of_form(plan, has_cluster);
            File { name: format!("{stem}.parameters.json"), snippet }
        }
        Dialect::Bicep | Dialect::BicepAvm => {
            let snippet = parameters::bicepparam(plan, has_cluster, template);
            File { name: format!("{stem}.bicepparam"), snippet }
        }
        _ => return None,
    })
}

/// Maximum number of characters of a name before its extension.
const LONGEST: usize = 64;

/// Returns the cluster's name as the begin of a file name that every file system takes: letters, digits, hyphens and
/// underscores of ASCII, and none of the names that Windows keeps for devices.
fn stem(plan: &Plan) -> String {
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let name: String = plan.cluster.name.chars().map(safe).take(LONGEST).collect();
    let name = name.trim_matches('-').to_owned();
    let is_device = match name.to_ascii_lowercase().as_str() {
        "con" | "prn" | "aux" | "nul" => true,
        other => {
            let number = other.strip_prefix("com").or_else(|| other.strip_prefix("lpt"));
            number.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
        }
    };
    match name.as_str() {
        "" => "aks".to_owned(),
        _ if is_device => format!("aks-{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        for (name, wanted) in [
            ("aks", "aks"),
            ("My_AKS-1", "My_AKS-1"),
            ("", "aks"),
            ("..", "aks"),
            ("CON", "aks-CON"),
            ("com1", "aks-com1"),
            ("com10", "com10"),
            ("a/b\\c:d*e?f\"g<h>i|j k\u{e9}.", "a-b-c-d-e-f-g-h-i-j-k"),
        ] {
            let mut plan = Plan::default();
            plan.cluster.name = name.to_owned();
            assert_eq!(stem(&plan), wanted);
        }
    }
}
