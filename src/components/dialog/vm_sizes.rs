//! VM sizes for a pool, by what they have.

use leptos::prelude::*;
use poolwright::plan::{Decimal, Value};
use poolwright_protocol::{Request, Response, SizeChoice, SizeFilter, SizeGroup, SizeOption};

use crate::components::button::Button;
use crate::effects::prices;
use crate::effects::worker::{NO_WORKER, live_query};
use crate::form::FieldTarget;
use crate::store::{Store, use_store};
use crate::update::Msg;

/// What a filter that is typed sets.
#[derive(Clone, Copy)]
enum Typed {
    Words,
    Whole(fn(&mut SizeFilter) -> &mut Option<u32>),
    Price,
}

const TYPED: [(&str, &str, Typed); 7] = [
    ("dialog-first", "Name contains", Typed::Words),
    ("pick-min-vcpus", "Minimum vCPUs", Typed::Whole(|filter| &mut filter.min_vcpus)),
    ("pick-max-vcpus", "Maximum vCPUs", Typed::Whole(|filter| &mut filter.max_vcpus)),
    ("pick-min-memory", "Minimum GiB", Typed::Whole(|filter| &mut filter.min_memory)),
    ("pick-max-memory", "Maximum GiB", Typed::Whole(|filter| &mut filter.max_memory)),
    ("pick-zones", "Minimum zones", Typed::Whole(|filter| &mut filter.min_zones)),
    ("pick-max-price", "Maximum price (USD/hour)", Typed::Price),
];

/// A part of the filter that is one of a few values.
struct Choice {
    id: &'static str,
    label: &'static str,
    /// The values, and what they are called.
    options: &'static [(&'static str, &'static str)],
    of: fn(&mut SizeFilter) -> &mut String,
}

const CHOICES: [Choice; 2] = [
    Choice {
        id: "pick-architecture",
        label: "Architecture",
        options: &[("", "Any"), ("x64", "x64"), ("Arm64", "Arm64")],
        of: |filter| &mut filter.architecture,
    },
    Choice {
        id: "pick-sort",
        label: "Sort by",
        options: &[("", "Best match"), ("price", "Price"), ("vcpus", "vCPUs"), ("memory", "Memory")],
        of: |filter| &mut filter.sort,
    },
];

/// A part of the filter that is ticked.
type Ticked = fn(&mut SizeFilter) -> &mut bool;

const TICKED: [(&str, Ticked); 5] = [
    ("Ephemeral OS disk", |filter| &mut filter.ephemeral),
    ("Spot support", |filter| &mut filter.spot),
    ("GPUs", |filter| &mut filter.gpu),
    ("Generation 2", |filter| &mut filter.generation2),
    ("Include unsupported sizes", |filter| &mut filter.unsupported),
];

/// The filters, and what of them can't be read.
#[derive(Clone, Copy)]
struct Filters {
    filter: RwSignal<SizeFilter>,
    problems: RwSignal<[String; TYPED.len()]>,
}

const NO_MATCH: &str = "No sizes match. Relax a filter.";
/// Sizes match, and the pool has a finding with each.
const NO_CLEAN_SIZE: &str = "With each matching size, the pool has a finding. Fix the pool\u{2019}s findings first, or relax a filter.";

/// The dialog for the pool with this id.
#[component]
pub fn VmSizes(pool: u32) -> AnyView {
    let store = use_store();
    prices::want(store);
    let filters = Filters {
        filter: RwSignal::new(SizeFilter::default()),
        problems: RwSignal::new(std::array::from_fn(|_| String::new())),
    };
    let answer = RwSignal::new(None::<Option<SizeChoice>>);
    let question = move || {
        Some(Request::SizeChoice {
            plan: store.plan_text(),
            today: store.today(),
            pool: store.with_model(|model| model.place(pool)),
            filter: filters.filter.get(),
        })
    };
    live_query(store, question, move |found| {
        answer.set(Some(match found {
            Some(Response::SizeChoice(choice)) => Some(choice),
            _ => None,
        }));
    });
    let first = view! { <Filter place=0 filters=filters/> };
    let fields = (1..TYPED.len()).map(|place| view! { <Filter place=place filters=filters/> }).collect_view();
    let choices =
        CHOICES.iter().map(|choice| view! { <Select choice=choice filters=filters/> }).collect_view();
    let boxes = TICKED.map(|(label, of)| {
        let change = move |event| filters.filter.update(|filter| *of(filter) = event_target_checked(&event));
        view! { <label class="check"><input type="checkbox" on:change=change/>{label}</label> }.into_any()
    });
    let problems = move || {
        let problems = filters.problems.get().into_iter().filter(|problem| !problem.is_empty());
        problems.map(|problem| view! { <p class="hint refused">{problem}</p> }).collect_view()
    };
    let compared = RwSignal::new(Vec::<SizeOption>::new());
    let titles = Memo::new(move |_| match answer.get() {
        Some(Some(choice)) => choice.fact_titles,
        _ => Vec::new(),
    });
    view! {
        <div class="wide">
            <div class="form">{first}</div>
            // On a phone, the sizes come first.
            <details class="more" id="pick-filters" open=is_wide()>
                <summary>"Filters and order"</summary>
                <div class="form">{fields}{choices}</div>
                <div class="actions">{boxes.collect_view()}</div>
            </details>
            {move || comparison(pool, &titles.get(), compared)}
            <div id="dialog-live" aria-live="polite">
                {problems}
                {move || choice_view(pool, answer.get(), compared)}
            </div>
        </div>
    }
    .into_any()
}

