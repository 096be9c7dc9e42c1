//! The snippets: a tab for each dialect, the text with its parts told apart, copy and download.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::act::button_to;
use super::browser;
use super::dom::{El, button, done, el, grown, value_of, watch};
use super::remote::{about, follow};
use super::sheet;
use super::state::State;
use poolwright::generate::{Dialect, Line, Options, Snippet, Span, SpanKind, is_bare, render_az};
use poolwright::plan::NodePool;
use poolwright::rules::Tier;
use poolwright::runbook::tasks::TITLES;
use poolwright::to_json::Json;

/// A text that the card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tab {
    /// What the worker calls it.
    pub(super) name: &'static str,
    title: &'static str,
    /// How a file of it ends, without the dot.
    extension: &'static str,
}

impl Tab {
    fn of(dialect: Dialect) -> Self {
        Self { name: dialect.name(), title: dialect.title(), extension: dialect.extension() }
    }

    fn all() -> Vec<Self> {
        let mut all = Dialect::ALL.map(Self::of).to_vec();
        all.push(Self { name: "arm-parameters", title: "ARM parameters", extension: "json" });
        all.push(Self { name: "workload", title: "Workload YAML", extension: "yaml" });
        all
    }

    /// The tab of that name, or the first.
    pub(super) fn named(name: &str) -> Self {
        Self::all().into_iter().find(|tab| tab.name == name).unwrap_or(Self::of(Dialect::Az))
    }

    fn id(self) -> String {
        format!("tab-{}", self.name)
    }
}

/// What a text does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum What {
    /// Leads to the plan: from the cluster that exists, where one was imported, else by making all of it.
    #[default]
    Whole,
    /// Makes a cluster of the plan, though one was imported.
    Recreate,
    /// The operation of that number on a pool.
    Operation(usize),
}

/// What a text does, to which pool, and in how many pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Task {
    what: What,
    /// The pool's id, where it is about one.
    pool: u32,
    /// Whether it is cut into steps.
    is_stepwise: bool,
}

pub(super) fn snippets_card(state: State) -> El {
    let name = move || format!("{} text", state.tab().title);
    let pre = el("pre").id(TEXT).attr("tabindex", "0").attr("role", "region").attr_with("aria-label", name);
    let gaps = el("ul").class("gaps");
    let steps = el("div").id(STEPS);
    keep_drawn(state, pre.element(), gaps.element(), steps.element());
    let panel = el("div").id("snippet-panel").attr("role", "tabpanel").attr_with("aria-label", name);
    let panel = panel.child(tools(state));
    let steps_from_today = move || stands(state).then(|| button_to("button small", "runbook"));
    let rejected = move || {
        let words = state.rejected_words();
        words.map(|words| el("p").class("warning").text(&format!("{words}. This text leaves it out.")))
    };
    let above = move || {
        let warnings = warning(state).into_iter().chain(rejected());
        warnings.chain(steps_from_today()).collect()
    };
    let panel = panel.children_with(above).child(gaps);
    let panel = panel.child(el("div").id(AROUND).child(pre)).child(steps);
    let card =
        el("section").class("card").id("snippets").attr("aria-label", "Snippets").attr("tabindex", "-1");
    card.child(tabs(state)).child(panel)
}

/// The id of the text cut into steps, each with a button that copies it.
const STEPS: &str = "steps";
/// How many lines on a line is looked for in the text that stood before.
const NEAR: usize = 8;
/// What a list of tasks holds for the whole plan, and for making a cluster though there is one.
const WHOLE: &str = "whole";
const RECREATE: &str = "recreate";
/// The id of the text.
const TEXT: &str = "snippet";
/// The id of what is around the text and nothing else: by it the text is selected.
const AROUND: &str = "snippet-around";

/// The text as it stands on the page; all steps of it, where it is cut into them.
fn text() -> String {
    browser::texts(&format!("#{TEXT}, #{STEPS} pre"))
}

