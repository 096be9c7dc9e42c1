//! What the worker answers once, while a dialog is open.

use leptos::prelude::*;
use poolwright_protocol::{Request, Response};

use crate::effects::focus;
use crate::effects::worker::{NO_WORKER, request};
use crate::store::Store;

/// An answer that is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Loaded(RwSignal<Option<Option<Response>>>);

impl Loaded {
    /// Asks the worker.
    pub fn request(store: Store, question: Request) -> Self {
        let answer = RwSignal::new(None);
        request(store, question, move |found| {
            answer.try_set(Some(found));
        });
        Self(answer)
    }

    /// Returns what is drawn of the answer once it is there, with the focus on its first control.
    pub fn view(self, draw: impl Fn(Response) -> AnyView + Send + 'static) -> AnyView {
        let content = move || match self.0.get() {
            None => view! { <p class="empty">"Loading\u{2026}"</p> }.into_any(),
            Some(None) => view! { <p class="empty">{NO_WORKER}</p> }.into_any(),
            Some(Some(answer)) => {
                let drawn = draw(answer);
                gloo_timers::callback::Timeout::new(0, || {
                    focus::focus("dialog-first");
                })
                .forget();
                drawn
            }
        };
        view! { {content} }.into_any()
    }
}
