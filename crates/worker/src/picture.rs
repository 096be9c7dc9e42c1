//! Pictures: the cluster as zones and pools, and bars of what is used.

use super::tree::{Tree, tree};
use poolwright::catalogue::Zones;
use poolwright::plan::{NodePool, Plan};
use poolwright::sizing::{Bar, Three, in_one_zone};
use poolwright::text::{counted, grouped};

/// Nodes that a cell shows one by one; more are a number.
const SHOWN: i64 = 12;
/// The side of a node, and of a node with the gap beside it.
const SIDE: i64 = 16;
const STEP: i64 = 20;
/// The room of a letter of a pool's name, and of the longest that is drawn.
const LETTER: i64 = 8;
const LETTERS: usize = 14;
/// A picture that is wider scrolls where there is less room; one that is not is drawn smaller.
const WIDEST: i64 = 420;
/// Pools that the picture tells of in words, at most.
pub(super) const MOST: usize = 20;
/// Nodes in a line of a cell.
const LINE: i64 = 6;
const CELL: i64 = LINE * STEP + 12;
/// The least room of a column: its head.
const NARROWEST: i64 = 64;
/// The room of the zones' names.
const HEAD: i64 = 24;

/// The cluster: a row a pool, a column a zone. Nodes that are always there are filled, those at creation have a strong
/// edge, those that the autoscaler may add a faint one.
pub(super) fn cluster(plan: &Plan) -> Tree {
    let grid = Grid::of(plan.pools.iter());
    let mut top = HEAD;
    let mut rows = Vec::new();
    for pool in &plan.pools {
        rows.push(grid.row(pool, top));
        top += grid.height(pool);
    }
    grid.framed(top).attr("aria-label", told(plan)).children(rows)
}

/// The zones that pools are in, and a column without one where it is needed.
fn columns<'a>(pools: impl Iterator<Item = &'a NodePool> + Clone) -> Vec<Option<&'static str>> {
    let zones = pools.clone().flat_map(|pool| &pool.zones).map(String::as_str);
    let mut columns: Vec<_> = Zones::of(zones).iter().map(Some).collect();
    if columns.is_empty() || pools.into_iter().any(|pool| pool.zones.is_empty()) {
        columns.push(None);
    }
    columns
}

/// The columns of a picture, how wide each is, and the room of the names before them.
struct Grid {
    columns: Vec<Option<&'static str>>,
    wide: i64,
    names: i64,
}

impl Grid {
    /// A column is as wide as its nodes, or as what is written there.
    fn of<'a>(pools: impl Iterator<Item = &'a NodePool> + Clone) -> Self {
        let letters = pools.clone().map(|pool| pool.name.chars().count().min(LETTERS)).max();
        let names = letters.unwrap_or_default() as i64 * LETTER + 8;
        let mut grid = Self { columns: columns(pools.clone()), wide: CELL, names };
        let widest = pools.flat_map(|pool| grid.nodes(pool)).map(most).max().unwrap_or_default();
        if widest <= LINE {
            grid.wide = (widest * STEP + 12).max(NARROWEST);
        }
        grid
    }

    /// A picture of that height with the heads of its columns.
    fn framed(&self, high: i64) -> Tree {
        let wide = self.left(self.columns.len());
        let heads = self.columns.iter().enumerate().map(|(place, zone)| {
            let title = zone.map_or_else(|| "No zone".to_owned(), |zone| format!("Zone {zone}"));
            label(self.left(place), 14, &title)
        });
        tree("svg")
            .class(if wide > WIDEST { "picture" } else { "picture fits" })
            .attr("viewBox", format!("0 0 {wide} {high}"))
            .attr("width", wide)
            .attr("height", high)
            .attr("role", "img")
            .children(heads)
    }

    /// Where a column begins.
    fn left(&self, column: usize) -> i64 {
        self.names + self.wide * column as i64
    }

    /// The row of a pool, with its name.
    fn row(&self, pool: &NodePool, top: i64) -> Tree {
        let name: String = pool.name.chars().take(LETTERS).collect();
        let cells = self.nodes(pool).enumerate();
        let cells = cells.flat_map(|(column, nodes)| cell(self.left(column), top, nodes));
        let kind = match () {
            () if pool.is_spot() => "spot",
            () if pool.is_system() => "system",
            () => "user",
        };
        tree("g").class(kind).child(label(0, top + 16, &name)).children(cells)
    }

    /// How high the row of a pool is.
    fn height(&self, pool: &NodePool) -> i64 {
        let has_two = self.nodes(pool).map(most).any(|most| (LINE + 1..=SHOWN).contains(&most));
        if has_two { 2 * STEP + 8 } else { STEP + 8 }
    }

    /// The nodes of a pool in each column.
    fn nodes(&self, pool: &NodePool) -> impl Iterator<Item = Three> {
        self.columns.iter().map(|zone| in_column(pool, *zone))
    }
}

