//! What a visit starts with: the plan of the link, the draft, or the first preset.

use poolwright::codec;
use poolwright::lint::Date;
use poolwright::plan::Plan;
use poolwright::to_json::compact;

use super::{address, storage};
use crate::kept::read_accepted;
use crate::kept::{BY_LINK, DRAFT, FORMAT, KEPT, SUBSCRIPTION, TAB, UNREAD};
use crate::model::{Format, Model, Notice, Tab};
use crate::update::{draft_to_keep, plan_of_link};

/// Returns today by the browser's clock, in UTC.
fn today() -> Date {
    const DAY_MS: f64 = 86_400_000.0;
    Date::from_unix_days((js_sys::Date::now() / DAY_MS) as u32)
}

fn stored_plan(key: &str) -> Option<Plan> {
    codec::read_plan(&storage::get(key)?).ok().map(|document| document.plan)
}

/// Returns the model that the page starts with.
pub fn model() -> Model {
    let fragment = address::first_fragment();
    let mut notice = None;
    let draft = match storage::get(DRAFT).map(|text| (codec::read_plan(&text), text)) {
        None => None,
        Some((Ok(document), _)) => Some(document.plan),
        Some((Err(error), text)) => {
            // The next change would overwrite it.
            storage::set(UNREAD, &text);
            storage::remove(DRAFT);
            let text = format!("The draft in this browser was put aside: {error}");
            notice = Some(Notice { is_failure: true, text, ..Notice::default() });
            None
        }
    };
    if draft.is_none() && notice.is_none() && fragment.is_empty() {
        notice = Some(Notice::of_sample());
    }
    let mut kept = stored_plan(KEPT);
    let mut accepted_by_link = storage::get(BY_LINK).map(|text| read_accepted(&text)).unwrap_or_default();
    let first = || codec::PRODUCTION.plan();
    let plan = match plan_of_link(&fragment) {
        Some(Ok(document)) => {
            // The address of the draft is the user's own, but for what came by a link before.
            if draft.as_ref() != Some(&document.plan) {
                accepted_by_link.extend(document.plan.accepted.clone());
            }
            kept = draft_to_keep(&document.plan, draft, kept);
            if let Some(draft) = &kept {
                storage::set(KEPT, &compact(&codec::plan_to_json(draft)));
            }
            notice = Notice::of_link(&document.notes, kept.is_some());
            document.plan
        }
        Some(Err(sentence)) => {
            notice = Some(Notice::failed(sentence));
            draft.unwrap_or_else(first)
        }
        None => draft.unwrap_or_else(first),
    };
    let mut model = Model::new(plan, storage::get(SUBSCRIPTION).unwrap_or_default(), today());
    model.snippet.tab = Tab::named(&storage::get(TAB).unwrap_or_default());
    model.snippet.format = Format::named(&storage::get(FORMAT).unwrap_or_default());
    if !accepted_by_link.is_empty() {
        model.accept_by_link(accepted_by_link);
    }
    model.kept_draft = kept;
    model.notice = notice;
    model
}
