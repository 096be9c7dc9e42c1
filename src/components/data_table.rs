//! A table whose rows say how their numbers are calculated.

use std::collections::HashSet;

use leptos::prelude::*;
use poolwright::text::plain;
use poolwright_protocol::{Row, Table};
use wasm_bindgen::JsCast;

/// Which rows are open, by the titles of table and row: a table that is drawn again keeps them.
pub type OpenRows = StoredValue<HashSet<(String, String)>>;

#[component]
pub fn DataTable(table: Table, open: OpenRows) -> AnyView {
    let head = table.head.into_iter().enumerate().map(|(place, title)| {
        let class = if place > 0 { "number" } else { "" };
        view! { <th scope="col" class=class>{title}</th> }.into_any()
    });
    let title = table.title;
    let name = title.clone();
    let rows = table.rows.into_iter().map(|row| {
        let table = name.clone();
        view! { <DataRow row=row table=table open=open/> }
    });
    // The card around it can have the same name.
    let (rows, label) = (rows.collect_view(), format!("Table: {title}"));
    view! {
        <section>
            <div class="scroll" tabindex="0" role="region" aria-label=label>
                <table>
                    <caption>{title}</caption>
                    <thead><tr>{head.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="sub">{table.about}</p>
        </section>
    }
    .into_any()
}

/// A row. Its name opens to how its numbers are calculated.
#[component]
fn DataRow(row: Row, table: String, open: OpenRows) -> AnyView {
    let mut cells = row.cells.into_iter();
    let name = cells.next().unwrap_or_default();
    let key = (table, name.clone());
    let is_open = open.with_value(|open| open.contains(&key));
    let toggle = move |event: web_sys::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok());
        let is_open = details.is_some_and(|details| details.open());
        open.update_value(|open| {
            if is_open {
                open.insert(key.clone());
            } else {
                open.remove(&key);
            }
        });
    };
    let cells = cells
        .map(|cell| view! { <td class="number">{plain(&cell).into_owned()}</td> }.into_any())
        .collect_view();
    let (shown, how) = (plain(&name).into_owned(), plain(&row.how).into_owned());
    view! {
        <tr>
            <th scope="row">
                <details open=is_open on:toggle=toggle><summary>{shown}</summary><p>{how}</p></details>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}
