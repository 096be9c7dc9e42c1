//! What differs between two plans, by pool and property.

use leptos::prelude::*;
use poolwright::text::{capital, plain};
use poolwright_protocol::{DiffPart, DiffRow, Effort, Source};

/// The columns about each property that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Whether it needs a new pool, in a column.
    NewPool,
    /// How it is changed and why, in a line below.
    Effort,
}

/// All that differs.
#[component]
pub fn DiffParts(
    parts: Vec<DiffPart>,
    #[prop(into)] before: String,
    after: &'static str,
    note: Note,
) -> AnyView {
    let part = |part| view! { <Part part=part before=before.clone() after=after note=note/> };
    parts.into_iter().map(part).collect_view().into_any()
}

/// What differs in one pool, or in the cluster.
#[component]
fn Part(part: DiffPart, before: String, after: &'static str, note: Note) -> AnyView {
    let class = match part.change.as_str() {
        "added" => "tag added",
        "removed" | "replaced" => "tag removed",
        _ => "tag changed",
    };
    let rows = part.rows;
    let name = plain(&part.name).into_owned();
    let label = format!("Differences of {name}");
    let table = (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|row| row_view(row, note)).collect_view();
        let last = (note == Note::NewPool).then(|| view! { <th scope="col">"Effort"</th> });
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=label>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Property"</th><th scope="col">{before}</th><th scope="col">{after}</th>
                            {last}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! { <section><h3>{name}" "<span class=class>{part.change}</span></h3>{table}</section> }.into_any()
}

fn row_view(row: DiffRow, note: Note) -> AnyView {
    let shown =
        |value: Option<String>| value.map_or("\u{2013}".to_owned(), |value| plain(&value).into_owned());
    let (in_column, in_line) = match note {
        Note::NewPool => {
            let text = if row.effort == Effort::NewPool { "needs a new pool" } else { "" };
            (Some(view! { <td class="sub">{text}</td> }), None)
        }
        Note::Effort => (None, Some(effort(row.effort, row.how, row.why, row.source))),
    };
    view! {
        <tr>
            <th scope="row"><code>{row.key}</code></th>
            <td><del>{shown(row.before)}</del></td>
            <td><ins>{shown(row.after)}</ins></td>
            {in_column}
        </tr>
        {in_line}
    }
    .into_any()
}

fn effort(effort: Effort, how: String, why: String, source: Option<Source>) -> AnyView {
    let class = match effort {
        Effort::InPlace => "hint good",
        Effort::NewPool => "hint advice",
        Effort::Impossible => "hint refused",
    };
    view! {
        <tr class="how">
            <td colspan="3"><b class=class>{capital(&how)}</b>" "{why}" "{source.map(source_link)}</td>
        </tr>
    }
    .into_any()
}

/// Returns a link to where something was read.
pub fn source_link(source: Source) -> AnyView {
    view! { <a class="sub" href=source.url target="_blank" rel="noreferrer">{source.title}</a> }.into_any()
}
