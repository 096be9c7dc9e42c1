//! A subscription's quota in a region, as `az vm list-usage` prints it.

use std::fmt;

use super::Catalog;
use super::overlay::rows;
use crate::syntax::{self, Node};

/// One quota: how much of it is used, and how much there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Its name: a family as in [`super::VmSize::family`], `cores` for all regular vCPUs, `lowPriorityCores` for Spot.
    pub name: String,
    /// vCPUs in use.
    pub used: i64,
    /// vCPUs allowed.
    pub limit: i64,
}

impl Quota {
    /// Returns the vCPUs that are left.
    pub fn left(&self) -> i64 {
        self.limit.saturating_sub(self.used)
    }
}

/// Why a list of usage cannot be read, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UsageError {
    NotJson { problem: String },
    NoQuota,
}

impl fmt::Display for UsageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WANTED: &str = "az vm list-usage --location REGION -o json prints the expected list";
        match self {
            Self::NotJson { problem } => write!(out, "The usage is not JSON ({problem}); {WANTED}."),
            Self::NoQuota => write!(out, "The text has no vCPU quota; {WANTED}."),
        }
    }
}

impl Catalog {
    /// Reads the output of `az vm list-usage` and returns the number of its quotas. It replaces what was read before.
    pub fn learn_usage(&mut self, text: &str) -> Result<usize, UsageError> {
        let tree = syntax::parse(text).map_err(|error| UsageError::NotJson { problem: error.to_string() })?;
        self.learn_usage_tree(&tree.root)
    }

    /// Returns the same of a text that was parsed.
    pub fn learn_usage_tree(&mut self, tree: &Node) -> Result<usize, UsageError> {
        let quotas: Vec<Quota> = rows(tree).iter().filter_map(quota).collect();
        if quotas.is_empty() {
            return Err(UsageError::NoQuota);
        }
        self.quotas = quotas;
        Ok(self.quotas.len())
    }

    /// Returns all quotas that are known.
    pub fn quotas(&self) -> &[Quota] {
        &self.quotas
    }

    /// Returns the quotas on one line, as [`Self::read_quotas`] takes them.
    pub(super) fn write_quotas(&self) -> String {
        let cells = self.quotas.iter().map(|Quota { name, used, limit }| format!("{used} {limit} {name}"));
        cells.map(|cell| cell.replace(char::is_control, "")).collect::<Vec<_>>().join("\t")
    }

    /// Reads the quotas of a line.
    pub(super) fn read_quotas(&mut self, line: &str) {
        let quota = |cell: &str| {
            let (used, rest) = cell.split_once(' ')?;
            let (limit, name) = rest.split_once(' ')?;
            Some(Quota { name: name.to_owned(), used: used.parse().ok()?, limit: limit.parse().ok()? })
        };
        self.quotas = line.split('\t').filter_map(quota).collect();
    }

    /// Returns the quota of a family, of `cores` or of `lowPriorityCores`, if the usage is known.
    pub fn quota(&self, name: &str) -> Option<&Quota> {
        self.quotas.iter().find(|quota| is_same(&quota.name, name))
    }
}

fn quota(row: &Node) -> Option<Quota> {
    let row = row.as_object()?;
    let name = row.get("name")?;
    let name = name.as_object().map_or_else(|| name.as_text(), |name| name.text("value"))?;
    Some(Quota {
        name: name.to_owned(),
        used: number(row.get("currentValue")?)?,
        limit: number(row.get("limit")?)?,
    })
}

/// Returns a number that may be written as a text, as the Azure CLI prints it.
fn number(node: &Node) -> Option<i64> {
    node.as_whole().or_else(|| node.as_text()?.parse().ok())
}

/// Returns whether two names are the same, ignoring case and blanks.
fn is_same<'a>(one: &'a str, other: &'a str) -> bool {
    let letters =
        |text: &'a str| text.bytes().filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_lowercase());
    letters(one).eq(letters(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &str = r#"[{"currentValue": "10", "limit": "16", "name": {"value": "standardDDSv5Family", "localizedValue": "x"}},
        {"currentValue": 4, "limit": 100, "name": {"value": "cores"}}, {"name": "odd"}]"#;

    #[test]
    fn usage_is_read_as_the_tools_print_it() {
        for text in [ROWS.to_owned(), format!(r#"{{"value": {ROWS}}}"#)] {
            let mut catalog = Catalog::embedded();
            assert_eq!(catalog.quota("cores"), None);
            assert_eq!(catalog.learn_usage(&text), Ok(2));
            assert_eq!(catalog.quota("Standard DDSv5 Family").unwrap().left(), 6);
            assert_eq!(catalog.quota("cores").unwrap().left(), 96);
            assert_eq!(catalog.quota("lowPriorityCores"), None);
        }
    }

    #[test]
    fn a_wrong_text_is_a_sentence() {
        let mut catalog = Catalog::embedded();
        assert_eq!(catalog.learn_usage("[]"), Err(UsageError::NoQuota));
        assert!(catalog.learn_usage("<html>").unwrap_err().to_string().starts_with("The usage is not JSON"));
    }
}
