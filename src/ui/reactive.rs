//! Leptos's reactive graph: signals, effects and their owners.
//!
//! The `leptos` crate itself is left out: its renderer and server functions export JavaScript classes that no
//! linker may drop, 8 KB of brotli that the page has no use for.

pub(super) use reactive_graph::effect::RenderEffect;
pub(super) use reactive_graph::graph::untrack;
pub(super) use reactive_graph::owner::{Owner, StoredValue};
pub(super) use reactive_graph::prelude::*;
pub(super) use reactive_graph::signal::RwSignal;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Window};

/// The window; there is one in every page.
pub(super) fn window() -> Window {
    web_sys::window().unwrap_throw()
}

/// The document; there is one in every window.
pub(super) fn document() -> Document {
    window().document().unwrap_throw()
}