/// Chooses what the snippet does, to which pool, and in how many pieces.
fn task(state: State) -> El {
    let option = |value: &str, title: &str| el("option").attr("value", value).text(title);
    let select = |name: &str| el("select").class("control").attr("aria-label", name);
    let tasks = TITLES.into_iter().enumerate().map(|(place, title)| option(&place.to_string(), title));
    let whole = move || if stands(state) { "Update this cluster" } else { "The whole plan" }.to_owned();
    let whole = option(WHOLE, "").text_with(whole);
    let recreate = move || {
        let recreate = stands(state).then(|| option(RECREATE, "Recreate everything"));
        recreate.into_iter().collect()
    };
    let tasks = select("What the text does").child(whole).children(tasks).children_with(recreate);
    let chosen = move || match state.task().what {
        What::Whole => WHOLE.to_owned(),
        What::Recreate => RECREATE.to_owned(),
        What::Operation(number) => number.to_string(),
    };
    let tasks = tasks.value_with(chosen).on("change", move |event| {
        let what = match value_of(&event).as_str() {
            RECREATE => What::Recreate,
            number => number.parse().map_or(What::Whole, What::Operation),
        };
        state.set_task(|task| task.what = what);
    });
    let is_whole = move || !matches!(state.task().what, What::Operation(_));
    let pools = move || {
        let chosen = state.task().pool;
        if is_whole() {
            return Vec::new();
        }
        let ids = state.ids();
        let named = |(id, pool): (u32, &NodePool)| {
            let option = option(&id.to_string(), &pool.name);
            if id == chosen { option.attr("selected", "") } else { option }
        };
        state.with_plan(|plan| ids.into_iter().zip(&plan.pools).map(named).collect())
    };
    let pool = select("Pool").children_with(pools);
    let pool = pool.flag_with("hidden", is_whole).on("change", move |event| {
        let id = value_of(&event).parse().unwrap_or_default();
        state.set_task(|task| task.pool = id);
    });
    let pieces = select("In how many pieces")
        .children([option("", "As one script"), option("steps", "Step by step")])
        .on("change", move |event| {
            let is_stepwise = !value_of(&event).is_empty();
            state.set_task(|task| task.is_stepwise = is_stepwise);
        });
    // The steps of a migration are in a sheet of their own, each with what comes before and after it.
    let pieces = pieces.flag_with("hidden", move || is_update(state));
    el("span").class("task").children([tasks, pool, pieces])
}

/// Whether the page can write the text by itself: the Azure CLI's for a whole plan of which there is no more to tell.
fn is_own(state: State) -> bool {
    let task = state.task();
    let is_whole = !matches!(task.what, What::Operation(_));
    state.tab().name == Dialect::Az.name() && is_whole && !task.is_stepwise && state.with_plan(is_bare)
}

/// Whether the text updates the cluster that exists.
fn is_update(state: State) -> bool {
    state.task().what == What::Whole && stands(state)
}

/// Whether a layout stands already.
fn stands(state: State) -> bool {
    state.with_plan(|plan| plan.baseline.is_some())
}

fn own_text(state: State) -> Option<Snippet> {
    if !is_own(state) {
        return None;
    }
    // The address follows the plan when typing pauses.
    state.pauses();
    let address = browser::plan_address();
    let options = state.with_report(|report| Options::of(report, address.as_deref()));
    Some(state.with_plan(|plan| render_az(plan, &options)))
}

/// What to ask the worker for, if it has to write the text.
fn question(state: State) -> Option<String> {
    if is_own(state) {
        return None;
    }
    let Task { what, pool, is_stepwise } = state.task();
    let mut more = vec![("dialect", Json::from(state.tab().name)), ("steps", Json::Bool(is_stepwise))];
    more.push(("update", Json::Bool(is_update(state))));
    if let What::Operation(number) = what {
        more.push(("task", Json::from(number as i64)));
        more.push(("pool", Json::from(state.place(pool).unwrap_or(0) as i64)));
    }
    state.pauses();
    if let Some(address) = browser::plan_address() {
        more.push(("link", address.into()));
    }
    let more = more.into_iter().map(|(key, value)| (key.to_owned(), value));
    Some(about(state, "text", more.collect()))
}

