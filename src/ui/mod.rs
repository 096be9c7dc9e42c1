//! The web app over the core. State lives in one place, [`state::State`]; every change of the plan is an
//! [`Edit`](poolwright::plan::Edit); nothing here knows a rule or a word of a dialect.

mod act;
mod browser;
mod cluster;
mod dom;
mod field;
mod notice;
mod pools;
mod reactive;
mod remote;
mod sheet;
mod snippets;
mod state;
mod sums;
mod top_bar;
mod verdict;
mod vm_size;

use any_spawner::Executor;
use reactive::*;
use web_sys::Element;

use dom::{El, el, watch};
use state::State;

use poolwright::rules::Report;

/// Puts the app into the page, in the place of the static shell.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    if let Some(root) = browser::element("app") {
        mount_to(&root);
    }
}

/// Puts the app into an element, in the place of what is there.
pub fn mount_to(root: &Element) {
    let _already_there = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| {
        let state = State::open();
        let parts = app(state);
        root.set_inner_html("");
        for part in parts {
            let _never = root.append_child(part.element());
        }
        dom::listen(root, "click", Box::new(move |event| sheet::pressed(state, &event)));
        state.keep_judged();
        state.keep_address();
        state.keep_watch();
        top_bar::keyboard(state);
        watch(move || {
            // To name a tab takes the browser longer than to draw a row.
            state.pauses();
            document().set_title(&untrack(|| title(state)));
        });
    });
    // The app lives as long as the page.
    std::mem::forget(owner);
}

/// The name of the tab: how many findings, and of what.
fn title(state: State) -> String {
    let count = state.with_report(Report::worth_a_look) + state.all_rejected().len();
    let name = state.with_plan(|plan| plan.cluster.name.clone());
    let count = if count > 0 { format!("({count}) ") } else { String::new() };
    format!(
        "{count}{name}{}Poolwright: AKS node pool planner",
        if name.is_empty() { "" } else { " \u{2013} " }
    )
}

fn app(state: State) -> [El; 6] {
    let skip =
        el("a").class("skip").attr("href", "#plan-start").text("Skip to the plan").on("click", |event| {
            event.prevent_default();
            browser::focus("plan-start");
        });
    let sentence = el("h1")
        .id("sentence")
        .text_with(move || state.with_plan(|plan| poolwright::sizing::sentence(plan, &state.catalogue())));
    let read = poolwright::rules::Date::parse(poolwright::catalogue::SIZES_DATE);
    let is_old = read.is_some_and(|read| state.today() >= read.half_a_year_later());
    let age = if is_old { " (more than half a year old: check them)" } else { "" };
    let facts = move || {
        let own = match state.catalogue().own_regions().collect::<Vec<_>>().as_slice() {
            [] if state.has_facts() => "your own quota".to_owned(),
            [] => "no list of your own subscription".to_owned(),
            regions => format!("your own list of {}", regions.join(", ")),
        };
        format!(" VM sizes of {}{age}, {own}.", poolwright::catalogue::SIZES_DATE)
    };
    let forget = act::button_to("button small quiet", "forget-facts");
    let forget = forget.flag_with("hidden", move || !state.has_facts());
    let summary =
        el("p").text_with(move || state.with_report(|report| report.verdict())).text_with(facts).text(" ");
    let summary = summary.child(forget);
    let say = el("section")
        .class("say")
        .attr("aria-label", "The layout in one sentence")
        .child(sentence)
        .child(summary);
    let plan = el("div").class("stack").id("plan-start").attr("tabindex", "-1");
    let plan = plan
        .child(cluster::cluster_card(state))
        .child(pools::pools_card(state))
        .child(sums::sums_card(state));
    let side =
        el("div").class("side").child(verdict::verdict_card(state)).child(snippets::snippets_card(state));
    let columns = el("div").class("columns").child(plan).child(side);
    let main = el("main").child(say).child(notice::notices(state)).child(columns);
    // It is there from the start and empty, so that screen readers listen to it.
    [
        skip,
        top_bar::top_bar(state),
        main,
        verdict::bottom_bar(state),
        sheet::sheet(state),
        sheet::status(state).id("status"),
    ]
}
