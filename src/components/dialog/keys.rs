//! The keyboard shortcuts.

use leptos::prelude::*;

use crate::effects::keyboard::{has_single_keys, set_single_keys};

const KEYS: [(&str, &str); 9] = [
    ("?", "Show this list"),
    ("Ctrl+Z", "Undo, when no text field has the focus"),
    ("Ctrl+Y, Ctrl+Shift+Z", "Redo"),
    ("Tab, Shift+Tab", "Next control, previous control"),
    ("Enter or Space", "Open or close a pool, press a button"),
    ("Up, Down", "Move through VM sizes while their list is open. Alt+Down opens it"),
    ("Enter, Esc", "Choose the VM size, close its list"),
    ("Left, Right, Home, End", "Move between the tabs of the snippet"),
    ("Esc", "Close this"),
];

#[component]
pub fn Keys() -> AnyView {
    let rows = KEYS.map(|(keys, what)| {
        view! { <tr><th scope="row"><kbd>{keys}</kbd></th><td>{what}</td></tr> }.into_any()
    });
    let is_on = RwSignal::new(has_single_keys());
    let change = move |event| {
        set_single_keys(event_target_checked(&event));
        // What can't be stored is not shown as chosen.
        is_on.set(has_single_keys());
    };
    view! {
        <div>
            <table><tbody>{rows.collect_view()}</tbody></table>
            <p class="sub">
                "Turn the key ? off if speech input presses it by accident. On a Mac, Ctrl is Cmd."
            </p>
            <label class="check">
                <input type="checkbox" id="single-keys" prop:checked=move || is_on.get() on:change=change/>
                "The key ? opens this list"
            </label>
        </div>
    }
    .into_any()
}
