//! The migration as one script.

use leptos::prelude::*;
use poolwright::text::counted;
use poolwright_protocol::MigrationScript;

use crate::components::button::Button;
use crate::components::code_block::{CodeBlock, text_of};
use crate::components::copy_button::CopyButton;
use crate::effects::download::download;
use crate::store::use_store;

#[component]
pub fn MigrationScriptView(script: MigrationScript) -> AnyView {
    let store = use_store();
    let text = text_of(&script.lines);
    let mark = if script.has_byte_order_mark { "\u{feff}" } else { "" };
    let (file, file_name) = (format!("{mark}{text}"), script.file_name);
    let label = format!("Download {file_name}");
    let save = move || {
        download(&file_name, &file);
        store.say(format!("Downloaded {file_name}."));
    };
    let gaps =
        script.gaps.into_iter().map(|gap| view! { <p class="hint unsupported">{gap}</p> }).collect_view();
    let show = format!("Show the script, {}", counted(script.line_count as i64, "line"));
    view! {
        <section>
            <h3>"One script"</h3>
            <p class="sub">
                "Each step first checks whether it is done. The first failure ends the script, and it can be run again."
            </p>
            {gaps}
            <div class="actions">
                <CopyButton text="Copy the script" what="the script" from="migration-script" content=text/>
                <Button class="button small" text=label press=save/>
            </div>
            <details>
                <summary>{show}</summary>
                <CodeBlock id="migration-script" label="The script" lines=script.lines/>
            </details>
        </section>
    }
    .into_any()
}
