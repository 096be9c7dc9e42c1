//! One field of the form: a label, a control, a hint and the findings about it. Fields are data ([`Spec`]), so
//! that a property needs one line to be editable.

use super::reactive::*;

use super::dom::{El, el, is_on, value_of};
use super::state::{Owner, State};
use super::vm_size;
use poolwright::plan::{Decimal, Value, lines};
use poolwright::rules::Tier;
use poolwright::runbook::matrix::{How, how};

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
    Decimal,
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
    /// Subnets, one a line.
    Subnets,
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

/// What a control needs to know about its field.
#[derive(Clone, Copy)]
struct Place {
    state: State,
    owner: Owner,
    spec: Spec,
}

impl Place {
    fn text(self) -> String {
        self.state.value(self.owner, self.spec.key).map(|value| to_text(&value)).unwrap_or_default()
    }

    /// Takes what was chosen; nothing chosen leaves the property to AKS.
    fn choose(self, word: &str) {
        let value = (!word.is_empty()).then(|| Value::Text(word.to_owned()));
        self.state.set(self.owner, self.spec.key, value);
        self.state.settle();
    }

    /// Whether something is wrong with the value.
    fn is_wrong(self) -> bool {
        let tiers = self.state.findings(self.owner, Some(self.spec.key), |finding| finding.tier);
        self.state.rejected(self.owner, self.spec.key).is_some()
            || tiers.iter().any(|tier| *tier <= Tier::Unsupported)
    }

    fn id(self) -> String {
        control_id(self.owner, self.spec.key)
    }

    /// A control with what all controls have.
    fn control(self, tag: &str, class: &str) -> El {
        let id = self.id();
        let help = format!("{id}-help");
        el(tag)
            .id(&id)
            .class(class)
            .attr("aria-describedby", &help)
            .attr_with("aria-invalid", move || self.is_wrong().to_string())
    }
}

/// The field as a whole.
pub(super) fn field(state: State, owner: Owner, spec: Spec) -> El {
    let place = Place { state, owner, spec };
    let help = format!("{}-help", place.id());
    let messages = move || {
        let rejected = state.rejected(owner, spec.key);
        let typed = rejected.map(|one| el("p").class("hint refused").text(&one.problem));
        let found = state.findings(owner, Some(spec.key), |finding| {
            let tier = finding.tier;
            let name = el("b").text(finding.label()).text(": ");
            el("p").class(&format!("hint {}", tier.class())).child(name).text(&finding.message)
        });
        typed.into_iter().chain(found).collect()
    };
    let hint = (!spec.hint.is_empty()).then(|| el("p").class("hint").text(spec.hint));
    let below = el("div").class("help").id(&help).children(hint).children_with(messages);
    let control = match spec.control {
        Control::Flag => flag(place),
        Control::Segments(words) => segments(place, words),
        Control::Zones => zones(place),
        Control::Select(words) => {
            select(place, words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect())
        }
        Control::Region => select(place, regions(state)),
        Control::VmSize => vm_size::combobox(state, owner, spec.key, place.control("input", "control mono")),
        Control::Text
        | Control::Whole
        | Control::Decimal
        | Control::List
        | Control::Map
        | Control::Subnets => typed(place),
    };
    let needs_new =
        matches!(owner, Owner::Pool(_)) && matches!(how(spec.key), How::NewPool | How::PreviewOnly);
    let mark = needs_new.then(|| el("span").class("fixed").text("needs a new pool"));
    let label = match spec.control {
        Control::Flag => return el("div").class("field").child(control.children(mark)).child(below),
        Control::Segments(_) | Control::Zones => {
            let group = el("fieldset").class("field").attr("aria-describedby", &help);
            return group.child(el("legend").text(spec.label).children(mark)).child(control).child(below);
        }
        _ => el("label").attr("for", &place.id()).text(spec.label).children(mark),
    };
    el("div").class("field").child(label).child(control).child(below)
}

