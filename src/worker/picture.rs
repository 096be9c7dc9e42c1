//! Pictures: the cluster as zones and pools, and bars of what is used.

use super::tree::{Tree, tree};
use crate::catalogue::Zones;
use crate::plan::{NodePool, Plan};
use crate::sizing::{Bar, Three, in_one_zone};
use crate::text::{counted, grouped};

/// Nodes that a cell shows one by one; more are a number.
const SHOWN: i64 = 12;
/// The side of a node, and of a node with the gap beside it.
const SIDE: i64 = 16;
const STEP: i64 = 20;
const NAME: i64 = 116;
/// Nodes in a line of a cell.
const LINE: i64 = 6;
const CELL: i64 = LINE * STEP + 12;
/// The room of the zones' names.
const HEAD: i64 = 24;

/// The cluster: a row a pool, a column a zone. Nodes that are always there are filled, those at creation have a strong
/// edge, those that the autoscaler may add a faint one.
pub(super) fn cluster(plan: &Plan) -> Tree {
    let has_regional = plan.pools.iter().any(|pool| pool.zones.is_empty());
    let mut columns: Vec<Option<&str>> = Zones::of_plan(plan).iter().map(Some).collect();
    if has_regional || columns.is_empty() {
        columns.push(None);
    }
    let wide = NAME + CELL * columns.len() as i64;
    let heads = columns.iter().enumerate().map(|(place, zone)| {
        let title = zone.map_or_else(|| "No zone".to_owned(), |zone| format!("Zone {zone}"));
        label(NAME + CELL * place as i64, 14, &title)
    });
    let mut top = HEAD;
    let mut rows = Vec::new();
    for pool in &plan.pools {
        let name: String = pool.name.chars().take(14).collect();
        let nodes: Vec<Three> = columns.iter().map(|zone| in_column(pool, *zone)).collect();
        let cells = nodes.iter().enumerate();
        let cells = cells.flat_map(|(column, nodes)| cell(NAME + CELL * column as i64, top, *nodes));
        let kind = match () {
            () if pool.is_spot() => "spot",
            () if pool.is_system() => "system",
            () => "user",
        };
        rows.push(tree("g").class(kind).child(label(0, top + 16, &name)).children(cells));
        let has_two = nodes.iter().any(|nodes| (LINE + 1..=SHOWN).contains(&nodes.max.max(nodes.now)));
        top += if has_two { 2 * STEP + 8 } else { STEP + 8 };
    }
    tree("svg")
        .class("picture")
        .attr("viewBox", format!("0 0 {wide} {top}"))
        .attr("width", wide)
        .attr("height", top)
        .attr("role", "img")
        .attr("aria-label", told(plan))
        .children(heads)
        .children(rows)
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
    let most = nodes.max.max(nodes.now);
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
    const MOST: usize = 20;
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
    use crate::plan::presets;

    #[test]
    fn nodes_are_spread_over_the_zones_of_their_pool() {
        let mut pool = presets::system_pool("a");
        pool.zones = ["1", "2", "3"].map(str::to_owned).to_vec();
        pool.count = Some(5);
        let now = |zone| in_column(&pool, zone).now;
        assert_eq!([now(Some("1")), now(Some("2")), now(Some("3")), now(None)], [2, 2, 1, 0]);
        pool.zones.clear();
        assert_eq!((in_column(&pool, None).now, in_column(&pool, Some("1")).now), (5, 0));
    }

    #[test]
    fn a_bar_never_leaves_its_frame() {
        for (now, peak, room) in
            [(0, 0, 0), (5, 9, 4), (i64::MAX, i64::MAX, 1), (-5, -1, -9), (1, 2, i64::MAX)]
        {
            let text = "x".to_owned();
            let drawn = bar(&Bar { title: String::new(), now, peak, room, text }).to_json().compact();
            for wide in drawn.split("\"width\":\"").skip(1) {
                let wide: i64 = wide.split('"').next().unwrap().parse().unwrap();
                assert!((0..=1_000).contains(&wide), "{drawn}");
            }
        }
    }
}
