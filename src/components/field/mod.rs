//! One field of the form: a label, a control, a hint and the findings about it. Fields are data ([`Spec`]), so a
//! property needs one line to be editable.

pub mod flag;
pub mod segments;
pub mod select;
pub mod typed;
pub mod zones;

use std::sync::Arc;

use leptos::prelude::*;
use poolwright::lint::Severity;
use poolwright::operations::matrix::{How, how};
use poolwright::plan::Value;

use super::vm_size_picker::VmSizePicker;
use crate::form::{Control, FieldTarget, Spec, control_id, text_of};
use crate::model::{FindingRow, Rejected, value_of, value_of_cluster};
use crate::store::{Store, use_store};
use crate::update::Msg;

/// What a field shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldView {
    pub value: Option<Value>,
    pub findings: Vec<Arc<FindingRow>>,
    pub rejected: Option<Rejected>,
}

/// What a control needs to know about its field.
#[derive(Clone, Copy, Debug)]
pub struct FieldContext {
    pub store: Store,
    pub target: FieldTarget,
    pub spec: &'static Spec,
    pub view: Memo<FieldView>,
}

impl FieldContext {
    fn new(store: Store, target: FieldTarget, spec: &'static Spec) -> Self {
        let pool = match target {
            FieldTarget::Cluster => None,
            FieldTarget::Pool(id) => store.pool(id).map(|signals| signals.view),
        };
        let view = Memo::new(move |_| {
            let of_field = |rows: &[Arc<FindingRow>]| {
                rows.iter().filter(|row| row.finding.field == Some(spec.key)).cloned().collect()
            };
            let (value, findings) = match (&pool, target) {
                (Some(view), _) => {
                    view.with(|view| (value_of(&view.pool, spec.key), of_field(&view.findings)))
                }
                (None, FieldTarget::Cluster) => store
                    .cluster
                    .with(|view| (value_of_cluster(&view.cluster, spec.key), of_field(&view.findings))),
                (None, FieldTarget::Pool(_)) => (None, Vec::new()),
            };
            let is_here = |one: &&Rejected| one.target == target && one.key == spec.key;
            let rejected = store.rejected.with(|rejected| rejected.iter().find(is_here).cloned());
            FieldView { value, findings, rejected }
        });
        Self { store, target, spec, view }
    }

    /// Returns the value as text; follows it.
    pub fn text(self) -> String {
        self.view.with(|view| view.value.as_ref().map(text_of).unwrap_or_default())
    }

    /// Takes a value that was chosen; `None` is AKS's default.
    pub fn choose(self, value: Option<Value>) {
        self.store.dispatch(Msg::Chose { target: self.target, key: self.spec.key, value });
    }

    /// Takes a word that was chosen; an empty one is AKS's default.
    fn choose_word(self, word: String) {
        self.choose((!word.is_empty()).then_some(Value::Text(word)));
    }

    /// Returns whether something is wrong with the value; follows it.
    pub fn is_wrong(self) -> bool {
        self.view.with(|view| {
            let is_bad = |row: &Arc<FindingRow>| row.finding.severity <= Severity::Unsupported;
            view.rejected.is_some() || view.findings.iter().any(is_bad)
        })
    }

    /// `aria-invalid`; follows the value.
    pub fn invalid(self) -> &'static str {
        if self.is_wrong() { "true" } else { "false" }
    }

    /// Returns the id of the control.
    pub fn id(self) -> String {
        control_id(self.target, self.spec.key)
    }

    /// Returns the id of the control in a place of a group; the first has the field's own.
    fn nth_id(self, nth: usize) -> String {
        if nth == 0 { self.id() } else { format!("{}-{nth}", self.id()) }
    }

    /// Returns the id of what is below the control.
    pub fn help_id(self) -> String {
        format!("{}-help", self.id())
    }
}

/// A field.
#[component]
pub fn Field(target: FieldTarget, spec: &'static Spec) -> AnyView {
    let field = FieldContext::new(use_store(), target, spec);
    let control = match spec.control {
        Control::Flag => view! { <flag::Flag field/> }.into_any(),
        Control::Segments(words) => view! { <segments::Segments field words/> }.into_any(),
        Control::Zones => view! { <zones::Zones field/> }.into_any(),
        Control::Select(words) => {
            view! { <select::Select field options=select::from_words(words)/> }.into_any()
        }
        Control::Region => view! { <select::Select field options=select::regions(field)/> }.into_any(),
        Control::VmSize => view! { <VmSizePicker field/> }.into_any(),
        _ => view! { <typed::Typed field/> }.into_any(),
    };
    let needs_new_pool =
        matches!(target, FieldTarget::Pool(_)) && matches!(how(spec.key), How::NewPool | How::PreviewOnly);
    // The stylesheet shows it if the pool exists.
    let mark = needs_new_pool.then(|| view! { <span class="fixed">"needs a new pool"</span> });
    let help = view! { <Help field/> };
    match spec.control {
        Control::Flag => view! { <div class="field"><label class="check">{control}<span>{spec.label}</span>{mark}</label>{help}</div> }.into_any(),
        Control::Segments(_) | Control::Zones => view! {
            <fieldset class="field" aria-describedby=field.help_id()>
                <legend>{spec.label}{mark}</legend>
                {control}
                {help}
            </fieldset>
        }
        .into_any(),
        _ => view! {
            <div class="field">
                <label for=field.id()>{spec.label}{mark}</label>
                {control}
                {help}
            </div>
        }
        .into_any(),
    }
}

/// Several fields.
#[component]
pub fn Fields(target: FieldTarget, specs: &'static [Spec]) -> AnyView {
    specs.iter().map(|spec| view! { <Field target spec/> }).collect_view().into_any()
}

/// What is below a control: the hint, why what was typed can't be in the plan, and the findings.
#[component]
fn Help(field: FieldContext) -> AnyView {
    let hint = field.spec.hint;
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> });
    let rejected = move || {
        let problem = field.view.with(|view| view.rejected.as_ref().map(|one| one.problem.clone()));
        problem.map(|problem| view! { <p class="hint refused">{problem}</p> })
    };
    let findings = move || {
        let message = |row: &Arc<FindingRow>| {
            let (severity, text) = (row.finding.severity, row.finding.message.clone());
            view! { <p class=format!("hint {}", severity.class())><b>{severity.name()}": "</b>{text}</p> }
        };
        field.view.with(|view| view.findings.iter().map(message).collect_view())
    };
    view! { <div class="help" id=field.help_id()>{hint}{rejected}{findings}</div> }.into_any()
}
