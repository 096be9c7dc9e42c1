//! Reading what was pasted: plans, and lists of the user's own subscription.

use poolwright::catalog;
use poolwright::codec::{self, Document, Fact};
use poolwright::lint::{self, Date};
use poolwright::operations;
use poolwright::syntax::Node;
use poolwright::text::counted;
use poolwright_protocol::{ImportReport, Imported, Note, Opened, Response};

use crate::{Worker, migration, plan_text};

/// Pools that are named, at most.
const NAMED: usize = 12;
/// Regions that are named, at most.
const REGIONS: usize = 5;

/// Reads a link, a plan file, or what a tool prints.
pub(crate) fn read_any(text: &str) -> Result<Document, String> {
    let link = text.trim();
    if link.starts_with('#') || (link.starts_with("http") && link.contains('#')) {
        return codec::read_link(link).map_err(|error| error.to_string());
    }
    codec::read(text).map_err(|error| poolwright::text::capital(&error.to_string()))
}

/// Returns what runs at the moment, each value once: "node image X in 4 pools".
fn running(facts: &[Fact]) -> Vec<String> {
    let mut values: Vec<(&Fact, i64)> = Vec::new();
    for fact in facts {
        match values.iter_mut().find(|(known, _)| (known.key, &known.value) == (fact.key, &fact.value)) {
            Some((_, count)) => *count += 1,
            None => values.push((fact, 1)),
        }
    }
    let sentence = |(fact, count): (&Fact, i64)| {
        let pools = counted(count, "pool");
        match fact.key {
            "currentKubernetesVersion" => format!("control plane with Kubernetes {}", fact.value),
            "currentOrchestratorVersion" => format!("Kubernetes {} in {pools}", fact.value),
            "nodeImageVersion" => format!("node image {} in {pools}", fact.value),
            key => format!("{key} {} in {pools}", fact.value),
        }
    };
    values.into_iter().map(sentence).collect()
}

impl Worker {
    pub(crate) fn import(&mut self, text: &str, today: Date) -> Response {
        match codec::parse(text).ok().and_then(|tree| self.read_list(&tree.root)) {
            None => {}
            Some(Ok(summary)) => {
                let data = self.catalog.own_facts();
                let summary =
                    format!("{summary} It stays in this browser and isn\u{2019}t part of any link.");
                return Response::Imported(Imported::Subscription { data, summary });
            }
            Some(Err(sentence)) => return Response::Failed(sentence),
        }
        match read_any(text) {
            Ok(mut document) => {
                // A running cluster is what a changed plan is migrated from.
                if document.source.is_live() && document.plan.baseline.is_none() {
                    document.plan.baseline = Some(Box::new(document.plan.clone()));
                }
                Response::Imported(Imported::Plan(Opened {
                    plan: plan_text(&document.plan),
                    source: document.source.title().to_owned(),
                    report: Some(self.report(&document, today)),
                    migration: migration::summary(&document.plan),
                }))
            }
            Err(sentence) => Response::Failed(sentence),
        }
    }

    /// Returns what was read, what was not and why, and the verdict on it.
    fn report(&self, document: &Document, today: Date) -> ImportReport {
        let plan = &document.plan;
        let pools: Vec<&str> = plan.pools.iter().map(|pool| pool.name.as_str()).take(NAMED).collect();
        let more = match plan.pools.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let count = counted(plan.pools.len() as i64, "node pool");
        let read = match pools.as_slice() {
            [] => "No node pools.".to_owned(),
            pools => format!("{count}: {}{more}.", pools.join(", ")),
        };
        let note = |note: &codec::Note| Note { path: note.path.clone(), text: note.text.clone() };
        let mut report = lint::check_partial(plan, &self.catalog, today, &document.unknown);
        operations::audit(plan, &self.catalog, today, &mut report);
        ImportReport {
            read,
            notes: document.notes.iter().map(note).collect(),
            facts: running(&document.facts),
            has_baseline: plan.baseline.is_some(),
            verdict: report.verdict(),
        }
    }

    /// Adds a list of VM sizes or of usage to the catalog, and says what it contains; `None` for any other text.
    fn read_list(&mut self, tree: &Node) -> Option<Result<String, String>> {
        let rows = catalog::rows(tree);
        let has = |keys: [&str; 2]| {
            rows.iter().filter_map(Node::as_object).any(|row| keys.iter().all(|key| row.get(key).is_some()))
        };
        if has(["resourceType", "name"]) || has(["capabilities", "locationInfo"]) {
            return Some(match self.catalog.overlay_tree(tree) {
                Ok(overlaid) => {
                    let regions: Vec<&str> = self.catalog.own_regions().take(REGIONS).collect();
                    let new = match overlaid.new {
                        0 => String::new(),
                        new => format!(", {new} of them not in the catalog"),
                    };
                    let sizes = counted(overlaid.sizes as i64, "VM size");
                    Ok(format!("{sizes} of your subscription in {}{new}.", regions.join(", ")))
                }
                Err(error) => Err(error.to_string()),
            });
        }
        has(["currentValue", "name"]).then(|| match self.catalog.learn_usage_tree(tree) {
            Ok(quotas) => Ok(format!("{} of your subscription.", counted(quotas as i64, "quota"))),
            Err(error) => Err(error.to_string()),
        })
    }
}
