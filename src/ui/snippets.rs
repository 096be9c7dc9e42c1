use leptos::prelude::*;
use super::state::State;
pub(super) fn snippets_card(_state: State) -> AnyView { ().into_any() }
