//! The sums and pictures of the plan, and where workloads fit. The worker makes them when they are opened.

use super::reactive::*;

use super::browser;
use super::dom::{El, el, grown, is_on, value_of};
use super::remote::{about, follow};
use super::state::State;

/// The id of the details that hold the sums.
const CARD: &str = "sums";
/// The id of the picture of the plan.
const PICTURE: &str = "picture";
/// The id of what the worker draws.
const SHEET: &str = "sums-sheet";

pub(super) fn sums_card(state: State) -> El {
    let open = RwSignal::new(false);
    let (workloads, overhead) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let question = move || {
        if !open.get() {
            return None;
        }
        state.want_prices();
        let typed = [("workloads", workloads), ("overhead", overhead)]
            .map(|(key, text)| (key.to_owned(), text.get().into()));
        Some(about(state, "sums", typed.to_vec()))
    };
    follow(question, |answer| {
        let Some(sheet) = browser::element(SHEET) else { return };
        let drawn = answer.as_ref().and_then(grown);
        let drawn = drawn.unwrap_or_else(|| el("p").class("empty").text(browser::NO_WORKER));
        // What was opened stays open.
        browser::keep_open(&sheet, drawn.element());
    });
    let glance = move || {
        (state.pauses() > 0).then(|| {
            untrack(|| {
                state.want_prices();
                about(state, "glance", Vec::new())
            })
        })
    };
    follow(glance, move |answer| {
        let picture = answer.as_ref().and_then(|answer| grown(answer.as_object()?.get("picture")?));
        if let (Some(holder), Some(picture)) = (browser::element(PICTURE), picture) {
            browser::keep_open(&holder, picture.element());
        }
        state.set_glance(answer);
    });
    let picture =
        el("div").id(PICTURE).class("picture-room").child(el("p").class("empty").text("Drawing\u{2026}"));
    let waiting = el("p").class("empty").text("Adding up\u{2026}");
    let sheet = el("div").id(SHEET).child(waiting);
    let form = el("div").class("form").children([
        typed(
            "workloads",
            "What has to run",
            "A line each: name, replicas, CPU, memory and, if you like, the pool: api 6 500m 1Gi",
            workloads,
            "textarea",
        ),
        typed(
            "overhead",
            "On each node already",
            "CPU, memory and pods of DaemonSets: 200m 300Mi 5",
            overhead,
            "input",
        ),
    ]);
    let summary = el("summary").child(el("h2").text("Sums, addresses, quota and cost"));
    let details = el("details").class("edit").id(CARD).child(summary).child(form).child(sheet);
    let title = el("header").child(el("h2").id("sums-title").text("Where the nodes are"));
    el("section")
        .class("card")
        .attr("aria-labelledby", "sums-title")
        .child(title)
        .child(picture)
        .child(details.on("toggle", move |event| open.set(is_on(&event, "open"))))
}

/// A field of what is not part of the plan.
fn typed(id: &str, label: &str, hint: &str, value: RwSignal<String>, tag: &str) -> El {
    let hint_id = format!("{id}-hint");
    let control = el(tag)
        .id(id)
        .attr("rows", "4")
        .class("control mono")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("aria-describedby", &hint_id)
        .on("input", move |event| value.set(value_of(&event)));
    let label = el("label").attr("for", id).text(label);
    el("div").class("field").child(label).child(control).child(el("p").class("hint").id(&hint_id).text(hint))
}
