//! The fields for the user's own numbers of the cost.

use leptos::prelude::*;
use poolwright_protocol::Request;

use super::capacity::ReportState;
use crate::effects::worker;
use crate::store::Store;

/// What is typed; it isn't part of the plan, and goes with the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedRates {
    discounts: RwSignal<String>,
    disks: RwSignal<String>,
    fee: RwSignal<String>,
    currency: RwSignal<String>,
}

impl TypedRates {
    /// Tells the worker what is typed; its answers depend on it.
    fn tell(self, store: Store) {
        let rates = Request::SetRates {
            discounts: self.discounts.get_untracked(),
            disks: self.disks.get_untracked(),
            fee: self.fee.get_untracked(),
            currency: self.currency.get_untracked(),
        };
        worker::tell(store, rates);
        store.pauses.update(|pauses| *pauses += 1);
    }
}

#[component]
pub fn RateFields(store: Store, typed: TypedRates, report: RwSignal<ReportState>) -> AnyView {
    let is_wrong = move || {
        report
            .with(|report| matches!(report, ReportState::There(capacity) if !capacity.rate_errors.is_empty()))
    };
    let field = move |id: &'static str, label: &'static str, hint: &'static str, text: RwSignal<String>| {
        let hint_id = format!("{id}-hint");
        let described = format!("{hint_id} rates-wrong");
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    id=id class="control mono" spellcheck="false" autocomplete="off" inputmode="text"
                    aria-describedby=described
                    aria-invalid=move || is_wrong().to_string()
                    prop:value=text
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        typed.tell(store);
                    }
                />
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
    };
    view! {
        <div class="form">
            {field("discounts", "Discounts on VMs, percent", "30, or for a pool or a quota family: apps=35", typed.discounts)}
            {field("disk-prices", "OS disks, USD per month", "By tier: P10=19.71", typed.disks)}
            {field("cluster-fee", "Cluster fee, USD per hour", "What the pricing tier costs you: 0.10", typed.fee)}
            {field("currency", "Currency", "How much of it is one USD: EUR=0.92", typed.currency)}
        </div>
        <p id="rates-wrong" class="hint refused" role="status">{move || report.with(|report| match report {
            ReportState::There(capacity) => capacity.rate_errors.join(" "),
            _ => String::new(),
        })}</p>
    }
    .into_any()
}
