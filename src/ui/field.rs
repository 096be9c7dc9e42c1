//! One field of the form: a label, a control, a hint and the findings about it. Fields are data ([`Spec`]), so
//! that a property needs one line to be editable.

use leptos::prelude::*;

use super::state::{Owner, State};
use super::vm_size;
use crate::plan::{Value, lines};
use crate::rules::Tier;

/// A field of the form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spec {
    /// The property.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) control: Control,
}

/// How a field is edited.
#[derive(Clone, Copy, Debug)]
pub(super) enum Control {
    Text,
    Whole,
    Real,
    /// A check box.
    Flag,
    /// A few words side by side; the first one is meant when the plan says nothing.
    Segments(&'static [&'static str]),
    /// A list of words; the first entry stands for leaving it to AKS.
    Select(&'static [&'static str]),
    /// A list of entries, one a line.
    List,
    /// `key=value` lines.
    Map,
    /// Zones 1, 2 and 3.
    Zones,
    /// A VM size of the catalogue.
    VmSize,
    /// A region of the catalogue.
    Region,
}

/// The id of the control of a property, for labels and for findings to move the focus to.
pub(super) fn control_id(owner: Owner, key: &str) -> String {
    let key = key.replace('.', "-");
    match owner {
        Owner::Cluster => format!("c-{key}"),
        Owner::Pool(id) => format!("p{id}-{key}"),
    }
}

/// What is typed but not in the plan, because it cannot be: kept in the control with a sentence beside it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    text: String,
    problem: Option<String>,
}

/// The field as a whole.
pub(super) fn field(state: State, owner: Owner, spec: Spec) -> AnyView {
    let id = control_id(owner, spec.key);
    let draft = RwSignal::new(None::<Draft>);
    let problem = move || draft.with(|draft| draft.as_ref().and_then(|draft| draft.problem.clone()));
    let findings = Memo::new(move |_| {
        let findings = state.findings(owner, Some(spec.key));
        findings.into_iter().map(|finding| (finding.rule.tier, finding.message)).collect::<Vec<_>>()
    });
    let wrong = Memo::new(move |_| {
        problem().is_some() || findings.with(|list| list.iter().any(|(tier, _)| *tier <= Tier::Unsupported))
    });
    let help = format!("{id}-help");
    let group = matches!(spec.control, Control::Segments(_) | Control::Zones);
    let control = control(state, owner, spec, &id, &help, draft, wrong);
    let messages = move || {
        let typed = problem().map(|problem| view! { <p class="hint refused">{problem}</p> });
        let found = findings.get().into_iter().map(|(tier, message)| {
            view! { <p class=format!("hint {}", tier_class(tier))><b>{tier.name()}": "</b>{message}</p> }
        });
        (typed, found.collect_view())
    };
    let hint = (!spec.hint.is_empty()).then(|| view! { <p class="hint">{spec.hint}</p> });
    let below = view! { <div id=help.clone() class="help">{hint}{messages}</div> };
    if group {
        view! { <fieldset class="field" aria-describedby=help><legend>{spec.label}</legend>{control}{below}</fieldset> }.into_any()
    } else if matches!(spec.control, Control::Flag) {
        view! { <div class="field">{control}{below}</div> }.into_any()
    } else {
        view! { <div class="field"><label for=id>{spec.label}</label>{control}{below}</div> }.into_any()
    }
}

/// Several fields.
pub(super) fn fields(state: State, owner: Owner, specs: &'static [Spec]) -> AnyView {
    specs.iter().map(|spec| field(state, owner, *spec)).collect_view().into_any()
}

pub(super) fn tier_class(tier: Tier) -> &'static str {
    match tier {
        Tier::Refused => "refused",
        Tier::Unsupported => "unsupported",
        Tier::Advice => "advice",
        Tier::Note => "note",
    }
}

