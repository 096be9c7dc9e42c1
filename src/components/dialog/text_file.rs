//! Choosing a file and reading its text.

use leptos::prelude::*;
use poolwright::syntax;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, File, HtmlInputElement};

/// A control that reads a text file; not shown if the browser can't read files.
#[component]
pub fn TextFile(
    id: &'static str,
    class: &'static str,
    read: impl Fn(Option<String>) + Clone + 'static,
) -> AnyView {
    let chosen = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let file = input.and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            read_file(file, read.clone());
        }
    };
    view! {
        <input type="file" id=id class=class accept=".json,.txt,application/json,text/plain" on:change=chosen/>
    }
    .into_any()
}

/// What is said of a file that `read_file` returns no text of.
pub const NO_TEXT: &str = "The file isn\u{2019}t text, or the browser couldn\u{2019}t read it.";

/// Reads the text of a file: UTF-8, or UTF-16 as PowerShell's `>` writes it.
pub fn read_file(file: File, read: impl FnOnce(Option<String>) + 'static) {
    let file = gloo_file::File::from(file);
    spawn_local(async move {
        let bytes = gloo_file::futures::read_as_bytes(&file).await.ok();
        let text = bytes.and_then(|bytes| syntax::decode(&bytes));
        // An image or an archive has bytes that no text has.
        read(text.filter(|text| !text.contains('\0')));
    });
}
