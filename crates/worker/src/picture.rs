//! Nodes by pool and zone, as data that the page draws.

use poolwright::capacity::{MinNowMax, in_one_zone};
use poolwright::catalog::Zones;
use poolwright::plan::{NodePool, Plan};
use poolwright::text::{counted, grouped};
use poolwright_protocol::{NodeRange, Picture, PictureRow, PoolKind};

/// A zone, or no zone.
pub(crate) type Column = Option<&'static str>;

/// Returns the nodes of a plan.
pub(crate) fn of_plan(plan: &Plan) -> Picture {
    let columns = columns(plan.pools.iter());
    let rows = plan.pools.iter().enumerate().map(|(line, pool)| row(&columns, pool, line));
    Picture { rows: rows.collect(), columns: titles(&columns) }
}

/// Returns the zones that pools are in, and a column without one if a pool is in none.
pub(crate) fn columns<'a>(pools: impl Iterator<Item = &'a NodePool> + Clone) -> Vec<Column> {
    let zones = pools.clone().flat_map(|pool| &pool.zones).map(String::as_str);
    let mut columns: Vec<_> = Zones::from_labels(zones).iter().map(Some).collect();
    if columns.is_empty() || pools.into_iter().any(|pool| pool.zones.is_empty()) {
        columns.push(None);
    }
    columns
}

/// Returns the titles of columns.
pub(crate) fn titles(columns: &[Column]) -> Vec<String> {
    columns
        .iter()
        .map(|zone| zone.map_or_else(|| "No zone".to_owned(), |zone| format!("Zone {zone}")))
        .collect()
}

/// Returns a pool on a line of the picture.
pub(crate) fn row(columns: &[Column], pool: &NodePool, line: usize) -> PictureRow {
    let kind = match () {
        () if pool.is_spot() => PoolKind::Spot,
        () if pool.is_system() => PoolKind::System,
        () => PoolKind::User,
    };
    PictureRow {
        name: pool.name.clone(),
        kind,
        cells: columns.iter().map(|zone| in_column(pool, *zone)).collect(),
        text: in_words(pool),
        line,
        ..PictureRow::default()
    }
}

/// Returns the nodes of a pool in a zone.
fn in_column(pool: &NodePool, zone: Column) -> NodeRange {
    let nodes = MinNowMax::nodes(pool);
    let place = match zone {
        None if pool.zones.is_empty() => {
            return NodeRange { min: nodes.min, now: nodes.now, max: nodes.max };
        }
        None => None,
        Some(zone) => pool.zones.iter().position(|one| one == zone),
    };
    let (Some(place), zones) = (place.map(|place| place as i64), pool.zones.len() as i64) else {
        return NodeRange::default();
    };
    let share = |all: i64| in_one_zone(all, zones, place);
    NodeRange { min: share(nodes.min), now: share(nodes.now), max: share(nodes.max) }
}

/// Returns a pool as text: "apps 3 to 10 nodes, 3 initially, in zones 1, 2, 3".
fn in_words(pool: &NodePool) -> String {
    let MinNowMax { min, now, max } = MinNowMax::nodes(pool);
    let nodes = if min == max {
        counted(now, "node")
    } else {
        format!("{} to {}, {} initially,", grouped(min), counted(max, "node"), grouped(now))
    };
    let zones = match pool.zones.as_slice() {
        [] => "without zones".to_owned(),
        [only] => format!("in zone {only}"),
        some => format!("in zones {}", some.join(", ")),
    };
    format!("{} {nodes} {zones}", pool.name)
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
        assert_eq!(in_words(&pool), "a 5 nodes in zones 1, 2, 3");
        pool.zones.clear();
        assert_eq!((in_column(&pool, None).now, in_column(&pool, Some("1")).now), (5, 0));
    }
}