/// Most nodes that are drawn of a cell.
fn most(nodes: Three) -> i64 {
    nodes.max.max(nodes.now)
}

/// A pool as it is for a while: from the end of one step to the end of another, the first being today.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) pool: NodePool,
    /// What kubectl did to its nodes.
    pub(super) mark: &'static str,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Stay {
    /// The pool in words.
    pub(super) fn told(&self) -> String {
        let mark = if self.mark.is_empty() { String::new() } else { format!(", {}", self.mark) };
        of_pool(&self.pool) + &mark
    }
}

/// The cluster on its way: each pool has a row for as long as it is there, and the page shows those of a moment. `rows`
/// are the pools' names from top to bottom.
pub(super) fn course(stays: &[Stay], rows: &[&str]) -> Tree {
    let grid = Grid::of(stays.iter().map(|stay| &stay.pool));
    let mut top = HEAD;
    let mut drawn = Vec::new();
    for name in rows {
        let here = || stays.iter().filter(|stay| stay.pool.name == *name);
        for stay in here() {
            let row = grid
                .row(&stay.pool, top)
                .attr("data-from", stay.from)
                .attr("data-to", stay.to)
                .attr("data-said", stay.told());
            let row = if stay.mark.is_empty() {
                row
            } else {
                row.attr("data-mark", stay.mark).child(label(0, top + 29, stay.mark).class("mark"))
            };
            drawn.push(if stay.from > 0 { row.attr("hidden", "") } else { row });
        }
        top += here().map(|stay| grid.height(&stay.pool)).max().unwrap_or_default() + 8;
    }
    grid.framed(top).children(drawn)
}

/// A number for each step as columns side by side, in words too.
pub(super) fn columns_of(title: &str, numbers: &[i64]) -> Tree {
    const HIGH: i64 = 40;
    let most = numbers.iter().copied().max().unwrap_or_default().max(1);
    let bar = |(place, number): (usize, &i64)| {
        let high = (i128::from((*number).max(0)) * i128::from(HIGH) / i128::from(most)) as i64;
        // What is more than nothing is seen.
        let high = if *number > 0 { high.max(1) } else { 0 };
        tree("rect")
            .attr("data-bar", place + 1)
            .attr("x", place as i64 * 10 + 1)
            .attr("y", HIGH - high)
            .attr("width", 8)
            .attr("height", high)
    };
    tree("svg")
        .class("course-bars")
        .attr("viewBox", format!("0 0 {} {HIGH}", numbers.len().max(1) * 10))
        .attr("preserveAspectRatio", "none")
        .attr("role", "img")
        .attr("aria-label", format!("{title}: {}.", runs(numbers)))
        .children(numbers.iter().enumerate().map(bar))
}

/// Numbers in words, those that follow each other and are the same said once.
fn runs(numbers: &[i64]) -> String {
    let mut said: Vec<(usize, usize, i64)> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        match said.last_mut() {
            Some((_, to, same)) if same == number => *to = place,
            _ => said.push((place, place, *number)),
        }
    }
    let one = |(from, to, number): &(usize, usize, i64)| match (from + 1, to + 1) {
        (from, to) if from == to => format!("step {from} {}", grouped(*number)),
        (from, to) => format!("steps {from} to {to} {}", grouped(*number)),
    };
    said.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn label(x: i64, y: i64, text: &str) -> Tree {
    tree("text").attr("x", x).attr("y", y).text(text)
}

/// The nodes of a pool in a zone.
fn in_column(pool: &NodePool, zone: Option<&str>) -> Three {
    let nodes = Three::nodes(pool);
    let place = match zone {
        None => return if pool.zones.is_empty() { nodes } else { Three::default() },
        Some(zone) => pool.zones.iter().position(|one| one == zone),
    };
    let (Some(place), zones) = (place.map(|place| place as i64), pool.zones.len() as i64) else {
        return Three::default();
    };
    let share = |all: i64| in_one_zone(all, zones, place);
    Three { min: share(nodes.min), now: share(nodes.now), max: share(nodes.max) }
}