/// The text that the worker answered; why there is none, if it did not.
fn answered(answer: Option<&Json>) -> Snippet {
    let read = |answer: &Json| {
        let answer = answer.as_object()?;
        let list = |key: &str| answer.get(key).and_then(Json::as_array);
        let span = |span: &Json| {
            let [kind, text] = span.as_array()?.as_slice() else { return None };
            Some(Span { kind: SpanKind::of_letter(kind.as_str()?), text: text.as_str()?.to_owned().into() })
        };
        let line = |line: &Json| line.as_array().into_iter().flatten().filter_map(span).collect();
        let gap = |gap: &Json| Some(Snippet::gap(gap.as_str()?.to_owned()));
        Some(Snippet {
            // A text that is cut into steps has no lines of its own.
            lines: list("lines").into_iter().flatten().map(line).collect(),
            gaps: list("gaps")?.iter().filter_map(gap).collect(),
        })
    };
    answer.and_then(read).unwrap_or_else(|| Snippet::remark(browser::NO_WORKER.to_owned()))
}

/// The rules by which AKS would refuse the text.
fn refused(state: State) -> Vec<&'static str> {
    // What AKS refuses of an operation or an update is in its own text.
    if matches!(state.task().what, What::Operation(_)) || is_update(state) {
        return Vec::new();
    }
    let mut ids: Vec<_> =
        state.with_report(|report| report.of(Tier::Refused).map(|finding| finding.rule.id).collect());
    ids.dedup();
    ids
}

/// What AKS would refuse, named above the text.
fn warning(state: State) -> Option<El> {
    let ids = refused(state);
    let sentence = format!("AKS will refuse this as it stands: {}.", ids.join(", "));
    (!ids.is_empty()).then(|| el("p").class("warning").text(&sentence))
}

/// Copies the text.
pub(super) fn copy(state: State) {
    let text = text();
    if text.is_empty() {
        return state.say("There is no text to copy.".to_owned());
    }
    let title = untrack(|| state.tab()).title;
    let refused = untrack(|| refused(state)).join(", ");
    let anyway = if refused.is_empty() { "" } else { ", which AKS will refuse as it stands: " };
    let left_out = untrack(|| state.rejected_words()).map(|words| format!("; {words}")).unwrap_or_default();
    sheet::copy(state, AROUND, &text, format!("the {title} text{anyway}{refused}{left_out}"));
}

/// The button that copies the text. Which text it is stands in the tab above.
pub(super) fn copy_button(state: State) -> El {
    let is_sound = move || refused(state).is_empty() && state.rejected_words().is_none();
    let verb = move || if is_sound() { "Copy" } else { "Copy anyway" }.to_owned();
    let title = el("span").class("visually-hidden").text_with(move || format!(" {}", state.tab().title));
    button_to("button small", "copy").text_with(verb).child(title)
}

fn tools(state: State) -> El {
    let download = move || {
        let Tab { title, extension, .. } = untrack(|| state.tab());
        // Windows PowerShell reads a file without a byte order mark in an old encoding.
        let mark = if extension == "ps1" { "\u{feff}" } else { "" };
        browser::download(&format!("cluster.{extension}"), &format!("{mark}{}", text()));
        state.say(format!("Downloaded the {title} text."));
    };
    let download = button("button small quiet", "Download", download);
    el("div").class("tools").children([task(state), copy_button(state), download])
}

