//! The verdict: counts by tier, and each finding with what to do about it.

use leptos::prelude::*;

use super::browser;
use super::field::{control_id, tier_class};
use super::pools::show_pool;
use super::state::{Owner, State};
use crate::rules::{Confidence, Finding, Tier};

pub(super) fn verdict_card(state: State) -> AnyView {
    let sure = Memo::new(move |_| {
        state.report.with(|report| {
            report.findings.iter().filter(|finding| finding.fixes.iter().any(|fix| fix.confidence == Confidence::Sure)).count()
        })
    });
    let fix_all = move || {
        let title = match sure.get() {
            0 => return None,
            1 => "Fix 1 sure one".to_owned(),
            count => format!("Fix {count} sure ones"),
        };
        Some(view! { <button class="button small" on:click=move |_| state.fix_all()>{title}</button> })
    };
    let counts = Tier::ALL.map(|tier| {
        let count = move || state.report.with(|report| report.count(tier));
        let title = if tier == Tier::Note { "Notes" } else { tier.name() };
        view! { <div class=format!("count {}", tier_class(tier))><b>{count}</b><span>{title}</span></div> }
    });
    let findings = move || state.report.with(|report| report.findings.iter().map(|finding| finding_view(state, finding)).collect_view());
    let clean = move || {
        let none = state.report.with(|report| report.findings.is_empty());
        none.then(|| view! { <p class="empty">"Every rule is kept. The snippets below do exactly this plan."</p> })
    };
    view! {
        <section class="card" id="verdict" aria-labelledby="verdict-title" tabindex="-1">
            <header><h2 id="verdict-title">"Verdict"</h2><span class="grow"></span>{fix_all}</header>
            <div class="counts">{counts}</div>
            {clean}
            <ul class="findings">{findings}</ul>
        </section>
    }
    .into_any()
}

fn finding_view(state: State, finding: &Finding) -> AnyView {
    let tier = finding.rule.tier;
    let pool = finding.pool.and_then(|place| state.id_at(place));
    let field = finding.field;
    let go = move |_| match (pool, field) {
        (Some(id), field) => show_pool(id, field.unwrap_or("name")),
        (None, Some(key)) => {
            let _refused = browser::element("cluster").map(|card| card.set_attribute("open", ""));
            browser::later(move || browser::later(move || { browser::focus(&control_id(Owner::Cluster, key)); }));
        }
        (None, None) => { browser::focus("plan-start"); }
    };
    let fixes = finding.fixes.iter().map(|fix| {
        let (title, edits) = (fix.title.clone(), fix.edits.clone());
        let press = { let title = title.clone(); move |_| state.apply_fix(&title, &edits) };
        view! { <button class="button small" on:click=press>{title}</button> }
    });
    let sources = finding.rule.sources.iter().map(|source| {
        view! { <li><a href=source.url target="_blank" rel="noreferrer">{source.title}</a>", "{source.date}</li> }
    });
    view! {
        <li class=format!("finding {}", tier_class(tier))>
            <p><b class="tier">{tier.name()}</b>" "<button class="jump" on:click=go>{finding.message.clone()}</button></p>
            <div class="actions">{fixes.collect_view()}</div>
            <details class="why"><summary>"Why: "{finding.rule.title}</summary>
                <p>{finding.why.clone()}</p>
                <p class="sub">"Rule "<code>{finding.rule.id}</code></p>
                <ul class="sub">{sources.collect_view()}</ul>
            </details>
        </li>
    }
    .into_any()
}

/// On a narrow page: the verdict in a line, and the ways to it and to the snippets.
pub(super) fn bottom_bar(state: State) -> AnyView {
    let summary = move || state.report.with(|report| report.summary());
    let to = |id: &'static str| move |_| {
        browser::focus(id);
        browser::reveal(id);
    };
    view! {
        <nav class="bottom" aria-label="Verdict and snippets">
            <button class="button quiet" on:click=to("verdict")>{summary}</button>
            <span class="grow"></span>
            <button class="button" on:click=to("snippets")>"Snippets"</button>
        </nav>
    }
    .into_any()
}