/// Several fields.
pub(super) fn fields(state: State, owner: Owner, specs: &'static [Spec]) -> impl Iterator<Item = El> {
    specs.iter().map(move |spec| field(state, owner, *spec))
}

/// A control that text is typed into.
fn typed(place: Place) -> El {
    let Place { state, owner, spec } = place;
    // What is typed, as long as the field has the focus, and the value that it is.
    let draft = RwSignal::new(None::<(String, Option<Value>)>);
    let control = match spec.control {
        Control::List | Control::Map | Control::Subnets => {
            place.control("textarea", "control mono").attr("rows", "2")
        }
        Control::Whole => place.control("input", "control number").attr("inputmode", "numeric"),
        Control::Decimal => place.control("input", "control number").attr("inputmode", "decimal"),
        _ => place.control("input", "control"),
    };
    let input = move |event| {
        let text = value_of(&event);
        match from_text(spec.control, &text) {
            Ok(value) => {
                draft.set(Some((text, value.clone())));
                state.drop_rejected(owner, spec.key);
                state.set(owner, spec.key, value);
            }
            Err(problem) => {
                let value = untrack(|| place.text());
                let still = match spec.control {
                    Control::Whole | Control::Decimal if !value.is_empty() => {
                        format!(" The plan still uses {value}.")
                    }
                    _ => " The plan doesn\u{2019}t use this text.".to_owned(),
                };
                state.reject(owner, (spec.key, spec.label), text, problem + &still);
            }
        }
    };
    // What is typed stays as it is typed, until the plan says something else: a fix, undo, a link.
    let shown = move || {
        if let Some(rejected) = state.rejected(owner, spec.key) {
            return rejected.text;
        }
        let value = state.value(owner, spec.key);
        draft.with(|draft| match draft {
            Some((text, own)) if *own == value => text.clone(),
            _ => value.as_ref().map(to_text).unwrap_or_default(),
        })
    };
    let leave = move |_| {
        state.settle();
        draft.set(None);
    };
    control
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("autocomplete", "off")
        .value_with(shown)
        .on("input", input)
        .on("blur", leave)
}

/// What is typed, as a value; nothing typed leaves the property to AKS.
fn from_text(control: Control, text: &str) -> Result<Option<Value>, String> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let value = match control {
        Control::Whole => trimmed.parse().ok().map(Value::Whole),
        Control::Decimal => Decimal::parse(trimmed).map(Value::Decimal),
        Control::List => Some(Value::List(lines::lines_to_list(text))),
        Control::Map => Some(Value::Map(lines::lines_to_map(text)?)),
        Control::Subnets => Some(Value::Subnets(lines::lines_to_subnets(text)?)),
        _ => Some(Value::Text(text.to_owned())),
    };
    let kind = if matches!(control, Control::Whole) { "whole number" } else { "number" };
    value.map(Some).ok_or_else(|| format!("\u{201c}{trimmed}\u{201d} isn\u{2019}t a {kind}."))
}

fn to_text(value: &Value) -> String {
    match value {
        Value::List(list) => lines::list_to_lines(list),
        Value::Map(map) => lines::map_to_lines(map),
        Value::Subnets(subnets) => lines::subnets_to_lines(subnets),
        other => other.to_string(),
    }
}

fn flag(place: Place) -> El {
    let Place { state, owner, spec } = place;
    let control = el("input")
        .attr("type", "checkbox")
        .id(&place.id())
        .attr("aria-describedby", &format!("{}-help", place.id()));
    let control = control.checked_with(move || state.value(owner, spec.key) == Some(Value::Flag(true))).on(
        "change",
        move |event| {
            // Off is a choice too, and the plan states it; undo leaves the property to AKS again.
            state.set(owner, spec.key, Some(Value::Flag(is_on(&event, "checked"))));
            state.settle();
        },
    );
    el("label").class("check").child(control).child(el("span").text(spec.label))
}

