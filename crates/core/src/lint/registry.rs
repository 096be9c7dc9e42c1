//! The list of all rules, which `build.rs` writes from the files in `rules`.

use super::Rule;

/// Every rule, by topic and name.
pub const REGISTRY: &[Rule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Each rule's id and the text of its page.
#[cfg(not(target_arch = "wasm32"))]
pub(super) const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Returns the rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| rule.id == id)
}
