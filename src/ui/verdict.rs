//! The verdict: counts by tier, and each finding with what to do about it.

use super::act::button_to;
use super::browser;
use super::cluster::CARD;
use super::dom::{El, button, el};
use super::field::control_id;
use super::pools::show_pool;
use super::reactive::untrack;
use super::remote::about;
use super::sheet::answered;
use super::snippets::copy_button;
use super::state::{Owner, Rejected, State};
use poolwright::rules::{Confidence, Finding, Report, Tier};
use poolwright::text::counted;
use poolwright::to_json::Json;

pub(super) fn verdict_card(state: State) -> El {
    let sure = move || {
        let is_sure = |finding: &&Finding| finding.fixes.iter().any(|fix| fix.confidence == Confidence::Sure);
        state.with_report(|report| report.findings.iter().filter(is_sure).count())
    };
    let fix_all = move || {
        let title = match sure() {
            0 => return Vec::new(),
            1 => "Fix 1 sure one".to_owned(),
            count => format!("Fix {count} sure ones"),
        };
        vec![button("button small", &title, move || mend(state, "fix-all", Vec::new()))]
    };
    let title = el("header")
        .child(el("h2").id("verdict-title").text("Verdict"))
        .child(el("span").class("grow"))
        .child(el("span").children_with(fix_all));
    let counts = Tier::ALL.map(|tier| {
        let number = el("b").text_with(move || state.with_report(|report| report.count(tier)).to_string());
        let name = if tier == Tier::Note { "Notes" } else { tier.name() };
        el("div").class(&format!("count {}", tier.class())).child(number).child(el("span").text(name))
    });
    let clean = el("p").class("empty").text_with(move || {
        // A text for one pool, or none yet, says nothing about the plan as a whole.
        let text = match state.gaps() {
            None => "",
            Some(0) => " The text below does exactly this plan.",
            Some(_) => " The text below differs from the plan.",
        };
        state.with_report(Report::verdict) + text
    });
    let matters = |finding: &&Finding| finding.tier != Tier::Note;
    let judging = el("p").class("empty").text("Not all rules have been asked yet\u{2026}");
    let judging = judging.flag_with("hidden", move || !state.is_judging());
    let clean = clean.flag_with("hidden", move || {
        state.is_judging()
            || state.rejected_words().is_some()
            || state.with_report(|report| report.findings.iter().any(|finding| matters(&finding)))
    });
    let list = move |notes: bool| {
        let found = move || {
            let id = |finding: &Finding| finding.pool.and_then(|place| state.id_at(place));
            state.with_report(|report| {
                let chosen = report.findings.iter().filter(|finding| matters(finding) != notes);
                chosen.map(|finding| (id(finding), finding.clone())).collect()
            })
        };
        el("ul")
            .class("findings")
            .each_with(found, move |(pool, finding)| finding_item(state, *pool, finding))
    };
    let rejected = move || {
        let words =
            state.rejected_words().map(|words| el("p").class("hint refused").text(&format!("{words}:")));
        words.into_iter().collect()
    };
    let rejected = el("div").children_with(rejected).child(
        el("ul")
            .class("findings")
            .each_with(move || state.all_rejected(), move |rejected| rejected_item(state, rejected)),
    );
    // What is good to know stands back behind what is wrong.
    let number = move || counted(state.with_report(|report| report.count(Tier::Note)) as i64, "note");
    let notes = el("details").class("notes").child(el("summary").text_with(number)).child(list(true));
    let notes = notes.flag_with("hidden", move || state.with_report(|report| report.count(Tier::Note) == 0));
    let card = el("section")
        .class("card")
        .id("verdict")
        .attr("aria-labelledby", "verdict-title")
        .attr("tabindex", "-1");
    card.child(title)
        .child(el("div").class("counts").children(counts))
        .child(el("div").class("found").children([judging, clean, rejected, list(false), notes]))
}

/// A text that the plan can't hold, with the ways to its field and to the value that the plan has.
fn rejected_item(state: State, rejected: &Rejected) -> El {
    let Rejected { owner, key, label, .. } = *rejected;
    let (pool, whose) = match owner {
        Owner::Cluster => (None, "the cluster".to_owned()),
        Owner::Pool(id) => (Some(id), untrack(|| state.pool_name(id))),
    };
    let text = format!("{label} of {whose}: {}", rejected.problem);
    let jump = button("jump", &text, move || go_to(pool, Some(key)));
    let drop = button("button small", "Discard the text", move || state.drop_rejected(owner, key));
    let actions = el("div").class("actions").child(drop);
    el("li").class("finding refused").child(el("p").child(jump)).child(actions)
}

fn finding_item(state: State, pool: Option<u32>, finding: &Finding) -> El {
    let tier = finding.tier;
    let (field, rule) = (finding.field, finding.rule.id);
    let jump = button("jump", &finding.message, move || go_to(pool, field));
    let message = el("p").child(el("b").class("tier").text(finding.label())).text(" ").child(jump);
    let fixes = finding.fixes.iter().map(|fix| {
        let (title, edits) = (fix.title.clone(), fix.edits.clone());
        button("button small", &fix.title, move || match edits.as_slice() {
            [] => {
                let place = pool.and_then(|id| untrack(|| state.place(id)));
                let place = place.map_or(Json::Null, |place| Json::from(place as i64));
                let more = [("rule", rule.into()), ("pool", place), ("title", title.as_str().into())];
                mend(state, "fix", more.map(|(key, value)| (key.to_owned(), value)).to_vec());
            }
            edits => state.apply_fix(&title, edits),
        })
    });
    let why = el("a")
        .class("why")
        .attr("href", &format!("rules.html#{rule}"))
        .attr("target", "_blank")
        .text("Why: ")
        .text(rule);
    let actions = (!finding.fixes.is_empty()).then(|| el("div").class("actions").children(fixes));
    el("li").class(&format!("finding {}", tier.class())).child(message).children(actions).child(why)
}

/// Asks the worker for a mended plan, and puts it in the place of this one.
fn mend(state: State, ask: &str, more: Vec<(String, Json)>) {
    let question = untrack(|| about(state, ask, more));
    browser::ask(&question, move |answer| {
        answered(state, answer.and_then(|answer| serde_json::from_str(&answer).ok()))
    });
}

/// Moves the focus to the field that a finding speaks of.
fn go_to(pool: Option<u32>, field: Option<&'static str>) {
    match (pool, field) {
        (Some(id), field) => show_pool(id, field.unwrap_or("name")),
        (None, Some(key)) => browser::focus_in(vec![CARD.to_owned()], control_id(Owner::Cluster, key)),
        (None, None) => {
            browser::focus("plan-start");
        }
    }
}

/// On a narrow page: the verdict in a line and the way to it, and what is done with the plan.
pub(super) fn bottom_bar(state: State) -> El {
    let summary = el("span").text_with(move || state.with_report(Report::verdict));
    let verdict =
        el("button").attr("type", "button").class("button quiet").attr("data-do", "verdict").child(summary);
    el("nav")
        .class("bottom")
        .attr("aria-label", "Verdict and snippets")
        .child(verdict)
        .child(button_to("button small", "snippets"))
        .child(copy_button(state))
        .child(button_to("button small", "share"))
}
