//! The way between the page and the worker: both sides know the worker by this type.

use gloo_worker::{Codec, HandlerId, WorkerScope};
use js_sys::Uint8Array;
use poolwright_protocol::{Request, Response};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::Worker;

/// The worker as gloo runs it. Requests are numbered by the page, and so are their responses.
#[derive(Debug, Default)]
pub struct PlanWorker(Worker);

impl gloo_worker::Worker for PlanWorker {
    type Message = ();
    type Input = (u32, Request);
    type Output = (u32, Response);

    fn create(_scope: &WorkerScope<Self>) -> Self {
        close_after_error();
        Self::default()
    }

    fn update(&mut self, _scope: &WorkerScope<Self>, (): ()) {}

    fn received(&mut self, scope: &WorkerScope<Self>, (number, request): (u32, Request), id: HandlerId) {
        scope.respond(id, (number, self.0.handle(request)));
    }
}

/// Ends the worker when something went wrong in it: what it knows is in no known state. The page starts another one.
fn close_after_error() {
    let scope: web_sys::DedicatedWorkerGlobalScope = wasm_bindgen::JsCast::unchecked_into(js_sys::global());
    let close = scope.clone();
    gloo_events::EventListener::new(&scope, "error", move |_| close.close()).forget();
}

/// Messages as the protocol's bytes.
#[derive(Debug)]
pub struct Bytes;

impl Codec for Bytes {
    fn encode<I: Serialize>(input: I) -> JsValue {
        Uint8Array::from(poolwright_protocol::encode(&input).as_slice()).into()
    }

    // A message that is not of the protocol comes from another version of the page, which index.html and boot.js rule
    // out: both are named after what is in them.
    #[allow(clippy::expect_used)]
    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        poolwright_protocol::decode(&Uint8Array::from(input).to_vec()).expect("a message of the protocol")
    }
}
