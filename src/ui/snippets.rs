//! The snippets: a tab for each dialect, the text with its parts told apart, copy and download.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::browser;
use super::dom::{El, button, el, value_of, watch};
use super::remote::{about, follow};
use super::state::State;
use crate::generate::{Dialect, Line, Options, Snippet, Span, SpanKind, render_az};
use crate::json::Json;
use crate::rules::Tier;
use crate::runbook::tasks::TITLES;

pub(super) fn snippets_card(state: State) -> El {
    let name = move || format!("{} text", state.dialect().title());
    let pre = el("pre").id(TEXT).attr("tabindex", "0").attr("role", "region").attr_with("aria-label", name);
    let gaps = el("ul").class("gaps");
    keep_drawn(state, pre.element(), gaps.element());
    let panel = el("div").id("snippet-panel").attr("role", "tabpanel").attr_with("aria-label", name);
    let panel = panel.child(task(state));
    let panel = panel.children_with(move || warning(state).into_iter().collect()).child(gaps);
    let panel = panel.child(tools(state)).child(pre);
    let card =
        el("section").class("card").id("snippets").attr("aria-label", "Snippets").attr("tabindex", "-1");
    card.child(tabs(state)).child(panel)
}

/// The id of the text.
const TEXT: &str = "snippet";

/// The text as it stands on the page.
fn text() -> String {
    browser::element(TEXT).and_then(|pre| pre.text_content()).unwrap_or_default()
}

/// Chooses what the snippet does, and to which pool.
fn task(state: State) -> El {
    let option = |value: &str, title: &str| el("option").attr("value", value).text(title);
    let titles = std::iter::once("The whole plan").chain(TITLES);
    let tasks = titles.enumerate().map(|(place, title)| option(&place.to_string(), title));
    let tasks = el("select").class("control").attr("aria-label", "What the text does").children(tasks);
    let tasks = tasks.on("change", move |event| {
        let task = value_of(&event).parse().unwrap_or_default();
        state.set_task((task, untrack(|| state.task()).1));
    });
    let pools = move || {
        let ids = state.ids();
        let names =
            state.with_plan(|plan| plan.pools.iter().map(|pool| pool.name.clone()).collect::<Vec<_>>());
        let (_, chosen) = state.task();
        let options = ids.into_iter().zip(names).map(|(id, name)| {
            let option = option(&id.to_string(), &name);
            if id == chosen { option.attr("selected", "") } else { option }
        });
        options.collect()
    };
    let pool = el("select").class("control").attr("aria-label", "Pool").children_with(pools);
    let pool = pool.flag_with("hidden", move || state.task().0 == 0).on("change", move |event| {
        let id = value_of(&event).parse().unwrap_or_default();
        state.set_task((untrack(|| state.task()).0, id));
    });
    el("div").class("tools").child(tasks).child(pool)
}

/// The text for what is chosen, if the page can write it by itself: the Azure CLI's for the whole plan.
fn own_text(state: State) -> Option<Snippet> {
    if state.dialect() != Dialect::Az || state.task().0 > 0 {
        return None;
    }
    let options = state.with_report(|report| Options::of(report, None));
    Some(state.with_plan(|plan| render_az(plan, &options)))
}

/// What to ask the worker for, if it has to write the text.
fn question(state: State) -> Option<String> {
    let (task, id) = state.task();
    let dialect = state.dialect();
    if dialect == Dialect::Az && task == 0 {
        return None;
    }
    let mut more = vec![("dialect", Json::from(dialect.name()))];
    if let Some(task) = task.checked_sub(1) {
        more.push(("task", Json::Whole(task as i64)));
        more.push(("pool", Json::Whole(state.place(id).unwrap_or(0) as i64)));
    }
    Some(about(state, "text", more))
}

/// The text that the worker answered; why there is none, if it did not.
fn answered(answer: Option<&Json>) -> Snippet {
    let read = |answer: &Json| {
        let answer = answer.as_object()?;
        let list = |key: &str| answer.get(key).and_then(Json::as_list);
        let span = |span: &Json| {
            let [kind, text] = span.as_list()? else { return None };
            Some(Span { kind: SpanKind::of_letter(kind.as_text()?), text: text.as_text()?.to_owned().into() })
        };
        let line = |line: &Json| line.as_list().unwrap_or_default().iter().filter_map(span).collect();
        let gap = |gap: &Json| Some(Snippet::gap(gap.as_text()?.to_owned()));
        Some(Snippet {
            lines: list("lines")?.iter().map(line).collect(),
            gaps: list("gaps")?.iter().filter_map(gap).collect(),
        })
    };
    answer.and_then(read).unwrap_or_else(|| Snippet::remark(browser::NO_WORKER.to_owned()))
}

