//! `poolwright.toml`, looked for in the current directory and those above it.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Deserialize;

use crate::args::FailOn;
use crate::input;

/// The configuration of a project.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Config {
    fail_on: Vec<String>,
    /// Rules that are checked, as ids or patterns; all of them when empty.
    pub(super) select: Vec<String>,
    pub(super) ignore: Vec<String>,
    pub(super) policy: Policy,
}

/// What an organization wants beyond the rules of AKS. Patterns are globs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Policy {
    pub(super) regions: Vec<String>,
    pub(super) vm_sizes: Vec<String>,
    pub(super) pool_names: Vec<String>,
    pub(super) required_tags: Vec<String>,
    /// Availability zones of each pool of a production cluster, at least.
    pub(super) minimum_zones: Option<usize>,
    /// USD a month for the nodes at their initial count, at most.
    pub(super) maximum_monthly_cost: Option<i64>,
    /// What to say when a policy is violated, by its name.
    pub(super) messages: std::collections::BTreeMap<String, String>,
}

const NAME: &str = "poolwright.toml";

/// The policies that can have words of their own, which are the settings of [`Policy`] but `messages`.
const POLICIES: [&str; 6] =
    ["regions", "vm-sizes", "pool-names", "required-tags", "minimum-zones", "maximum-monthly-cost"];

/// Returns which of the known names was meant, of a message that has the unknown one first and then the known ones, each
/// in backquotes, as serde writes it.
fn hint(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| message.starts_with("unknown "))?;
    let near = poolwright::text::nearest(unknown, names)?;
    Some(format!(" Did you mean {near}?"))
}

impl Config {
    /// Returns the configuration that is named, or the nearest one.
    pub(super) fn find(named: Option<&str>) -> Result<Self, String> {
        if let Some(file) = named {
            return Self::read(file);
        }
        let mut directory: PathBuf = std::env::current_dir().map_err(|error| format!("{error}."))?;
        loop {
            let file = directory.join(NAME);
            if file.is_file() {
                return Self::read(&file.to_string_lossy());
            }
            if !directory.pop() {
                return Ok(Self::default());
            }
        }
    }

    fn read(file: &str) -> Result<Self, String> {
        let text = input::text(file)?;
        let config: Self = toml::from_str(&text).map_err(|error| {
            format!("{file}: {}{}", error.to_string().trim_end(), hint(error.message()).unwrap_or_default())
        })?;
        let mut names = config.policy.messages.keys();
        if let Some(name) = names.find(|name| !POLICIES.contains(&name.as_str())) {
            let known = format!("unknown policy `{name}`, expected `{}`", POLICIES.join("`, `"));
            let hint = hint(&known).unwrap_or_default();
            return Err(format!("{file}: [policy.messages] has an {known}.{hint}"));
        }
        Ok(config)
    }

    /// Returns what makes a run fail.
    pub(super) fn fail_on(&self) -> Result<Vec<FailOn>, String> {
        let parse = |name: &String| {
            FailOn::from_str(name, true).map_err(|_| format!("{NAME}: fail-on can't be {name}; use refused, unsupported, recommendation, note, unchecked or never."))
        };
        self.fail_on.iter().map(parse).collect()
    }
}