fn cell(left: i64, top: i64, nodes: Three) -> Vec<Tree> {
    let most = most(nodes);
    if most > SHOWN {
        let text = if nodes.min == most {
            grouped(most)
        } else {
            format!("{} to {}", grouped(nodes.min), grouped(most))
        };
        return vec![node(left, top, "node always"), label(left + STEP + 2, top + 16, &text)];
    }
    let kind = |place: i64| match place {
        _ if place < nodes.min => "node always",
        _ if place < nodes.now => "node now",
        _ => "node more",
    };
    (0..most).map(|place| node(left + place % LINE * STEP, top + place / LINE * STEP, kind(place))).collect()
}

fn node(x: i64, y: i64, class: &str) -> Tree {
    let square = tree("rect").class(class).attr("x", x).attr("y", y + 4);
    square.attr("width", SIDE).attr("height", SIDE).attr("rx", 4)
}

/// The picture in words.
fn told(plan: &Plan) -> String {
    let mut pools: Vec<String> = plan.pools.iter().take(MOST).map(of_pool).collect();
    if plan.pools.len() > MOST {
        pools.push(format!("and {} more", plan.pools.len() - MOST));
    }
    format!("Nodes by pool and zone: {}.", pools.join("; "))
}

fn of_pool(pool: &NodePool) -> String {
    let Three { min, now, max } = Three::nodes(pool);
    let nodes = if min == max {
        counted(now, "node")
    } else {
        format!("{} to {}, {} at creation", grouped(min), counted(max, "node"), grouped(now))
    };
    let zones = match pool.zones.as_slice() {
        [] => "without zones".to_owned(),
        [only] => format!("in zone {only}"),
        some => format!("in zones {}", some.join(", ")),
    };
    format!("{} {nodes} {zones}", pool.name)
}

/// A bar: what is used at creation and at the peak, of what there is.
pub(super) fn bar(bar: &Bar) -> Tree {
    const WIDE: i64 = 1_000;
    let all = bar.room.max(bar.peak).max(1);
    let share = |part: i64| (i128::from(part.clamp(0, all)) * i128::from(WIDE) / i128::from(all)) as i64;
    let rect = |class: &str, wide: i64| {
        tree("rect").class(class).attr("x", 0).attr("y", 0).attr("width", wide).attr("height", 10)
    };
    let peak = if bar.peak > bar.room { "over" } else { "peak" };
    let room = tree("line").class("room").attr("x1", share(bar.room)).attr("x2", share(bar.room));
    let picture = tree("svg")
        .class("bar-picture")
        .attr("viewBox", format!("0 0 {WIDE} 10"))
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child(rect("all", WIDE))
        .child(rect(peak, share(bar.peak)))
        .child(rect("now", share(bar.now)))
        .child(room.attr("y1", 0).attr("y2", 10));
    let text = tree("span").class("sub").text(bar.text.as_str());
    tree("li").child(tree("b").text(bar.title.as_str())).child(picture).child(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use poolwright::plan::presets;

    #[test]
    fn nodes_are_spread_over_the_zones_of_their_pool() {
        let mut pool = presets::system_pool("a");
        pool.zones = ["1", "2", "3"].map(str::to_owned).to_vec().into();
        pool.count = Some(5);
        let now = |zone| in_column(&pool, zone).now;
        assert_eq!([now(Some("1")), now(Some("2")), now(Some("3")), now(None)], [2, 2, 1, 0]);
        pool.zones.clear();
        assert_eq!((in_column(&pool, None).now, in_column(&pool, Some("1")).now), (5, 0));
    }

    #[test]
    fn numbers_that_are_the_same_are_said_once() {
        assert_eq!(runs(&[3, 3, 0, 1_000, 1_000]), "steps 1 to 2 3, step 3 0, steps 4 to 5 1,000");
        let drawn = poolwright::to_json::compact(&columns_of("x", &[i64::MAX, -5, 0, 1]).to_json());
        assert!(drawn.contains(r#""height":"40""#) && !drawn.contains(r#""height":"-"#), "{drawn}");
    }

    #[test]
    fn a_bar_never_leaves_its_frame() {
        for (now, peak, room) in
            [(0, 0, 0), (5, 9, 4), (i64::MAX, i64::MAX, 1), (-5, -1, -9), (1, 2, i64::MAX)]
        {
            let text = "x".to_owned();
            let drawn = poolwright::to_json::compact(
                &bar(&Bar { title: String::new(), now, peak, room, text }).to_json(),
            );
            for wide in drawn.split("\"width\":\"").skip(1) {
                let wide: i64 = wide.split('"').next().unwrap().parse().unwrap();
                assert!((0..=1_000).contains(&wide), "{drawn}");
            }
        }
    }
}