/// Keeps the text and its gaps on the page: only lines that changed are drawn again.
fn keep_drawn(state: State, pre: &Element, gaps: &Element, steps: &Element) {
    let (pre, gaps, steps) = (pre.clone(), gaps.clone(), steps.clone());
    let shown = RefCell::new(Vec::<(Line, El)>::new());
    let draw_all = Rc::new(move |snippet: Snippet, cut: Option<El>| {
        steps.set_inner_html("");
        let is_cut = cut.is_some();
        if let Some(cut) = cut {
            let _never = steps.append_child(cut.element());
        }
        done(pre.toggle_attribute_with_force("hidden", is_cut));
        gaps.set_inner_html("");
        for gap in &snippet.gaps {
            let _never = gaps.append_child(el("li").text(&gap.text).element());
        }
        let is_plan =
            untrack(|| state.tab().name != "workload" && !matches!(state.task().what, What::Operation(_)));
        state.set_gaps((is_plan && (is_cut || !snippet.lines.is_empty())).then_some(snippet.gaps.len()));
        // A line that is a few lines further on has lost those before it; one that is not there is new.
        let mut old = shown.take().into_iter();
        let is_change = old.len() > 0;
        let mut now = Vec::new();
        for line in snippet.lines {
            let known = old.as_slice().iter().take(NEAR).position(|(before, _)| *before == line);
            let kept = known.and_then(|gone| {
                old.by_ref().take(gone).for_each(|(_, gone)| gone.element().remove());
                old.next()
            });
            now.push(kept.unwrap_or_else(|| {
                let drawn = draw(&line, is_change);
                let after = old.as_slice().first().map(|(_, next)| next.element().as_ref());
                let _never = pre.insert_before(drawn.element(), after);
                (line, drawn)
            }));
        }
        old.for_each(|(_, gone)| gone.element().remove());
        shown.replace(now);
    });
    let draw_answer = draw_all.clone();
    let shown_for = Cell::new(None);
    watch(move || {
        let wanted = Some((state.tab(), state.task()));
        // The text of another tab or task must not stand under this one's name until the answer is there.
        if shown_for.replace(wanted) != wanted {
            draw_all(Snippet::default(), None);
        }
        if let Some(snippet) = own_text(state) {
            draw_all(snippet, None);
        }
    });
    // What comes back when the page writes by itself again is too late.
    follow(
        move || question(state),
        move |answer| {
            if !untrack(|| is_own(state)) {
                let cut = answer.as_ref().and_then(|answer| grown(answer.as_object()?.get("steps")?));
                draw_answer(answered(answer.as_ref()), cut);
            }
        },
    );
}

fn draw(line: &Line, is_change: bool) -> El {
    // The comment above tells of the plan; what it does is what changes.
    let is_change = is_change && line.first().is_none_or(|first| first.kind != SpanKind::Comment);
    let spans = line.iter().map(|span| el("span").class(span.kind.class()).text(&span.text));
    el("span").class(if is_change { "changed" } else { "" }).children(spans).text("\n")
}

/// Tabs with the arrow keys between them (ARIA Authoring Practices).
fn tabs(state: State) -> El {
    let tabs = Tab::all().into_iter().map(|tab| {
        let chosen = move || state.tab() == tab;
        button("tab", tab.title, move || state.choose(tab))
            .id(&tab.id())
            .attr("role", "tab")
            .attr("aria-controls", "snippet-panel")
            .attr_with("aria-selected", move || chosen().to_string())
            .attr_with("tabindex", move || if chosen() { "0" } else { "-1" }.to_owned())
    });
    let list = el("div").class("tabs").attr("role", "tablist").attr("aria-label", "Dialect").children(tabs);
    list.on("keydown", move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let all = Tab::all();
        let now = all.iter().position(|tab| *tab == untrack(|| state.tab())).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % all.len(),
            "ArrowLeft" => (now + all.len() - 1) % all.len(),
            "Home" => 0,
            "End" => all.len() - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = all.get(next) {
            state.choose(*tab);
            browser::focus(&tab.id());
        }
    })
}
