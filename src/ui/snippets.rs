//! The snippets: a tab for each dialect, the text with its parts told apart, copy and download.

use std::cell::RefCell;

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::browser;
use super::dom::{El, button, el, watch};
use super::state::State;
use crate::generate::{Dialect, Line, Options, SpanKind, render};
use crate::rules::Tier;

pub(super) fn snippets_card(state: State) -> El {
    let name = move || format!("{} text", state.dialect().title());
    let pre = el("pre").id(TEXT).attr("tabindex", "0").attr("role", "region").attr_with("aria-label", name);
    let gaps = el("ul").class("gaps");
    follow(state, pre.element(), gaps.element());
    let panel = el("div").id("snippet-panel").attr("role", "tabpanel").attr_with("aria-label", name);
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

/// What AKS would refuse, named above the text.
fn warning(state: State) -> Option<El> {
    let mut ids: Vec<_> =
        state.with_report(|report| report.of(Tier::Refused).map(|finding| finding.rule.id).collect());
    ids.dedup();
    let sentence = format!("AKS will refuse this as it stands: {}.", ids.join(", "));
    (!ids.is_empty()).then(|| el("p").class("warning").text(&sentence))
}

fn tools(state: State) -> El {
    let copy = move || {
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
    let refused = move || state.with_report(|report| report.count(Tier::Refused)) > 0;
    let title =
        move || format!("{} {}", if refused() { "Copy anyway:" } else { "Copy" }, state.dialect().title());
    let copy = button("button small", "", copy).child(el("span").text_with(title));
    el("div").class("tools").child(copy).child(button("button small quiet", "Download", download))
}

/// Keeps the text and its gaps on the page: only a line that changed is drawn again.
fn follow(state: State, pre: &Element, gaps: &Element) {
    let (pre, gaps) = (pre.clone(), gaps.clone());
    let shown = RefCell::new(Vec::<(Line, El)>::new());
    watch(move || {
        let refused: Vec<String> = state
            .with_report(|report| report.of(Tier::Refused).map(|finding| finding.message.clone()).collect());
        let options = Options { refused: &refused };
        let snippet = state.with_plan(|plan| render(plan, state.dialect(), &options));
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
