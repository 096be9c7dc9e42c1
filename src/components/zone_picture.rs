//! Nodes by pool and zone, as a picture.

use leptos::prelude::*;
use poolwright::text::plain;
use poolwright_protocol::{NodeRange, Picture, PictureRow, PoolKind};

/// Nodes that a cell shows one by one; more are a number.
const SHOWN: i64 = 12;
/// Nodes in a line of a cell.
const LINE: i64 = 6;
/// The side of a node with the gap beside it.
const STEP: i64 = 20;
/// The room of a letter of a pool's name.
const LETTER: i64 = 8;
/// Letters of a pool's name that are drawn.
const LETTERS: usize = 14;
/// A picture that is wider scrolls where there is less room; one that is not is drawn smaller.
const WIDEST: i64 = 420;
/// The width of a column of many nodes, and of its head.
const CELL: i64 = LINE * STEP + 12;
const NARROWEST: i64 = 64;
/// The room of the titles of columns.
const HEAD: i64 = 24;
/// Maximum number of pools that the picture's text names.
const NAMED: usize = 20;

/// Returns the picture as text: the rows that exist at a time.
pub fn in_words(picture: &Picture, at: usize) -> String {
    let mut texts: Vec<&str> =
        picture.rows.iter().filter(|row| is_there(row, at)).map(|row| &*row.text).collect();
    let more = texts.len().saturating_sub(NAMED);
    texts.truncate(NAMED);
    let mut text = format!("Nodes by pool and zone: {}", texts.join("; "));
    if more > 0 {
        text += &format!("; and {more} more");
    }
    plain(&text).into_owned() + "."
}

fn is_there(row: &PictureRow, at: usize) -> bool {
    row.from <= at && at <= row.to
}

/// The picture. Rows show and hide as `at`, the number of finished steps, moves through their time.
#[component]
pub fn ZonePicture(
    #[prop(optional)] id: Option<&'static str>,
    picture: Picture,
    #[prop(into)] at: Signal<usize>,
) -> AnyView {
    let layout = Layout::new(&picture);
    let (width, height) = (layout.width, layout.height);
    let heads = picture.columns.iter().enumerate();
    let heads = heads.map(|(place, title)| label(layout.left(place), 14, title.clone(), "")).collect_view();
    let rows = picture.rows.iter();
    let rows = rows.map(|row| picture_row(&layout, row, at)).collect_view();
    let words = move || in_words(&picture, at.get());
    // Of the two on the page, that of a migration has an id.
    let name = if id.is_some() { "Nodes by pool and zone, step by step" } else { "Nodes by pool and zone" };
    let class = if width > WIDEST { "picture" } else { "picture fits" };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <svg id=id class=class viewBox=format!("0 0 {width} {height}") width=width height=height role="img" aria-label=words>
                {heads}
                {rows}
            </svg>
        </div>
    }
    .into_any()
}

fn picture_row(layout: &Layout, row: &PictureRow, at: Signal<usize>) -> AnyView {
    let top = layout.tops.get(row.line).copied().unwrap_or(HEAD);
    let kind = match row.kind {
        PoolKind::System => "system",
        PoolKind::User => "user",
        PoolKind::Spot => "spot",
    };
    let name: String = row.name.chars().take(LETTERS).collect();
    let mark = (!row.mark.is_empty()).then(|| label(0, top + 29, row.mark.clone(), "mark"));
    let is_marked = mark.is_some().then(|| row.mark.clone());
    let nodes = [("node always", 0), ("node now", 1), ("node more", 2)].into_iter();
    let nodes = nodes.filter_map(|(class, kind)| {
        let path = layout.nodes(row, top, kind);
        (!path.is_empty()).then(|| view! { <path class=class d=path></path> }.into_any())
    });
    let numbers = layout.numbers(row, top).into_iter();
    let numbers = numbers.map(|(x, text)| label(x, top + 16, text, "")).collect_view();
    let (from, to) = (row.from, row.to);
    let is_hidden = move || !(from..=to).contains(&at.get());
    view! {
        <g class=kind data-mark=is_marked hidden=is_hidden>
            {label(0, top + 16, name, "")}
            {mark}
            {nodes.collect_view()}
            {numbers}
        </g>
    }
    .into_any()
}

fn label(x: i64, y: i64, text: String, class: &'static str) -> AnyView {
    view! { <text x=x y=y class=class>{plain(&text).into_owned()}</text> }.into_any()
}

/// Where everything is.
struct Layout {
    /// The room of the names.
    names: i64,
    /// The width of a column.
    column: i64,
    width: i64,
    height: i64,
    /// The top of each line.
    tops: Vec<i64>,
}

