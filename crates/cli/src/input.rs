//! What is read: files, standard input, links, and the day.

use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

use poolwright::catalog::{Catalog, Prices, is_same_region};
use poolwright::codec::{self, Document};
use poolwright::lint::Date;
use poolwright::syntax;

use crate::args::CatalogArgs;
use crate::prices::PRICES;

/// Reads a plan: from a file, from standard input, or out of a link.
pub(crate) fn plan(from: &str) -> Result<Document, String> {
    if from.starts_with('#') || from.starts_with("http://") || from.starts_with("https://") {
        return codec::read_link(from).map_err(|error| error.to_string());
    }
    codec::read(&text(from)?).map_err(|error| format!("{}: {error}", title(from)))
}

/// Reads the layout that stands and the one that is wanted: two of them, or one with a baseline.
pub(crate) fn pair(current: &str, target: Option<&str>) -> Result<(Document, Document), String> {
    let first = plan(current)?;
    if let Some(target) = target {
        return Ok((first, plan(target)?));
    }
    let Some(baseline) = first.plan.baseline.clone() else {
        return Err(format!(
            "{} has no baseline, so name the target too: poolwright runbook CURRENT TARGET.",
            title(current)
        ));
    };
    let stands = Document::new(*baseline, first.source, Vec::new());
    Ok((stands, first))
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

/// The catalog and the day that a plan is judged by.
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

/// The list prices of a region, if they are known.
pub(crate) fn prices(region: &str) -> Option<Prices> {
    let (_, text) = PRICES.iter().find(|(name, _)| is_same_region(name, region))?;
    Prices::parse(text)
}

fn today() -> Date {
    let seconds =
        SystemTime::now().duration_since(UNIX_EPOCH).map(|passed| passed.as_secs()).unwrap_or_default();
    Date::from_unix_days(u32::try_from(seconds / 86_400).unwrap_or_default())
}

fn title(from: &str) -> &str {
    if from == "-" { "Standard input" } else { from }
}
