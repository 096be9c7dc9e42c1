//! The snippets: a tab for each dialect, the text with its parts told apart, copy and download.

use std::cell::RefCell;

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::browser;
use super::dom::{El, button, el, watch};
use super::state::State;
use crate::generate::{Dialect, Line, Options, Snippet, SpanKind, render};
use crate::rules::Tier;

pub(super) fn snippets_card(state: State) -> El {
    let snippet = Memo::new(move |_| {
        let refused: Vec<String> = state
            .report
            .with(|report| report.of(Tier::Refused).map(|finding| finding.message.clone()).collect());
        state.with_plan(|plan| render(plan, state.dialect.get(), &Options { refused: &refused }))
    });
    let name = move || format!("{} text", state.dialect.get().title());
    let pre =
        el("pre").id("snippet").attr("tabindex", "0").attr("role", "region").attr_with("aria-label", name);
    follow(pre.element(), snippet);
    let gaps = move || {
        let gaps: Vec<_> =
            snippet.with(|snippet| snippet.gaps.iter().map(|gap| el("li").text(&gap.text)).collect());
        if gaps.is_empty() { gaps } else { vec![el("ul").class("gaps").children(gaps)] }
    };
    let panel = el("div").id("snippet-panel").attr("role", "tabpanel").attr_with("aria-label", name);
    let panel = panel.children_with(move || warning(state).into_iter().collect()).children_with(gaps);
    let panel = panel.child(tools(state, snippet)).child(pre);
    el("section")
        .class("card")
        .id("snippets")
        .attr("aria-label", "Snippets")
        .attr("tabindex", "-1")
        .child(tabs(state))
        .child(panel)
}

/// What AKS would refuse, named above the text.
fn warning(state: State) -> Option<El> {
    let mut ids: Vec<_> =
        state.report.with(|report| report.of(Tier::Refused).map(|finding| finding.rule.id).collect());
    ids.dedup();
    (!ids.is_empty()).then(|| {
        el("p").class("warning").text(&format!("AKS will refuse this as it stands: {}.", ids.join(", ")))
    })
}

fn tools(state: State, snippet: Memo<Snippet>) -> El {
    let copy = move || {
        let title = state.dialect.get_untracked().title();
        browser::copy(&snippet.with_untracked(Snippet::text), move |done| {
            if done {
                state.say(format!("Copied the {title} text."));
            } else {
                browser::select("snippet");
                state
                    .say("The browser did not allow copying; the text is selected, press Ctrl+C.".to_owned());
            }
        });
    };
    let download = move || {
        let dialect = state.dialect.get_untracked();
        browser::download(
            &format!("cluster.{}", dialect.extension()),
            &snippet.with_untracked(Snippet::text),
        );
        state.say(format!("Downloaded the {} text.", dialect.title()));
    };
    let refused = move || state.report.with(|report| report.count(Tier::Refused)) > 0;
    let title = move || {
        format!("{} {}", if refused() { "Copy anyway:" } else { "Copy" }, state.dialect.get().title())
    };
    let copy = button("button small", "", copy).child(el("span").text_with(title));
    el("div").class("tools").child(copy).child(button("button small quiet", "Download", download))
}

/// Keeps the lines of the text on the page: only a line that changed is drawn again.
fn follow(pre: &Element, snippet: Memo<Snippet>) {
    let pre = pre.clone();
    let shown = RefCell::new(Vec::<(Line, El)>::new());
    watch(move || {
        snippet.with(|snippet| {
            let mut shown = shown.borrow_mut();
            let kept = snippet.lines.len().min(shown.len());
            for (_, gone) in shown.drain(kept..) {
                gone.element().remove();
            }
            for (place, line) in snippet.lines.iter().enumerate() {
                match shown.get_mut(place) {
                    Some((before, _)) if before == line => {}
                    Some(old) => {
                        let drawn = draw(line);
                        let _never = old.1.element().replace_with_with_node_1(drawn.element());
                        *old = (line.clone(), drawn);
                    }
                    None => {
                        let drawn = draw(line);
                        let _never = pre.append_child(drawn.element());
                        shown.push((line.clone(), drawn));
                    }
                }
            }
        });
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
        let chosen = move || state.dialect.get() == dialect;
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
        let now =
            all.iter().position(|dialect| *dialect == state.dialect.get_untracked()).unwrap_or_default();
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