/// One of several buttons that look like one control.
fn segment(
    kind: &str,
    group: &str,
    id: &str,
    title: &str,
    checked: impl Fn() -> bool + 'static,
    change: impl Fn(bool) + 'static,
) -> El {
    let input = el("input").attr("type", kind).attr("name", group).id(id);
    let input = input.checked_with(checked).on("change", move |event| change(is_on(&event, "checked")));
    el("label").class("segment").child(input).child(el("span").text(title))
}

/// The id of the control in a place of a group; the first has the field's own.
fn nth_id(place: Place, nth: usize) -> String {
    if nth == 0 { place.id() } else { format!("{}-{nth}", place.id()) }
}

/// Radio buttons. A word that is none of them is shown as one more.
fn segments(place: Place, words: &'static [&'static str]) -> El {
    let group = format!("{}-group", place.id());
    // Mode is required, so that nothing said is nothing chosen; elsewhere the first word is AKS's default.
    let required = place.spec.key == "mode";
    let radio = move |nth: usize, word: String| {
        let (id, title) = (nth_id(place, nth), word.clone());
        let this = word.clone();
        let checked = move || {
            let now = place.text();
            now == this || (now.is_empty() && nth == 0 && !required)
        };
        segment("radio", &group, &id, &title, checked, move |_| place.choose(&word))
    };
    let known: Vec<El> = words.iter().enumerate().map(|(nth, word)| radio(nth, (*word).to_owned())).collect();
    let other = move || {
        let now = place.text();
        let unknown = !now.is_empty() && !words.contains(&now.as_str());
        unknown.then(|| radio(words.len(), now)).into_iter().collect()
    };
    el("div").class("segments").children(known).children_with(other)
}

fn regions(state: State) -> Vec<(String, String)> {
    let catalogue = state.catalogue();
    let regions = catalogue.regions().iter();
    let regions =
        regions.map(|region| (region.name.to_owned(), format!("{} ({})", region.title, region.name)));
    std::iter::once((String::new(), "Choose a region".to_owned())).chain(regions).collect()
}

/// A native list. A value that is none of the options is shown as one more.
fn select(place: Place, options: Vec<(String, String)>) -> El {
    let option = |value: &str, title: &str| {
        el("option").attr("value", value).text(if title.is_empty() { "AKS chooses" } else { title })
    };
    let listed: Vec<El> = options.iter().map(|(value, title)| option(value, title)).collect();
    let other = move || {
        let now = place.text();
        let unknown = !now.is_empty() && !options.iter().any(|(value, _)| *value == now);
        unknown.then(|| option(&now, &format!("{now} (unknown)"))).into_iter().collect()
    };
    let select = place.control("select", "control").children(listed).children_with(other);
    select.value_with(move || place.text()).on("change", move |event| place.choose(&value_of(&event)))
}

fn zones(place: Place) -> El {
    const ZONES: [&str; 3] = ["1", "2", "3"];
    let Place { state, owner, spec } = place;
    let current = move || match state.value(owner, spec.key) {
        Some(Value::List(list)) => list,
        _ => Vec::new(),
    };
    let zone = move |nth: usize, zone: String| {
        let (this, title) = (zone.clone(), zone.clone());
        let change = move |on| {
            let mut list = untrack(current);
            list.retain(|one| *one != zone);
            if on {
                list.push(zone.clone());
                list.sort();
            }
            state.set(owner, spec.key, Some(Value::List(list)));
            state.settle();
        };
        segment("checkbox", "", &nth_id(place, nth), &title, move || current().contains(&this), change)
    };
    let known: Vec<El> = ZONES.iter().enumerate().map(|(nth, name)| zone(nth, (*name).to_owned())).collect();
    let others = move || {
        let others = current().into_iter().filter(|zone| !ZONES.contains(&zone.as_str()));
        others.enumerate().map(|(nth, name)| zone(ZONES.len() + nth, name)).collect()
    };
    el("div").class("segments").children(known).children_with(others)
}
