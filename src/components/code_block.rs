//! A text to copy, highlighted.

use leptos::prelude::*;
use poolwright_protocol::{Line, Span, SpanKind};

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
    let span = |span: Span| {
        let class = match span.0 {
            SpanKind::Plain => return span.1.into_any(),
            SpanKind::Comment => "comment",
            SpanKind::Command => "command",
            SpanKind::Flag => "flag",
            SpanKind::Value => "value",
        };
        view! { <span class=class>{span.1}</span> }.into_any()
    };
    let line =
        |line: Line| view! { <span>{line.0.into_iter().map(span).collect_view()}"\n"</span> }.into_any();
    view! {
        <pre id=id tabindex="0" role="region" aria-label=label>{lines.into_iter().map(line).collect_view()}</pre>
    }
    .into_any()
}
