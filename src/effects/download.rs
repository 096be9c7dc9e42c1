//! Files that the page offers.

use gloo_file::{Blob, ObjectUrl};
use gloo_utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

/// Offers a text as a file.
pub fn download(name: &str, text: &str) {
    offer(name, Blob::new_with_options(text, Some("text/plain;charset=utf-8")));
}

/// Offers a ZIP archive as a file.
pub fn download_archive(name: &str, bytes: &[u8]) {
    offer(name, Blob::new_with_options(bytes, Some("application/zip")));
}

fn offer(name: &str, blob: Blob) {
    let url = ObjectUrl::from(blob);
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
}