/// A filter that is typed.
#[component]
fn Filter(place: usize, filters: Filters) -> AnyView {
    let Some((id, label, typed)) = TYPED.get(place).copied() else { return ().into_any() };
    let input = move |event| {
        let text = event_target_value(&event);
        let is_read = filters.filter.try_update(|filter| set(filter, typed, &text)) == Some(true);
        let problem = format!("{label}: {text:?} isn\u{2019}t a number and is ignored.");
        let problem = if is_read { String::new() } else { problem };
        filters.problems.update(|problems| {
            if let Some(old) = problems.get_mut(place) {
                *old = problem;
            }
        });
    };
    let mode = if matches!(typed, Typed::Words) { "text" } else { "decimal" };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="control" autocomplete="off" spellcheck="false" inputmode=mode on:input=input/>
        </div>
    }
    .into_any()
}

/// Sets what was typed; returns whether it can be read.
fn set(filter: &mut SizeFilter, typed: Typed, text: &str) -> bool {
    let text = text.trim();
    match typed {
        Typed::Words => {
            text.clone_into(&mut filter.words);
            true
        }
        Typed::Whole(of) => {
            *of(filter) = text.parse().ok();
            text.is_empty() || of(filter).is_some()
        }
        Typed::Price => {
            filter.max_price = Decimal::parse(text).and_then(|price| price.scaled(6));
            text.is_empty() || filter.max_price.is_some()
        }
    }
}

/// One filter, as a native list.
#[component]
fn Select(choice: &'static Choice, filters: Filters) -> AnyView {
    let Choice { id, label, options, of } = *choice;
    let change = move |event| filters.filter.update(|filter| *of(filter) = event_target_value(&event));
    let options = options.iter().map(|(value, name)| view! { <option value=*value>{*name}</option> });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id class="control" on:change=change>{options}</select>
        </div>
    }
    .into_any()
}

/// Returns whether the window has room for the filters above the sizes.
fn is_wide() -> bool {
    const PHONE: f64 = 760.0;
    window().inner_width().ok().and_then(|width| width.as_f64()).is_none_or(|width| width > PHONE)
}

/// Maximum number of sizes side by side.
const COMPARED: usize = 3;

