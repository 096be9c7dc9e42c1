//! Two plans side by side, by pool and property.

use poolwright::capacity::cost::difference;
use poolwright::operations::matrix::{How, how};
use poolwright::plan::{CLUSTER_PROPERTIES, NodePool, POOL_PROPERTIES, Plan, Property, Value};
use poolwright::text::counted;
use poolwright_protocol::{CompareWith, Comparison, DiffPart, DiffRow, Effort, Response};

use crate::import::read_any;
use crate::{Worker, read};

impl Worker {
    /// Returns the changes from another plan to this one.
    pub(crate) fn compare(&self, plan: &Plan, with: &CompareWith) -> Response {
        let (before, title) = match with {
            CompareWith::Baseline => (plan.baseline.as_deref().cloned().unwrap_or_default(), "Current"),
            CompareWith::Opened(opened) => (read(opened), "Opened"),
            CompareWith::Text(text) => match read_any(text) {
                Ok(document) => (document.plan, "Other plan"),
                Err(sentence) => return Response::Failed(sentence),
            },
        };
        let mut comparison = comparison(&before, plan, title);
        if !comparison.parts.is_empty() {
            comparison.cost = difference(&self.cost(&before), &self.cost(plan), &self.rates);
        }
        Response::Comparison(comparison)
    }
}

fn comparison(before: &Plan, now: &Plan, title: &str) -> Comparison {
    let mut parts = Vec::new();
    let cluster = rows(CLUSTER_PROPERTIES, &before.cluster, &now.cluster, |_| Effort::InPlace);
    if !cluster.is_empty() {
        parts.push(part("Cluster", "changed", cluster));
    }
    let effort = |key: &str| match how(key) {
        How::NewPool | How::PreviewOnly => Effort::NewPool,
        _ => Effort::InPlace,
    };
    for pool in &now.pools {
        match before.pool(&pool.name) {
            None => {
                let rows = rows(POOL_PROPERTIES, &nothing(pool), pool, |_| Effort::InPlace);
                parts.push(part(&pool.name, "added", rows));
            }
            Some((_, old)) => {
                let rows = rows(POOL_PROPERTIES, old, pool, effort);
                if !rows.is_empty() {
                    parts.push(part(&pool.name, "changed", rows));
                }
            }
        }
    }
    for pool in before.pools.iter().filter(|pool| now.pool(&pool.name).is_none()) {
        let rows = rows(POOL_PROPERTIES, pool, &nothing(pool), |_| Effort::InPlace);
        parts.push(part(&pool.name, "removed", rows));
    }
    let verb = if parts.len() == 1 { "differs" } else { "differ" };
    let summary = format!("{} of the plan {verb}.", counted(parts.len() as i64, "part"));
    Comparison { parts, summary, title: title.to_owned(), cost: None }
}

/// Returns a pool of that name without any property.
fn nothing(pool: &NodePool) -> NodePool {
    NodePool { name: pool.name.clone(), ..NodePool::default() }
}

fn part(name: &str, change: &str, rows: Vec<DiffRow>) -> DiffPart {
    DiffPart { name: name.to_owned(), change: change.to_owned(), rows }
}

fn rows<T>(properties: &[Property<T>], before: &T, now: &T, effort: impl Fn(&str) -> Effort) -> Vec<DiffRow> {
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    let row = |property: &Property<T>| {
        let (old, new) = (property.get(before), property.get(now));
        (!property.is_same(old.as_ref(), new.as_ref())).then(|| DiffRow {
            key: property.key.to_owned(),
            before: text(old),
            after: text(new),
            effort: effort(property.key),
            ..DiffRow::default()
        })
    };
    properties.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use poolwright::plan::presets;

    #[test]
    fn differences_are_listed_by_pool_and_property() {
        let mut before =
            Plan { pools: vec![presets::system_pool("a"), presets::system_pool("gone")], ..Plan::default() };
        let mut now = before.clone();
        assert!(comparison(&before, &now, "Then").parts.is_empty());
        now.pools.remove(1);
        now.pools.push(presets::windows_pool("win"));
        now.pools[0].vm_size = Some("Standard_D8ds_v5".to_owned());
        now.pools[0].count = Some(5);
        before.cluster.name = "x".to_owned();
        let found = comparison(&before, &now, "Then");
        assert_eq!(found.summary, "4 parts of the plan differ.");
        let changes: Vec<(&str, &str)> =
            found.parts.iter().map(|part| (part.name.as_str(), part.change.as_str())).collect();
        assert_eq!(
            changes,
            [("Cluster", "changed"), ("a", "changed"), ("win", "added"), ("gone", "removed")]
        );
        let rows = &found.parts[1].rows;
        let size = rows.iter().find(|row| row.key == "vmSize").unwrap();
        assert_eq!((size.after.as_deref(), size.effort), (Some("Standard_D8ds_v5"), Effort::NewPool));
        let count = rows.iter().find(|row| row.key == "count").unwrap();
        assert_eq!(count.effort, Effort::InPlace, "nodes are scaled in place");
    }
}
