//! What the page asks of the browser. Anything of it may be refused; then nothing happens, or the answer is `None`.

pub mod address;
pub mod clipboard;
pub mod download;
pub mod first_paint;
pub mod focus;
pub mod keep_focus;
pub mod keyboard;
pub mod later;
pub mod live_region;
pub mod prices;
pub mod scroll_anchor;
pub mod start;
pub mod storage;
pub mod worker;

use poolwright_protocol::Request;

use crate::kept::SUBSCRIPTION;
use crate::store::{Browser, Store};
use crate::update::Effect;

/// What the store asks of the browser.
pub const BROWSER: Browser = Browser { perform, say: live_region::say, save: address::save };

/// Performs an effect of an update.
fn perform(store: Store, effect: Effect) {
    match effect {
        Effect::Say(text) => store.say(text),
        Effect::Focus { open, id } => focus::focus_in(open, id),
        Effect::Store { key, text } => {
            storage::set(key, &text);
        }
        Effect::Forget { key } => storage::remove(key),
        Effect::KeepSubscription(data) => {
            let has_room = storage::set(SUBSCRIPTION, &data);
            let kept = "Kept in this browser until you remove it.";
            store.say(if has_room { kept } else { "The browser has no room for it." });
        }
        Effect::TellSubscription(data) => worker::tell(store, Request::SetSubscription(data)),
    }
}
