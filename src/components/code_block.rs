//! A text to copy, highlighted.

use leptos::prelude::*;
use poolwright_protocol::{Line, SpanKind};

use crate::snippet_rows::drawn;

/// Returns the text of lines.
pub fn text_of(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        line.0.iter().for_each(|span| text.push_str(&span.1));
        text.push('\n');
    }
    text
}

/// A text to copy, which scrolls with the keyboard too.
#[component]
pub fn CodeBlock(#[prop(into)] id: String, #[prop(into)] label: String, lines: Vec<Line>) -> AnyView {
    let span = |(kind, text): (SpanKind, String)| {
        let class = match kind {
            SpanKind::Plain => return text.into_any(),
            SpanKind::Comment => "comment",
            SpanKind::Command => "command",
            SpanKind::Flag => "flag",
            SpanKind::Value => "value",
        };
        view! { <span class=class>{text}</span> }.into_any()
    };
    let line = |line: Line| {
        let spans = drawn(line.0.iter().map(|span| (span.0, span.1.as_str())));
        view! { <span>{spans.into_iter().map(span).collect_view()}"\n"</span> }.into_any()
    };
    view! {
        <pre id=id tabindex="0" role="region" aria-label=label>{lines.into_iter().map(line).collect_view()}</pre>
    }
    .into_any()
}
