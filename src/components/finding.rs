//! A finding: what is wrong, and what to do about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::acceptance::acceptance;
use super::button::Button;
use super::dialog::rule::RuleLink;
use crate::model::FindingRow;
use crate::store::use_store;
use crate::update::Msg;

#[component]
pub fn FindingItem(row: Arc<FindingRow>) -> AnyView {
    let store = use_store();
    let FindingRow { id, finding, .. } = &*row;
    let (id, severity, rule) = (*id, finding.severity, finding.rule.id);
    let fixes = finding.fixes.iter().enumerate().map(|(fix, one)| {
        let press = move || store.dispatch(Msg::ApplyFix { row: id, fix });
        view! { <Button class="button small" text=one.title.clone() press/> }
    });
    let fixes =
        (!finding.fixes.is_empty()).then(|| view! { <div class="actions">{fixes.collect_view()}</div> });
    let accept = acceptance(store, &row);
    let age = finding.age().map(|age| view! { <p class="why">{age}</p> });
    view! {
        <li class=format!("finding {}", severity.class())>
            <p>
                <b class="tier">{severity.name()}</b>" "
                <Button class="jump" text=finding.message.clone() press=move || store.dispatch(Msg::GoTo { row: id })/>
            </p>
            {age}
            {fixes}
            <RuleLink id=rule class="why" text=format!("Why: {rule}")/>
            {accept}
        </li>
    }
    .into_any()
}
