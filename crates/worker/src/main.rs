//! Starts the worker beside the web app: answers what the page asks, in the order in which it asks.

use std::cell::RefCell;

use poolwright_worker::Worker;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let worker = RefCell::new(Worker::default());
    let answer = move |event: MessageEvent| {
        let asked: js_sys::Array = event.data().unchecked_into();
        let text = |place| asked.get(place).as_string().unwrap_or_default();
        let answer = worker.borrow_mut().answer(&text(0), &text(1));
        let _never = page.post_message(&JsValue::from_str(&answer));
    };
    let answer = Closure::<dyn Fn(MessageEvent)>::wrap(Box::new(answer));
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    // It answers as long as the page lives.
    answer.forget();
    // The page sends nothing before it hears this: what comes earlier finds nobody.
    let _never = scope.post_message(&JsValue::NULL);
}
