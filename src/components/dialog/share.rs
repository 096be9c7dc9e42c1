//! Sharing the plan: its link, a Markdown block, and its file.

use gloo_utils::window;
use leptos::prelude::*;
use poolwright::codec;
use poolwright_protocol::{Request, Response};

use super::Loaded;
use crate::components::button::Button;
use crate::components::copy_button::CopyButton;
use crate::effects::download::download;
use crate::store::{Store, use_store};

#[component]
pub fn Share() -> AnyView {
    let store = use_store();
    let link = store.with_model(|model| codec::write_link(model.plan()).map_err(|error| error.to_string()));
    let link = link.map(|fragment| address_with(&fragment));
    let secrets = store.with_model(|model| codec::secrets(model.plan()));
    let secrets = (!secrets.is_empty()).then(|| {
        let text = format!("Looks like a secret, and isn\u{2019}t in the link: {}.", secrets.join(", "));
        view! { <p class="hint advice">{text}</p> }
    });
    let file = store.with_model(|model| codec::write(model.plan()));
    let markdown = Request::Markdown {
        plan: store.plan_text(),
        today: store.today(),
        link: link.clone().ok(),
        rejected: store.rejected.with_untracked(Vec::len),
    };
    let markdown = Loaded::request(store, markdown);
    let link = match link {
        Ok(link) => view! { <Shared id="share-link" title="Link" what="the link" text=link/> }.into_any(),
        Err(sentence) => view! { <p class="hint advice">{sentence}</p> }.into_any(),
    };
    let draw = |response| {
        match response {
        Response::Markdown(text) => view! {
            <Shared id="share-markdown" title="Markdown, for a pull request" what="the Markdown block" text=text/>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    let file_name = file_name(store);
    let text = file.clone();
    let save = move || {
        download(&file_name, &text);
        store.say(format!("Downloaded {file_name}."));
    };
    view! {
        <div class="wide">
            <p class="sub">"The plan is in the link itself, after the #, which browsers send to no server."</p>
            {link}
            {secrets}
            {markdown.view(draw)}
            <Shared id="share-file" title="Plan file, for poolwright check" what="the plan file" text=file/>
            <div class="actions">
                <Button class="button small" text="Download the plan file" press=save/>
            </div>
        </div>
    }
    .into_any()
}

/// A text with a button that copies it.
#[component]
fn Shared(id: &'static str, title: &'static str, what: &'static str, text: String) -> AnyView {
    let copied = text.clone();
    view! {
        <section>
            <h3>{title}</h3>
            <pre id=id tabindex="0" role="region" aria-label=title>{text}</pre>
            <div class="actions">
                <CopyButton text=format!("Copy {what}") what from=id content=copied/>
            </div>
        </section>
    }
    .into_any()
}

/// Returns the address of this page with another fragment.
fn address_with(fragment: &str) -> String {
    let location = window().location();
    let (origin, path) = (location.origin().unwrap_or_default(), location.pathname().unwrap_or_default());
    format!("{origin}{path}#{fragment}")
}

/// Returns the name of the plan's file: after the cluster, as far as any file system takes it.
fn file_name(store: Store) -> String {
    const LONGEST: usize = 63;
    let is_safe = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let name: String =
        store.with_model(|model| model.plan().cluster.name.chars().filter(is_safe).take(LONGEST).collect());
    format!("{}.plan.json", if name.is_empty() { "cluster" } else { &name })
}
