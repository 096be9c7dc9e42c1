//! What can wait until the page is painted for the first time.

use gloo_timers::callback::Timeout;
use leptos::prelude::request_animation_frame;

/// Runs something once the first frame is painted. A page that nobody sees is not painted: there it runs soon.
pub fn then(run: impl FnOnce() + 'static) {
    // What runs for a frame still runs before it is painted.
    let soon = move || {
        Timeout::new(0, run).forget();
    };
    if gloo_utils::document().hidden() {
        soon();
    } else {
        request_animation_frame(soon);
    }
}
