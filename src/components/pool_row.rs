//! The row of a pool, which opens to its form.

use std::sync::Arc;

use leptos::prelude::*;
use poolwright::lint::Severity;
use poolwright::plan::{Keyword, NodePool, Scaling};
use poolwright::text::{counted, grouped, plain};

use super::disclosure::Disclosure;
use super::many_pools::select_box;
use super::pool_form::PoolForm;
use super::vm_size_picker::describe_size;
use crate::form::FieldTarget;
use crate::form::row_id;
use crate::model::{FindingRow, PoolView, Rejected};
use crate::store::{Store, use_store};

/// What a row says of a pool.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    tag: String,
    class: &'static str,
    name: String,
    size: String,
    about_size: String,
    nodes: String,
    zones: String,
    pods: String,
    /// The class and sign of its worst finding, and a text about the findings.
    dot: &'static str,
    sign: String,
    words: String,
}

#[component]
pub fn PoolRow(id: u32) -> AnyView {
    let store = use_store();
    let Some(signals) = store.pool(id) else { return ().into_any() };
    let row = Memo::new(move |_| {
        store.catalog.track();
        let mut row = signals.view.with(|view| describe(store, view));
        let of_pool = |one: &&Rejected| one.target == FieldTarget::Pool(id);
        let rejected = store.rejected.with(|all| all.iter().filter(of_pool).count());
        if rejected > 0 {
            let findings: usize = row.sign.parse().unwrap_or_default();
            row.dot = Severity::Refused.class();
            row.sign = (findings + rejected).to_string();
            row.words = format!("{} with text the plan can\u{2019}t hold", counted(rejected as i64, "field"));
        }
        row
    });
    let cost =
        move || store.costs.with(|costs| costs.get(&id).cloned()).unwrap_or_else(|| "\u{2013}".to_owned());
    let part = move |text: fn(&Row) -> &String| move || row.with(|row| text(row).clone());
    let term = |class: &'static str, term: &'static str, value: AnyView| {
        view! { <span class=class><span class="term">{term}</span><span>{value}</span></span> }
    };
    let summary = move || {
        view! {
            <span class="chevron" aria-hidden="true"></span>
            <span class=move || row.with(|row| format!("tag {}", row.class))>{part(|row| &row.tag)}</span>
            <span class="mono name">{part(|row| &row.name)}</span>
            <span class="size">
                <span>{part(|row| &row.size)}</span>" "<span class="sub">{part(|row| &row.about_size)}</span>
            </span>
            {term("nodes", "Nodes ", part(|row| &row.nodes).into_any())}
            {term("zones", "Zones ", part(|row| &row.zones).into_any())}
            {term("pods number", "Pods ", part(|row| &row.pods).into_any())}
            {term("cost number", "USD ", cost.into_any())}
            <span class="verdict">
                <span class=move || row.with(|row| format!("dot {}", row.dot))>
                    <span aria-hidden="true">{part(|row| &row.sign)}</span>
                    <span class="visually-hidden">{part(|row| &row.words)}</span>
                </span>
            </span>
        }
        .into_any()
    };
    let form = move || view! { <PoolForm id/> }.into_any();
    let select = move || store.is_selecting.get().then(|| select_box(id));
    view! {
        <div class="line">
            {select}
            <Disclosure class="pool" id=row_id(id) summary_class="row" summary=summary content=form/>
        </div>
    }
    .into_any()
}

fn describe(store: Store, view: &PoolView) -> Row {
    let pool = &view.pool;
    let (tag, class) = tag(pool);
    let size = pool.vm_size.clone().unwrap_or_default();
    let about_size =
        store.with_model(|model| model.catalog.size(&size).map(describe_size)).unwrap_or_default();
    let (least, most) = pool.node_range();
    let pods = |nodes: i64| grouped(nodes.max(0).saturating_mul(view.pods_per_node.max(0)));
    let open = || {
        let is_open =
            |row: &&Arc<FindingRow>| row.accepted.is_none() && row.finding.severity != Severity::Note;
        view.findings.iter().filter(is_open)
    };
    let count = open().count();
    let worst = open().map(|row| row.finding.severity).min();
    let (dot, sign, words) = match worst {
        Some(worst) => {
            let words = format!("{}, worst: {}", counted(count as i64, "finding"), worst.name());
            (worst.class(), count.to_string(), words)
        }
        None => ("ok", "\u{2713}".to_owned(), "no findings".to_owned()),
    };
    Row {
        tag,
        class,
        name: if pool.name.is_empty() { "unnamed".to_owned() } else { plain(&pool.name).into_owned() },
        about_size,
        size: match size.strip_prefix("Standard_") {
            Some(short) => plain(short).into_owned(),
            None if size.is_empty() => "AKS default".to_owned(),
            None => plain(&size).into_owned(),
        },
        nodes: match pool.scaling() {
            Scaling::Manual { count } => grouped(count),
            Scaling::Auto { .. } => format!("{} to {}", grouped(least), grouped(most)),
        },
        zones: if pool.zones.is_empty() {
            "\u{2013}".to_owned()
        } else {
            plain(&pool.zones.join(" ")).into_owned()
        },
        pods: if least == most { pods(most) } else { format!("{}\u{2013}{}", pods(least), pods(most)) },
        dot,
        sign,
        words,
    }
}

/// Returns what the row starts with, and its class.
fn tag(pool: &NodePool) -> (String, &'static str) {
    let mode = plain(pool.mode.as_ref().map_or("No mode", |mode| mode.as_str())).into_owned();
    if pool.is_spot() {
        (format!("Spot {}", mode.to_ascii_lowercase()), "spot")
    } else if pool.is_system() {
        (mode, "system")
    } else if pool.is_windows() {
        ("Windows".to_owned(), "user")
    } else {
        (mode, "user")
    }
}
