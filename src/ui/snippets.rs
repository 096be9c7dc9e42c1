//! The snippets: a tab for each dialect, the text with its parts told apart, copy and download.

use leptos::prelude::*;

use super::browser;
use super::state::State;
use crate::generate::{Dialect, Line, SpanKind, render};
use crate::rules::Tier;

pub(super) fn snippets_card(state: State) -> AnyView {
    let snippet = Memo::new(move |_| state.with_plan(|plan| render(plan, state.dialect.get())));
    let refused = move || state.report.with(|report| report.count(Tier::Refused));
    let copy = move |_| {
        let title = state.dialect.get_untracked().title();
        let text = snippet.with_untracked(|snippet| snippet.text());
        browser::copy(&text, move |done| {
            if done {
                state.say(format!("Copied the {title} text."));
            } else {
                browser::select("snippet");
                state.say("The browser did not allow copying; the text is selected, press Ctrl+C.".to_owned());
            }
        });
    };
    let download = move |_| {
        let dialect = state.dialect.get_untracked();
        browser::download(&format!("cluster.{}", dialect.extension()), &snippet.with_untracked(|snippet| snippet.text()));
        state.say(format!("Downloaded the {} text.", dialect.title()));
    };
    let warning = move || {
        (refused() > 0).then(|| {
            let names = state.report.with(|report| {
                let mut ids: Vec<_> = report.of(Tier::Refused).map(|finding| finding.rule.id).collect();
                ids.dedup();
                ids.join(", ")
            });
            view! { <p class="warning">"AKS will refuse this as it stands: "{names}"."</p> }
        })
    };
    let gaps = move || {
        let gaps: Vec<_> = snippet.with(|snippet| snippet.gaps.iter().map(|gap| gap.text.clone()).collect());
        (!gaps.is_empty()).then(|| {
            let list = gaps.into_iter().map(|gap| view! { <li>{gap}</li> }).collect_view();
            view! { <ul class="gaps">{list}</ul> }
        })
    };
    // A line is drawn again only when its place or its text changed.
    let lines = move || snippet.with(|snippet| snippet.lines.iter().cloned().enumerate().collect::<Vec<_>>());
    let text = view! { <For each=lines key=|(place, line)| (*place, line_text(line)) children=|(_, line)| line_view(&line)/> };
    let copy_title = move || format!("{} {}", if refused() > 0 { "Copy anyway:" } else { "Copy" }, state.dialect.get().title());
    let panel_name = move || format!("{} text", state.dialect.get().title());
    view! {
        <section class="card" id="snippets" aria-label="Snippets" tabindex="-1">
            {tabs(state)}
            <div id="snippet-panel" role="tabpanel" aria-label=panel_name>
                {warning}
                {gaps}
                <div class="tools">
                    <button class="button small" on:click=copy>{copy_title}</button>
                    <button class="button small quiet" on:click=download>"Download"</button>
                </div>
                <pre id="snippet" tabindex="0" role="region" aria-label=panel_name>{text}</pre>
            </div>
        </section>
    }
    .into_any()
}

fn line_text(line: &Line) -> String {
    line.iter().map(|span| span.text.as_str()).collect()
}

fn line_view(line: &Line) -> AnyView {
    let spans = line.iter().map(|span| {
        let class = match span.kind {
            SpanKind::Plain => "",
            SpanKind::Comment => "comment",
            SpanKind::Command => "command",
            SpanKind::Flag => "flag",
            SpanKind::Value => "value",
        };
        view! { <span class=class>{span.text.clone()}</span> }
    });
    view! { <span>{spans.collect_view()}"\n"</span> }.into_any()
}

/// Tabs with the arrow keys between them (ARIA Authoring Practices).
fn tabs(state: State) -> AnyView {
    let tab_id = |dialect: Dialect| format!("tab-{}", dialect.name());
    let go = move |event: leptos::ev::KeyboardEvent| {
        let all = Dialect::ALL;
        let now = all.iter().position(|dialect| *dialect == state.dialect.get_untracked()).unwrap_or_default();
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
    };
    let tabs = Dialect::ALL.iter().map(|dialect| {
        let dialect = *dialect;
        let chosen = move || state.dialect.get() == dialect;
        view! {
            <button class="tab" role="tab" id=tab_id(dialect) aria-controls="snippet-panel" aria-selected=move || chosen().to_string()
                tabindex=move || if chosen() { "0" } else { "-1" } on:click=move |_| state.choose(dialect)>{dialect.title()}</button>
        }
    });
    view! { <div class="tabs" role="tablist" aria-label="Dialect" on:keydown=go>{tabs.collect_view()}</div> }.into_any()
}
