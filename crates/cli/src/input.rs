//! Reads the inputs: files, standard input, links, and the day.

use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

use poolwright::catalog::{Catalog, Prices, is_same_region};
use poolwright::codec::{self, Document, ReadError, ReadOptions};
use poolwright::lint::Date;
use poolwright::migrate;
use poolwright::plan::{CLUSTER_PROPERTIES, POOL_PROPERTIES, Plan, Unknown};
use poolwright::syntax;
use poolwright::text::quoted;

use crate::Failure;
use crate::args::{CatalogArgs, ReadArgs};
use crate::output;
use crate::prices::PRICES;

/// Reads the first cluster of a text, or the one that is named, with parameters files.
pub(crate) fn plan(from: &str, args: &ReadArgs) -> Result<Document, Failure> {
    let mut all = documents(from, args)?;
    let names: Vec<String> = all.iter().map(|one| quoted(&one.plan.cluster.name)).collect();
    if all.is_empty() {
        return Err(Failure::from(format!("{} has no cluster.", title(from))));
    }
    if names.len() > 1 {
        output::error(&format!(
            "note: {} has {} clusters: {}. --cluster NAME reads another than the first.",
            title(from),
            names.len(),
            names.join(", ")
        ));
    }
    Ok(all.swap_remove(0))
}

/// Reads all clusters of a file, of standard input, or of a link.
pub(crate) fn documents(from: &str, args: &ReadArgs) -> Result<Vec<Document>, Failure> {
    if is_link(from) {
        return codec::read_link(from).map(|one| vec![one]).map_err(|error| Failure::from(error.to_string()));
    }
    documents_of(&text(from)?, from, args)
}

pub(crate) fn is_link(from: &str) -> bool {
    from.starts_with('#') || from.starts_with("http://") || from.starts_with("https://")
}

/// Reads all clusters of a text that was read.
pub(crate) fn documents_of(text: &str, from: &str, args: &ReadArgs) -> Result<Vec<Document>, Failure> {
    let mut parameters = Vec::with_capacity(args.parameters.len());
    for file in &args.parameters {
        let content = self::text(file)?;
        let tree = codec::parse(&content).map_err(|error| format!("{file}: {error}"))?;
        parameters.push(tree.root);
    }
    let tree = codec::parse(text).map_err(|error| format!("{}: {error}", title(from)))?;
    let options =
        ReadOptions { parameters: &parameters, cluster: args.cluster.as_deref(), partial: args.partial };
    codec::read_all(&tree, &options).map_err(|error| match error {
        // It is well formed, and so is what is left of it.
        ReadError::CutOff { .. } => Failure::Refused(format!(
            "{}: {error} --partial reads what there is, but a migration can't start from it.",
            title(from)
        )),
        error => Failure::Unreadable(format!("{}: {error}", title(from))),
    })
}

/// Reads the current layout and the target: two documents, or one with a baseline. What isn't known of one of them is
/// taken as it is in the other.
pub(crate) fn pair(
    current: &str,
    target: Option<&str>,
    read: &ReadArgs,
) -> Result<(Document, Document), Failure> {
    let from = current;
    let first = plan(current, read)?;
    let (mut current, mut target) = match target {
        Some(target) => (first, plan(target, read)?),
        None => {
            let Some(baseline) = first.plan.baseline.clone() else {
                return Err(Failure::from(format!(
                    "{} has no baseline, so name the target too: poolwright runbook CURRENT TARGET.",
                    title(current)
                )));
            };
            (Document::new(*baseline, first.source, Vec::new()), first)
        }
    };
    if current.plan.cluster.partial {
        return Err(Failure::from(format!("{}: {}", title(from), migrate::PARTIAL_BASELINE)));
    }
    fill_unknown(&mut current, &target);
    fill_unknown(&mut target, &current);
    Ok((current, target))
}

/// Reads what a migration is planned from: the current layout and the target, of which all pools are known, and the facts. Prints
/// the notes of reading.
pub(crate) fn migration(
    current: &str,
    target: Option<&str>,
    read: &ReadArgs,
    facts: &CatalogArgs,
) -> Result<(Plan, Plan, Catalog, Date), Failure> {
    let (from, to) = pair(current, target, read)?;
    all_pools_known(&from, current)?;
    all_pools_known(&to, target.unwrap_or(current))?;
    let (catalog, today) = catalog_and_date(facts)?;
    output::notes(&from.notes);
    output::notes(&to.notes);
    Ok((from.plan, to.plan, catalog, today))
}

/// Takes values that aren't known from the other document, so that they don't differ.
fn fill_unknown(document: &mut Document, other: &Document) {
    for unknown in &document.unknown {
        match *unknown {
            Unknown::Pools => {}
            Unknown::Cluster(key) => {
                let property = CLUSTER_PROPERTIES.iter().find(|property| property.key == key);
                if let Some(property) = property {
                    property.put(&mut document.plan.cluster, property.get(&other.plan.cluster));
                }
            }
            Unknown::Pool(place, key) => {
                let pool = document.plan.pools.get_mut(place);
                let property = POOL_PROPERTIES.iter().find(|property| property.key == key);
                if let (Some(pool), Some(property)) = (pool, property)
                    && let Some((_, other)) = other.plan.pool(&pool.name)
                {
                    property.put(pool, property.get(other));
                }
            }
        }
    }
}

/// Returns an error where the node pools of a layout aren't all known: a migration would create or delete them.
fn all_pools_known(document: &Document, from: &str) -> Result<(), String> {
    let is_name = |unknown: &Unknown| matches!(unknown, Unknown::Pools | Unknown::Pool(_, "name"));
    if document.unknown.iter().any(is_name) {
        return Err(format!(
            "not all node pools of {} are known, so a migration could create or delete the wrong ones. Name a file with \
             the missing values (--parameters FILE), or use the output of az aks show.",
            title(from)
        ));
    }
    Ok(())
}

/// Reads a text: from a file, or from standard input.
pub(crate) fn text(from: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if from == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(from).map(|content| bytes = content)
    };
    read.map_err(|error| format!("{} cannot be read: {error}.", title(from)))?;
    syntax::decode(&bytes)
        .ok_or_else(|| format!("{} is not text: it is neither UTF-8 nor UTF-16.", title(from)))
}

/// Returns the catalog and the day that a plan is checked against.
pub(crate) fn catalog_and_date(args: &CatalogArgs) -> Result<(Catalog, Date), String> {
    let mut catalog = Catalog::embedded();
    if let Some(file) = &args.sizes {
        catalog.overlay(&text(file)?).map_err(|error| format!("{}: {error}", title(file)))?;
    }
    if let Some(file) = &args.usage {
        catalog.learn_usage(&text(file)?).map_err(|error| format!("{}: {error}", title(file)))?;
    }
    Ok((catalog, args.today.unwrap_or_else(today)))
}

/// Returns the list prices of a region, if they are known.
pub(crate) fn prices(region: &str) -> Option<Prices> {
    let (_, text) = PRICES.iter().find(|(name, _)| is_same_region(name, region))?;
    Prices::parse(text)
}

fn today() -> Date {
    let seconds =
        SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs()).unwrap_or_default();
    Date::from_unix_days(u32::try_from(seconds / 86_400).unwrap_or_default())
}

pub(crate) fn title(from: &str) -> &str {
    if from == "-" { "Standard input" } else { from }
}
