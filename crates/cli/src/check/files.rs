//! The inputs of a run: files, directories, globs, standard input and links.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use poolwright::codec::{self, ReadError, ReadOptions};

use crate::input;

/// One input.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) is_file: bool,
    /// Whether it was found in a directory or by a pattern, where other files are, too.
    pub(super) is_found: bool,
    pub(super) text: Option<String>,
}

/// Size in bytes above which a file that was found isn't read, unless it is named as a plan.
const LARGEST: u64 = 64 << 20;

/// Returns the inputs in the order in which they are named, those of a directory by name.
pub(super) fn find(named: &[String]) -> Result<Vec<Input>, String> {
    let mut inputs = Vec::new();
    for name in named {
        if name == "-" || input::is_link(name) {
            inputs.push(Input { name: name.clone(), is_file: false, is_found: false, text: None });
        } else if Path::new(name).is_dir() {
            let mut files = Vec::new();
            walk(Path::new(name), &mut files)?;
            inputs.extend(files.into_iter().filter(|file| can_be_plan(file)).map(found));
        } else if name.contains(['*', '?', '[']) && !Path::new(name).exists() {
            let matches = matches(name)?;
            if matches.is_empty() {
                return Err(format!("no file matches {name}."));
            }
            inputs.extend(matches.into_iter().map(found));
        } else {
            inputs.push(Input {
                name: name.clone(),
                is_file: true,
                is_found: false,
                text: Some(input::text(name)?),
            });
        }
    }
    Ok(inputs.into_iter().filter_map(with_text).collect())
}

/// Returns whether a name says that the file is a plan, so that one that can't be read is an error.
pub(super) fn is_named_as_plan(name: &str) -> bool {
    name.ends_with(".plan.json")
}

/// Returns whether a file that was found and can't be read was meant to be read: it is named as a plan, it is a plan or
/// an export that can't be read as it is, or it is JSON that names what a plan has, but is cut off or broken.
pub(super) fn is_meant_as_plan(one: &Input) -> bool {
    const OF_CLUSTERS: [&str; 3] =
        ["agentpoolprofiles", "microsoft.containerservice/managedclusters", "azurerm_kubernetes_cluster"];
    const OF_PLANS: [&str; 2] = ["\"cluster\"", "\"pools\""];
    let kind = Path::new(&one.name).extension().map(|kind| kind.to_string_lossy().to_ascii_lowercase());
    let is_json = matches!(kind.as_deref(), Some("json" | "jsonc" | "tfstate"));
    let names_a_plan = |text: &str| {
        let text = text.to_ascii_lowercase();
        OF_CLUSTERS.iter().any(|name| text.contains(name)) || OF_PLANS.iter().all(|key| text.contains(key))
    };
    let is_meant = |text: &str| {
        let read = codec::parse(text).and_then(|tree| codec::read_all(&tree, &ReadOptions::default()));
        match read {
            Err(ReadError::NewerFormat { .. } | ReadError::CutOff { .. }) => true,
            Err(ReadError::Invalid(_) | ReadError::CutShort(_)) => is_json && names_a_plan(text),
            _ => false,
        }
    };
    is_named_as_plan(&one.name) || one.text.as_deref().is_some_and(is_meant)
}

fn found(path: PathBuf) -> Input {
    let name = path.to_string_lossy().replace('\\', "/");
    let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
    Input { name, is_file: true, is_found: true, text: None }
}

/// Reads a file that was found. What can't be read isn't a plan, unless it is named as one.
fn with_text(mut one: Input) -> Option<Input> {
    if one.is_found {
        one.text = input::text(&one.name).ok();
        if one.text.is_none() && !is_named_as_plan(&one.name) {
            return None;
        }
    }
    Some(one)
}

/// Collects the files in a directory, but not those of tools and of hidden directories.
fn walk(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}.", directory.display());
    let mut entries: Vec<_> =
        std::fs::read_dir(directory).map_err(unreadable)?.filter_map(Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            let is_of_tools =
                name.starts_with('.') || matches!(&*name, "node_modules" | "target" | "bin" | "obj");
            if !is_of_tools {
                walk(&entry.path(), files)?;
            }
        } else if entry
            .metadata()
            .is_ok_and(|data| data.is_file() && (data.len() <= LARGEST || is_named_as_plan(&name)))
        {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn can_be_plan(file: &Path) -> bool {
    let kind = file.extension().map(|kind| kind.to_string_lossy().to_ascii_lowercase());
    matches!(kind.as_deref(), Some("json" | "jsonc" | "yaml" | "yml" | "tfstate"))
}

/// Returns the files that a pattern matches; `**` matches any number of directories.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let glob = GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(true).build();
    let glob = glob.map_err(|error| format!("{pattern} isn't a pattern: {error}."))?.compile_matcher();
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
        .collect();
    let start = if fixed.as_os_str().is_empty() { PathBuf::from(".") } else { fixed };
    let mut files = Vec::new();
    if start.is_dir() {
        walk(&start, &mut files)?;
    }
    files.retain(|file| glob.is_match(file.strip_prefix(".").unwrap_or(file)));
    Ok(files)
}