fn control(state: State, owner: Owner, spec: Spec, id: &str, help: &str, draft: RwSignal<Option<Draft>>, wrong: Memo<bool>) -> AnyView {
    let id = id.to_owned();
    let help = help.to_owned();
    match spec.control {
        Control::Flag => flag(state, owner, spec, id, help),
        Control::Segments(words) => segments(state, owner, spec, id, words),
        Control::Zones => zones(state, owner, spec, id),
        Control::Select(words) => select(state, owner, spec, id, help, words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect(), wrong),
        Control::Region => {
            let regions = state.catalogue().regions().iter();
            let options = std::iter::once((String::new(), "Choose a region".to_owned()))
                .chain(regions.map(|region| (region.name.to_owned(), format!("{} ({})", region.title, region.name))));
            select(state, owner, spec, id, help, options.collect(), wrong)
        }
        Control::VmSize => vm_size::combobox(state, owner, spec.key, id, help, wrong),
        Control::Text | Control::Whole | Control::Real | Control::List | Control::Map => typed(state, owner, spec, id, help, draft, wrong),
    }
}

/// A control that text is typed into.
fn typed(state: State, owner: Owner, spec: Spec, id: String, help: String, draft: RwSignal<Option<Draft>>, wrong: Memo<bool>) -> AnyView {
    let shown = move || match draft.get() {
        Some(draft) => draft.text,
        None => state.value(owner, spec.key).map(|value| to_text(&value)).unwrap_or_default(),
    };
    let input = move |event| {
        let text = event_target_value(&event);
        match from_text(spec.control, &text) {
            Ok(value) => {
                draft.set(Some(Draft { text, problem: None }));
                state.set(owner, spec.key, value);
            }
            Err(problem) => draft.set(Some(Draft { text, problem: Some(problem) })),
        }
    };
    let leave = move |_| {
        state.settle();
        if draft.with_untracked(|draft| draft.as_ref().is_some_and(|draft| draft.problem.is_none())) {
            draft.set(None);
        }
    };
    let invalid = move || wrong.get().to_string();
    match spec.control {
        Control::List | Control::Map => view! {
            <textarea id=id class="control mono" rows="2" spellcheck="false" autocapitalize="off" autocomplete="off"
                aria-describedby=help aria-invalid=invalid prop:value=shown on:input=input on:blur=leave></textarea>
        }
        .into_any(),
        _ => {
            let mode = match spec.control {
                Control::Whole => "numeric",
                Control::Real => "decimal",
                _ => "text",
            };
            view! {
                <input id=id class="control" class:number=mode != "text" type="text" inputmode=mode spellcheck="false" autocapitalize="off"
                    autocomplete="off" aria-describedby=help aria-invalid=invalid prop:value=shown on:input=input on:blur=leave/>
            }
            .into_any()
        }
    }
}

/// What is typed, as a value; nothing typed leaves the property to AKS.
fn from_text(control: Control, text: &str) -> Result<Option<Value>, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    match control {
        Control::Whole => match trimmed.parse() {
            Ok(number) => Ok(Some(Value::Whole(number))),
            Err(_) => Err(format!("\u{201c}{trimmed}\u{201d} is no whole number; the plan keeps the one before.")),
        },
        Control::Real => match trimmed.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(Value::Real(number))),
            _ => Err(format!("\u{201c}{trimmed}\u{201d} is no number; the plan keeps the one before.")),
        },
        Control::List => Ok(Some(Value::List(lines::lines_to_list(text)))),
        Control::Map => lines::lines_to_map(text).map(|map| Some(Value::Map(map))),
        _ => Ok(Some(Value::Text(text.to_owned()))),
    }
}

fn to_text(value: &Value) -> String {
    match value {
        Value::List(list) => lines::list_to_lines(list),
        Value::Map(map) => lines::map_to_lines(map),
        other => other.to_string(),
    }
}

fn text_of(state: State, owner: Owner, key: &'static str) -> String {
    state.value(owner, key).map(|value| value.to_string()).unwrap_or_default()
}

fn flag(state: State, owner: Owner, spec: Spec, id: String, help: String) -> AnyView {
    let checked = move || state.value(owner, spec.key).is_some();
    let change = move |event| {
        state.set(owner, spec.key, event_target_checked(&event).then_some(Value::Flag(true)));
        state.settle();
    };
    view! {
        <label class="check">
            <input id=id type="checkbox" aria-describedby=help prop:checked=checked on:change=change/>
            <span>{spec.label}</span>
        </label>
    }
    .into_any()
}