impl Layout {
    fn new(picture: &Picture) -> Self {
        let letters = picture.rows.iter().map(|row| row.name.chars().count().min(LETTERS)).max();
        let names = letters.unwrap_or_default() as i64 * LETTER + 8;
        let widest = picture.rows.iter().flat_map(|row| &row.cells).map(most).max().unwrap_or_default();
        let column = if widest > LINE { CELL } else { (widest * STEP + 12).max(NARROWEST) };
        let has_times = picture.rows.iter().any(|row| row.to > 0);
        let lines = picture.rows.iter().map(|row| row.line + 1).max().unwrap_or_default();
        let (mut top, mut tops) = (HEAD, Vec::new());
        for line in 0..lines {
            tops.push(top);
            let rows = picture.rows.iter().filter(|row| row.line == line);
            top += rows.map(height).max().unwrap_or_default();
            // Where pools are marked, there is room for the mark.
            top += if has_times { 8 } else { 0 };
        }
        Self { names, column, width: names + column * picture.columns.len() as i64, height: top, tops }
    }

    /// Returns where a column begins.
    fn left(&self, column: usize) -> i64 {
        self.names + self.column * column as i64
    }

    /// Returns the outlines of a row's nodes of one kind: 0 are there always, 1 initially, 2 when the autoscaler adds
    /// them.
    fn nodes(&self, row: &PictureRow, top: i64, kind: u8) -> String {
        let mut path = String::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let (left, most) = (self.left(column), most(cell));
            if most > SHOWN {
                // The one node beside the numbers is drawn as the first of them is.
                let first = match cell {
                    cell if cell.min > 0 => 0,
                    cell if cell.now > 0 => 1,
                    _ => 2,
                };
                if kind == first {
                    path += &node(left, top);
                }
                continue;
            }
            let (from, to) = match kind {
                0 => (0, cell.min.min(most)),
                1 => (cell.min, cell.now),
                _ => (cell.min.max(cell.now), most),
            };
            for place in from.max(0)..to.max(0) {
                path += &node(left + place % LINE * STEP, top + place / LINE * STEP);
            }
        }
        path
    }

    /// Returns the numbers of cells with many nodes, and where they are.
    fn numbers(&self, row: &PictureRow, _top: i64) -> Vec<(i64, String)> {
        let cells = row.cells.iter().enumerate().filter(|(_, cell)| most(cell) > SHOWN);
        let grouped = poolwright::text::grouped;
        let text = |cell: &NodeRange| {
            let most = most(cell);
            if cell.min == most {
                grouped(most)
            } else {
                format!("{} to {}", grouped(cell.min), grouped(most))
            }
        };
        cells.map(|(column, cell)| (self.left(column) + STEP + 2, text(cell))).collect()
    }
}

/// Returns the maximum number of nodes that are drawn of a cell.
fn most(cell: &NodeRange) -> i64 {
    cell.max.max(cell.now)
}

/// Returns the height of a row.
fn height(row: &PictureRow) -> i64 {
    let has_two = row.cells.iter().map(most).any(|most| (LINE + 1..=SHOWN).contains(&most));
    if has_two { 2 * STEP + 8 } else { STEP + 8 }
}

/// Returns the outline of a node: a square with round corners.
fn node(x: i64, y: i64) -> String {
    format!("M{} {}h8a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-8a4 4 0 0 1-4-4v-8a4 4 0 0 1 4-4z", x + 4, y + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(min: i64, now: i64, max: i64) -> PictureRow {
        PictureRow {
            cells: vec![NodeRange { min, now, max }],
            text: format!("{min}"),
            ..PictureRow::default()
        }
    }

    #[test]
    fn each_node_is_drawn_once() {
        let picture = Picture { columns: vec!["Zone 1".to_owned()], rows: vec![row(2, 3, 7), row(0, 0, 40)] };
        let layout = Layout::new(&picture);
        let count = |row: &PictureRow, kind| layout.nodes(row, 0, kind).matches('M').count();
        assert_eq!([0, 1, 2].map(|kind| count(&picture.rows[0], kind)), [2, 1, 4]);
        assert_eq!([0, 1, 2].map(|kind| count(&picture.rows[1], kind)), [0, 0, 1], "0 to 40 isn't solid");
        assert_eq!(layout.numbers(&picture.rows[1], 0)[0].1, "0 to 40");
    }

    #[test]
    fn the_picture_names_so_many_pools() {
        let rows = (0..NAMED as i64 + 2).map(|number| row(number, 0, 0)).collect();
        let words = in_words(&Picture { columns: Vec::new(), rows }, 0);
        assert!(words.ends_with("; 19; and 2 more."), "{words}");
        assert_eq!(
            in_words(&Picture { rows: vec![row(1, 1, 1)], ..Picture::default() }, 1),
            "Nodes by pool and zone: ."
        );
    }
}