/// The sizes that were chosen to compare, side by side.
fn comparison(pool: u32, titles: &[String], compared: RwSignal<Vec<SizeOption>>) -> AnyView {
    let sizes = compared.get();
    if sizes.is_empty() {
        return ().into_any();
    }
    let store = use_store();
    let heads =
        sizes.iter().map(|size| view! { <th scope="col" class="mono">{size.short_name.clone()}</th> });
    let heads = heads.collect_view();
    let rows = titles.iter().enumerate().map(|(place, title)| {
        let values: Vec<String> =
            sizes.iter().map(|size| size.facts.get(place).cloned().unwrap_or_default()).collect();
        // What differs is what is looked for.
        let is_same = values.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
        let cell = |value: String| {
            if is_same {
                view! { <td>{value}</td> }.into_any()
            } else {
                view! { <td><b>{value}</b></td> }.into_any()
            }
        };
        let cells = values.into_iter().map(cell).collect_view();
        view! { <tr><th scope="row">{title.clone()}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    let choose = sizes.iter().map(|size| {
        let (name, label) = (size.name.clone(), format!("Choose {}", size.short_name));
        view! { <td><Button class="button small" text=label press=move || take(store, pool, &name)/></td> }
    });
    let choose = choose.collect_view();
    let hint =
        (sizes.len() == 1).then(|| view! { <p class="sub">"Choose one or two more sizes to compare."</p> });
    view! {
        <section id="size-comparison">
            <div class="scroll" tabindex="0" role="region" aria-label="Compared sizes">
                <table>
                    <caption>"Compared sizes"</caption>
                    <thead><tr><th scope="col">"Property"</th>{heads}</tr></thead>
                    <tbody>{rows}<tr><th scope="row">"Choice"</th>{choose}</tr></tbody>
                </table>
            </div>
            {hint}
            <div class="actions"><Button class="button small quiet" text="Clear the comparison" press=move || compared.set(Vec::new())/></div>
        </section>
    }
    .into_any()
}

/// Gives the pool a size.
fn take(store: Store, pool: u32, name: &str) {
    let value = Some(Value::Text(name.to_owned()));
    store.dispatch(Msg::Chose { target: FieldTarget::Pool(pool), key: "vmSize", value });
    store.close_dialog();
    store.say(format!("Chose {name}."));
}

fn choice_view(
    pool: u32,
    answer: Option<Option<SizeChoice>>,
    compared: RwSignal<Vec<SizeOption>>,
) -> AnyView {
    let Some(answer) = answer else { return view! { <p class="empty">"Loading\u{2026}"</p> }.into_any() };
    let Some(choice) = answer else { return view! { <p class="empty">{NO_WORKER}</p> }.into_any() };
    let none = if choice.all.sizes.is_empty() { NO_MATCH } else { NO_CLEAN_SIZE };
    view! {
        <Group pool=pool group=choice.suggested compared=compared none=none/>
        <Group pool=pool group=choice.all compared=compared none=NO_MATCH/>
        <p class="sub">{choice.about}</p>
    }
    .into_any()
}

/// Sizes under one heading.
#[component]
fn Group(
    pool: u32,
    group: SizeGroup,
    compared: RwSignal<Vec<SizeOption>>,
    /// What is said if the group is empty.
    none: &'static str,
) -> AnyView {
    let list = if group.sizes.is_empty() {
        view! { <p class="sub">{none}</p> }.into_any()
    } else {
        let size = |size| view! { <Size pool=pool size=size compared=compared/> };
        let sizes = group.sizes.into_iter().map(size).collect_view();
        view! { <ul class="choices">{sizes}</ul> }.into_any()
    };
    view! { <section><h3>{group.title}</h3>{list}</section> }.into_any()
}

/// A size: what it has and costs, a button that takes it, and a box that adds it to the comparison.
#[component]
fn Size(pool: u32, size: SizeOption, compared: RwSignal<Vec<SizeOption>>) -> AnyView {
    let store = use_store();
    let name = size.name.clone();
    let choose = move |_| take(store, pool, &name);
    let (this, changed) = (size.name.clone(), size.clone());
    let is_compared =
        Signal::derive(move || compared.with(|sizes| sizes.iter().any(|size| size.name == this)));
    let is_full = move || !is_compared.get() && compared.with(|sizes| sizes.len() >= COMPARED);
    let change = move |event| {
        let is_on = event_target_checked(&event);
        compared.update(|sizes| {
            sizes.retain(|size| size.name != changed.name);
            if is_on {
                sizes.push(changed.clone());
            }
        });
    };
    let compare_label = format!("Compare {}", size.short_name);
    let remarks =
        (!size.remarks.is_empty()).then(|| view! { <span class="hint unsupported">{size.remarks}</span> });
    let current = store.pool(pool).and_then(|one| one.view.with_untracked(|view| view.pool.vm_size.clone()));
    let is_current = current.is_some_and(|current| current.eq_ignore_ascii_case(&size.name));
    view! {
        <li>
            <button type="button" class="choice" data-size=size.name on:click=choose aria-current=is_current.then_some("true")>
                <b class="mono">{size.short_name}{is_current.then_some(" (current)")}</b>
                <span>{size.about}</span>
                <span class="sub">{size.more}</span>
                {remarks}
            </button>
            <label class="check">
                <input type="checkbox" aria-label=compare_label prop:checked=is_compared disabled=is_full on:change=change/>
                "Compare"
            </label>
        </li>
    }
    .into_any()
}
