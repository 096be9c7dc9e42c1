//! Two plans side by side, by pool and property.

use super::Question;
use super::tree::{Tree, tree};
use poolwright::plan::{CLUSTER_PROPERTIES, NodePool, POOL_PROPERTIES, Plan, Property, Value};
use poolwright::runbook::matrix::{How, how};
use poolwright::share;
use poolwright::text::counted;

/// What the plan is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    /// The layout that stands today.
    Baseline,
    /// The plan as it was opened.
    Opened,
    /// What is pasted: a link, a plan file, or what a tool prints.
    Pasted,
}

impl Other {
    pub(super) const ALL: [Self; 3] = [Self::Baseline, Self::Opened, Self::Pasted];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Opened => "opened",
            Self::Pasted => "pasted",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Baseline => "The layout that stands",
            Self::Opened => "The plan as it was opened",
            Self::Pasted => "Another plan",
        }
    }
}

/// A link, a plan file, or what a tool prints.
pub(super) fn read_any(text: &str) -> Result<share::Document, String> {
    let link = text.trim();
    if link.starts_with('#') || (link.starts_with("http") && link.contains('#')) {
        return share::read_link(link).map_err(|error| error.to_string());
    }
    share::read(text).map_err(|error| poolwright::text::capital(&error.to_string()))
}

/// The changes from what is chosen to the plan.
pub(super) fn changes(question: &Question) -> Tree {
    let now = question.plan();
    let pasted = question.text("other");
    let said = |class: &str, text: &str| tree("p").class(class).text(text);
    let chosen = Other::ALL.into_iter().find(|other| other.name() == question.text("with"));
    // What is pasted is meant, whatever was chosen before.
    let chosen = match chosen {
        _ if !pasted.trim().is_empty() => Other::Pasted,
        Some(other) => other,
        None if now.baseline.is_some() => Other::Baseline,
        None => Other::Opened,
    };
    match chosen {
        Other::Baseline => table(now.baseline.as_deref().unwrap_or(&Plan::default()), &now, "Stands"),
        Other::Opened => table(&question.plan_at("opened"), &now, "Opened"),
        Other::Pasted if pasted.trim().is_empty() => {
            said("empty", "Paste the other plan above, or choose its file.")
        }
        Other::Pasted => match read_any(pasted) {
            Ok(document) => table(&document.plan, &now, "The other"),
            Err(sentence) => said("hint refused", &sentence),
        },
    }
}

/// The differences from one plan to another.
pub(super) fn table(before: &Plan, now: &Plan, title: &str) -> Tree {
    let mut parts = Vec::new();
    let cluster = rows(CLUSTER_PROPERTIES, &before.cluster, &now.cluster, |_| "");
    if !cluster.is_empty() {
        parts.push(part("Cluster", "changed", title, cluster));
    }
    for pool in &now.pools {
        match before.pool(&pool.name) {
            None => parts.push(part(
                &pool.name,
                "added",
                title,
                rows(POOL_PROPERTIES, &nothing(pool), pool, |_| ""),
            )),
            Some((_, old)) => {
                let mark = |key: &str| {
                    if matches!(how(key), How::NewPool | How::PreviewOnly) { "needs a new pool" } else { "" }
                };
                let rows = rows(POOL_PROPERTIES, old, pool, mark);
                if !rows.is_empty() {
                    parts.push(part(&pool.name, "changed", title, rows));
                }
            }
        }
    }
    for pool in before.pools.iter().filter(|pool| now.pool(&pool.name).is_none()) {
        parts.push(part(&pool.name, "removed", title, rows(POOL_PROPERTIES, pool, &nothing(pool), |_| "")));
    }
    if parts.is_empty() {
        return tree("p").class("empty").text("Nothing is different.");
    }
    let verb = if parts.len() == 1 { "differs" } else { "differ" };
    let summary = format!("{} of the plan {verb}.", counted(parts.len() as i64, "part"));
    tree("div").class("compare").child(tree("p").class("sub").text(summary)).children(parts)
}

/// A pool of that name of which nothing is said.
fn nothing(pool: &NodePool) -> NodePool {
    NodePool { name: pool.name.clone(), ..NodePool::default() }
}

/// The differences of a pool or of the cluster.
fn part(name: &str, what: &str, title: &str, rows: Vec<Tree>) -> Tree {
    let head = ["Property", title, "Now", ""].map(|text| tree("th").attr("scope", "col").text(text));
    let heading =
        tree("h3").text(name).text(" ").child(tree("span").class(&format!("tag {what}")).text(what));
    let table = tree("table")
        .child(tree("thead").child(tree("tr").children(head)))
        .child(tree("tbody").children(rows));
    tree("section").child(heading).child(super::views::scroll(name).child(table))
}

fn rows<T>(
    properties: &[Property<T>],
    before: &T,
    now: &T,
    mark: impl Fn(&str) -> &'static str,
) -> Vec<Tree> {
    let shown = |value: Option<Value>| match value {
        None => "\u{2013}".to_owned(),
        Some(value) => value.to_string(),
    };
    let row = |property: &Property<T>| {
        let (old, new) = (property.get(before), property.get(now));
        if property.is_same(old.as_ref(), new.as_ref()) {
            return None;
        }
        let row = tree("tr")
            .child(tree("th").attr("scope", "row").child(tree("code").text(property.key)))
            .child(tree("td").child(tree("del").text(shown(old))))
            .child(tree("td").child(tree("ins").text(shown(new))));
        Some(row.child(tree("td").class("sub").text(mark(property.key))))
    };
    properties.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use poolwright::plan::presets;

    #[test]
    fn differences_are_told_by_pool_and_property() {
        let mut before =
            Plan { pools: vec![presets::system_pool("a"), presets::system_pool("gone")], ..Plan::default() };
        let mut now = before.clone();
        let same = table(&before, &now, "Then").to_json();
        assert!(poolwright::to_json::compact(&same).contains("Nothing is different."));
        now.pools.remove(1);
        now.pools.push(presets::windows_pool("win"));
        now.pools[0].vm_size = Some("Standard_D8ds_v5".to_owned());
        now.pools[0].count = Some(5);
        before.cluster.name = "x".to_owned();
        let told = poolwright::to_json::compact(&table(&before, &now, "Then").to_json());
        for part in [
            "4 parts of the plan differ.",
            "\"removed\"",
            "\"added\"",
            "Standard_D8ds_v5",
            "needs a new pool",
            "vmSize",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(told.matches("needs a new pool").count(), 1, "nodes are scaled in place");
    }
}
