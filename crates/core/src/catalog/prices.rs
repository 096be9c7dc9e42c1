//! List prices of a region.

use super::PREFIX;
use crate::plan::NodePool;

/// The list prices of VM sizes in a region: pay as you go, without discounts.
#[derive(Clone, Debug)]
pub struct Prices {
    region: String,
    /// When they were read at their source.
    date: String,
    /// By name, without `Standard_`.
    rows: Vec<(String, Price)>,
}

/// What one VM costs: USD per hour, in millionths; `None` if the price isn't known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// With Linux.
    pub linux: Option<i64>,
    /// On Spot capacity, with Linux, when the prices were read; it moves.
    pub spot: Option<i64>,
    /// With Windows.
    pub windows: Option<i64>,
    /// Whether the price with Linux is estimated from sister sizes.
    pub is_estimate: bool,
}

impl Price {
    /// Returns what a node of a pool costs: by its operating system and capacity. There are no list prices for Windows
    /// on Spot capacity.
    pub fn of_node(self, pool: &NodePool) -> Option<i64> {
        match (pool.is_spot(), pool.is_windows()) {
            (false, false) => self.linux,
            (true, false) => self.spot,
            (false, true) => self.windows,
            (true, true) => None,
        }
    }
}

impl Prices {
    /// Reads the price file of a region; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (title, columns) = text.split_once('\n')?;
        let (region, rest) = title.strip_prefix("USD an hour in ")?.split_once(" as of ")?;
        let date = rest.split(',').next()?;
        let mut lines = columns.lines().map(|line| line.split('\t'));
        let names = lines.next()?;
        let mut columns: Vec<_> = lines.collect();
        let rows = names.map(|name| {
            let mut cells = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            let mut price = || cells.next().and_then(|cell| cell.parse().ok());
            let (linux, spot, windows) = (price(), price(), price());
            (name.to_owned(), Price { linux, spot, windows, is_estimate: cells.next() == Some("e") })
        });
        Some(Self { region: region.to_owned(), date: date.to_owned(), rows: rows.collect() })
    }

    /// Returns the region that these are the prices of.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Returns the day on which they were read at their source, the newer of two.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// Returns what a size costs, if any of it is known.
    pub fn price(&self, size: &str) -> Option<Price> {
        let name = size.strip_prefix(PREFIX).unwrap_or(size);
        let place = self.rows.binary_search_by(|(known, _)| super::compare(known, name)).ok()?;
        self.rows.get(place).map(|(_, price)| *price)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_from_the_file_of_a_region() {
        let prices = Prices::parse(include_str!("../../../../public/prices/westeurope.txt")).unwrap();
        assert_eq!((prices.region(), prices.date()), ("westeurope", "2026-08-01"));
        let older = Prices::parse(include_str!("../../../../public/prices/australiacentral2.txt")).unwrap();
        assert_eq!(older.date(), "2026-06-18");
        let price = prices.price("Standard_D4ds_v5").unwrap();
        assert_eq!((price.linux, price.spot, price.windows), (Some(272_000), Some(50_266), Some(456_000)));
        assert_eq!(prices.price("D4ds_v5"), Some(price));
        assert_eq!(prices.price("Standard_No"), None);
        assert!(prices.rows.is_sorted_by(|(a, _), (b, _)| crate::catalog::compare(a, b).is_lt()));
    }

    #[test]
    fn other_texts_are_not_price_files() {
        for text in ["", "<!doctype html>\n<p>", "USD an hour in nowhere", "{}"] {
            assert!(Prices::parse(text).is_none(), "{text}");
        }
    }
}