/// Radio buttons that look like one segmented control. A word that is none of them is shown as one more.
fn segments(state: State, owner: Owner, spec: Spec, id: String, words: &'static [&'static str]) -> AnyView {
    let name = format!("{id}-group");
    let current = Memo::new(move |_| text_of(state, owner, spec.key));
    // Mode is required, so that nothing said is nothing chosen; elsewhere the first word is AKS's default.
    let required = spec.key == "mode";
    let button = move |place: usize, word: String, id: String, name: String| {
        let (this, value) = (word.clone(), word.clone());
        let chosen = move || current.with(|now| *now == this || (now.is_empty() && place == 0 && !required));
        let choose = move |_| {
            state.set(owner, spec.key, Some(Value::Text(value.clone())));
            state.settle();
        };
        view! {
            <label class="segment">
                <input id=id type="radio" name=name prop:checked=chosen on:change=choose/>
                <span>{word}</span>
            </label>
        }
    };
    let (first_id, extra_name) = (id.clone(), name.clone());
    let known = words.iter().enumerate().map(move |(place, word)| {
        let id = if place == 0 { first_id.clone() } else { format!("{first_id}-{place}") };
        button(place, (*word).to_owned(), id, name.clone())
    });
    let other = move || {
        let now = current.get();
        (!now.is_empty() && !words.contains(&now.as_str())).then(|| button(usize::MAX, now, format!("{id}-other"), extra_name.clone()))
    };
    view! { <div class="segments">{known.collect_view()}{other}</div> }.into_any()
}

/// A native list. A value that is none of the options is shown as one more.
fn select(state: State, owner: Owner, spec: Spec, id: String, help: String, options: Vec<(String, String)>, wrong: Memo<bool>) -> AnyView {
    let options = StoredValue::new(options);
    let current = Memo::new(move |_| text_of(state, owner, spec.key));
    let change = move |event| {
        let chosen = event_target_value(&event);
        state.set(owner, spec.key, (!chosen.is_empty()).then_some(Value::Text(chosen)));
        state.settle();
    };
    let listed = move || {
        let now = current.get();
        let known = options.with_value(|options| options.iter().any(|(value, _)| *value == now));
        let extra = (!known && !now.is_empty()).then(|| (now.clone(), format!("{now} (unknown)")));
        options.get_value().into_iter().chain(extra).map(|(value, title)| {
            let selected = value == now;
            let title = if title.is_empty() { "AKS chooses".to_owned() } else { title };
            view! { <option value=value prop:selected=selected>{title}</option> }
        }).collect_view()
    };
    view! {
        <select id=id class="control" aria-describedby=help aria-invalid=move || wrong.get().to_string() on:change=change>{listed}</select>
    }
    .into_any()
}

fn zones(state: State, owner: Owner, spec: Spec, id: String) -> AnyView {
    let current = Memo::new(move |_| match state.value(owner, spec.key) {
        Some(Value::List(list)) => list,
        _ => Vec::new(),
    });
    let boxed = move |zone: String, id: String| {
        let (this, title) = (zone.clone(), zone.clone());
        let checked = move || current.with(|list| list.contains(&this));
        let change = move |event| {
            let mut list = current.get_untracked();
            list.retain(|one| *one != zone);
            if event_target_checked(&event) {
                list.push(zone.clone());
                list.sort_unstable();
            }
            state.set(owner, spec.key, (!list.is_empty()).then_some(Value::List(list)));
            state.settle();
        };
        view! { <label class="segment"><input id=id type="checkbox" prop:checked=checked on:change=change/><span>{title}</span></label> }
    };
    const ZONES: [&str; 3] = ["1", "2", "3"];
    let first = id.clone();
    let known = ZONES.into_iter().enumerate().map(move |(place, zone)| {
        let id = if place == 0 { first.clone() } else { format!("{first}-{zone}") };
        boxed(zone.to_owned(), id)
    });
    let others = move || {
        let others = current.get().into_iter().filter(|zone| !ZONES.contains(&zone.as_str()));
        others.enumerate().map(|(place, zone)| boxed(zone, format!("{id}-other{place}"))).collect_view()
    };
    view! { <div class="segments">{known.collect_view()}{others}</div> }.into_any()
}
