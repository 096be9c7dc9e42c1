//! Plans in and out: the plan file, the link, presets, and what the tools print.

mod accepted;
mod import;
mod link;
mod note;
mod place;
mod preset;
mod read;
mod schema;
mod secret;
mod table;
mod write;

pub use crate::plan::MAX_POOLS;
pub use link::{LinkError, MAX_FRAGMENT, MAX_INFLATED, read_link, write_link};
pub use note::{Fact, Note, VALUE_LEFT_OUT};
pub use place::Places;
pub use preset::{JOURNEYS, PORTAL, PORTAL_DATE, PRESETS, PRODUCTION, Preset};
pub use read::{
    Document, ReadError, ReadOptions, Source, parse, plan_of_node, read, read_all, read_plan, read_tree,
};
#[cfg(not(target_arch = "wasm32"))]
pub use schema::schema;
pub use secret::secrets;
pub use table::pool_property;
pub use write::{plan_to_json, write, write_with};