/// What AKS would refuse, named above the text.
fn warning(state: State) -> Option<El> {
    if state.task().0 > 0 {
        return None;
    }
    let mut ids: Vec<_> =
        state.with_report(|report| report.of(Tier::Refused).map(|finding| finding.rule.id).collect());
    ids.dedup();
    let sentence = format!("AKS will refuse this as it stands: {}.", ids.join(", "));
    (!ids.is_empty()).then(|| el("p").class("warning").text(&sentence))
}

fn tools(state: State) -> El {
    let copy = move || {
        if text().is_empty() {
            return state.say("There is no text to copy.".to_owned());
        }
        let title = untrack(|| state.dialect()).title();
        browser::copy(&text(), move |done| {
            if done {
                state.say(format!("Copied the {title} text."));
            } else {
                browser::select(TEXT);
                state
                    .say("The browser did not allow copying; the text is selected, press Ctrl+C.".to_owned());
            }
        });
    };
    let download = move || {
        let dialect = untrack(|| state.dialect());
        // Windows PowerShell reads a file without a byte order mark in an old encoding.
        let mark = if dialect == Dialect::PowerShell { "\u{feff}" } else { "" };
        browser::download(&format!("cluster.{}", dialect.extension()), &format!("{mark}{}", text()));
        state.say(format!("Downloaded the {} text.", dialect.title()));
    };
    let refused = move || state.task().0 == 0 && state.with_report(|report| report.count(Tier::Refused)) > 0;
    let title =
        move || format!("{} {}", if refused() { "Copy anyway:" } else { "Copy" }, state.dialect().title());
    let copy = button("button small", "", copy).child(el("span").text_with(title));
    el("div").class("tools").child(copy).child(button("button small quiet", "Download", download))
}

/// Keeps the text and its gaps on the page: only a line that changed is drawn again.
fn keep_drawn(state: State, pre: &Element, gaps: &Element) {
    let (pre, gaps) = (pre.clone(), gaps.clone());
    let shown = RefCell::new(Vec::<(Line, El)>::new());
    let draw_all = Rc::new(move |snippet: Snippet| {
        gaps.set_inner_html("");
        for gap in &snippet.gaps {
            let _never = gaps.append_child(el("li").text(&gap.text).element());
        }
        let mut shown = shown.borrow_mut();
        let kept = snippet.lines.len().min(shown.len());
        for (_, gone) in shown.drain(kept..) {
            gone.element().remove();
        }
        for (place, line) in snippet.lines.into_iter().enumerate() {
            match shown.get_mut(place) {
                Some((before, _)) if *before == line => {}
                Some(old) => {
                    let drawn = draw(&line);
                    let _never = old.1.element().replace_with_with_node_1(drawn.element());
                    *old = (line, drawn);
                }
                None => {
                    let drawn = draw(&line);
                    let _never = pre.append_child(drawn.element());
                    shown.push((line, drawn));
                }
            }
        }
    });
    let draw_answer = draw_all.clone();
    let shown_for = Cell::new(None);
    watch(move || {
        let wanted = (state.dialect(), state.task());
        match own_text(state) {
            Some(snippet) => draw_all(snippet),
            // The text of another dialect or task must not stand under this one's name until the answer is there.
            None if shown_for.get() != Some(wanted) => draw_all(Snippet::default()),
            None => {}
        }
        shown_for.set(Some(wanted));
    });
    // What comes back when the page writes by itself again is too late.
    follow(
        move || question(state),
        move |answer| {
            if untrack(|| question(state)).is_some() {
                draw_answer(answered(answer.as_ref()));
            }
        },
    );
}

fn draw(line: &Line) -> El {
    let spans = line.iter().map(|span| {
        let class = match span.kind {
            SpanKind::Plain => "plain",
            SpanKind::Comment => "comment",
            SpanKind::Command => "command",
            SpanKind::Flag => "flag",
            SpanKind::Value => "value",
        };
        el("span").class(class).text(&span.text)
    });
    el("span").children(spans).text("\n")
}

fn tab_id(dialect: Dialect) -> String {
    format!("tab-{}", dialect.name())
}

/// Tabs with the arrow keys between them (ARIA Authoring Practices).
fn tabs(state: State) -> El {
    let tabs = Dialect::ALL.iter().map(|dialect| {
        let dialect = *dialect;
        let chosen = move || state.dialect() == dialect;
        button("tab", dialect.title(), move || state.choose(dialect))
            .id(&tab_id(dialect))
            .attr("role", "tab")
            .attr("aria-controls", "snippet-panel")
            .attr_with("aria-selected", move || chosen().to_string())
            .attr_with("tabindex", move || if chosen() { "0" } else { "-1" }.to_owned())
    });
    let list = el("div").class("tabs").attr("role", "tablist").attr("aria-label", "Dialect").children(tabs);
    list.on("keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let all = Dialect::ALL;
        let now = all.iter().position(|dialect| *dialect == untrack(|| state.dialect())).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % all.len(),
            "ArrowLeft" => (now + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(dialect) = all.get(next) {
            state.choose(*dialect);
            browser::focus(&tab_id(*dialect));
        }
    })
}
