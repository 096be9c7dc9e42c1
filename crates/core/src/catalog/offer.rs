//! Where a VM size is offered.

use super::columns::{self, Offers};
use super::{Catalog, VmSize, compare, is_same_region};
use crate::plan::Plan;

/// What is known of a VM size in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Whether it is offered there.
    pub offer: Offer,
    /// Whether it can run on Spot capacity, if that is known.
    pub spot: Option<bool>,
    /// Whether this is from the list of the user's subscription, not from the catalog.
    pub is_own: bool,
}

/// Whether a VM size is offered in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Nothing is known of the size or the region.
    Unknown,
    /// It is not.
    No,
    /// It is, but not to this subscription.
    Restricted,
    /// It is, in these zones.
    Yes(Zones),
}

/// A set of the zones 1, 2 and 3; empty for a size that is offered without zones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Zones(u8);

impl Zones {
    /// Returns the set of these zones; anything else is left out.
    pub fn from_labels<'a>(zones: impl Iterator<Item = &'a str>) -> Self {
        Self(zones.filter_map(bit).fold(0, |set, bit| set | bit))
    }

    /// Returns the zones that some pool of a plan names; other texts are checked elsewhere.
    pub fn of_plan(plan: &Plan) -> Self {
        Self::from_labels(plan.pools.iter().flat_map(|pool| &pool.zones).map(String::as_str))
    }

    /// Returns whether the set has a zone, written as in a plan: `1`.
    pub fn has(self, zone: &str) -> bool {
        bit(zone).is_some_and(|bit| self.0 & bit != 0)
    }

    /// Returns how many zones it has.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns those of this set that are not in another.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns the zones in their order.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        ["1", "2", "3"].into_iter().filter(move |zone| self.has(zone))
    }

    pub(super) fn letter(self) -> char {
        char::from(b'0' + self.0)
    }
}

fn bit(zone: &str) -> Option<u8> {
    match zone {
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(4),
        _ => None,
    }
}

/// A size that the user's own list does not offer.
pub(super) const NOT_LISTED: char = '.';
/// A size that the user's own list shows as restricted.
pub(super) const RESTRICTED: char = 'x';

/// A list with fewer sizes of a region than this is a part of a list, and says nothing about the others. No region
/// offers fewer than 199 (the catalog's source of 2026-08-01).
const WHOLE_LIST: usize = 100;

impl Catalog {
    /// Returns what is known of a size in a region: from the list of the user's subscription, else from the catalog.
    pub fn availability(&self, size: &VmSize, region: &str) -> Availability {
        if let Some(place) = place(&self.own, region) {
            match size.own_offer.and_then(|number| lookup(&self.own, number, place)) {
                Some((offer, spot)) if offer != Offer::No => {
                    return Availability { offer, spot: Some(spot), is_own: true };
                }
                _ if self.own_whole.get(place) == Some(&true) => {
                    return Availability { offer: Offer::No, spot: None, is_own: true };
                }
                _ => {}
            }
        }
        match place(&self.offers, region).and_then(|place| lookup(&self.offers, size.offer, place)) {
            Some((offer, spot)) => Availability { offer, spot: Some(spot), is_own: false },
            None => Availability { offer: Offer::Unknown, spot: None, is_own: false },
        }
    }

    /// Returns the regions in the list of the user's subscription.
    pub fn own_regions(&self) -> impl Iterator<Item = &str> {
        self.own.regions.iter().map(|region| &**region)
    }

    /// Returns whether the user's own list has so many sizes of a region that it is complete.
    fn is_whole(&self, place: usize) -> bool {
        let is_listed = |size: &&VmSize| {
            let found = size.own_offer.and_then(|number| lookup(&self.own, number, place));
            found.is_some_and(|(offer, _)| offer != Offer::No)
        };
        self.sizes.iter().filter(is_listed).take(WHOLE_LIST).count() == WHOLE_LIST
    }

    /// Overrides the catalog with the subscription data that [`Self::own_facts`] wrote.
    pub fn apply_overlay(&mut self, facts: &str) {
        let (quotas, sizes) = facts.split_once('\n').unwrap_or((facts, ""));
        self.read_quotas(quotas);
        self.overlay_sizes(sizes);
    }

    /// Overrides the catalog with the sizes of the user's subscription, in the columns of the catalog.
    pub(super) fn overlay_sizes(&mut self, text: &str) {
        let (sizes, own) = columns::read(text);
        if sizes.is_empty() {
            return;
        }
        // Another list is of another subscription or day: it isn't mixed with the one before.
        self.sizes.iter_mut().for_each(|size| size.own_offer = None);
        self.own = own;
        let mut new = Vec::new();
        for mut size in sizes {
            size.own_offer = Some(size.offer);
            match self.place(&size.name) {
                Some(place) => {
                    if let Some(known) = self.sizes.get_mut(place) {
                        size.offer = known.offer;
                        *known = size;
                    }
                }
                None => {
                    size.offer = u16::MAX;
                    new.push(size);
                }
            }
        }
        for size in new {
            let place = self.sizes.partition_point(|known| compare(&known.name, &size.name).is_lt());
            self.sizes.insert(place, size);
        }
        self.renew_index();
        self.own_whole = (0..self.own.regions.len()).map(|place| self.is_whole(place)).collect();
    }

    /// Returns the user's subscription data as a text for [`Self::apply_overlay`]; empty if there is no data.
    pub fn own_facts(&self) -> String {
        let pattern = |size: &VmSize| {
            let number = usize::from(size.own_offer?);
            Some(self.own.patterns.get(number)?.to_string())
        };
        let sizes: Vec<_> = self.sizes.iter().filter_map(|size| Some((size, pattern(size)?))).collect();
        if sizes.is_empty() && self.quotas.is_empty() {
            return String::new();
        }
        let regions: Vec<String> = self.own_regions().map(str::to_owned).collect();
        let sizes = if sizes.is_empty() { String::new() } else { columns::write(&sizes, &regions) };
        format!("{}\n{sizes}", self.write_quotas())
    }
}

fn place(offers: &Offers, region: &str) -> Option<usize> {
    let spelled_alike = offers.regions.iter().position(|known| **known == *region);
    spelled_alike.or_else(|| offers.regions.iter().position(|known| is_same_region(known, region)))
}

/// Returns what a pattern says of a region: whether the size is offered, and whether it can be Spot.
fn lookup(offers: &Offers, number: u16, place: usize) -> Option<(Offer, bool)> {
    let pattern = offers.patterns.get(usize::from(number))?;
    let (zones, spot) = pattern.split_once('/').unwrap_or((pattern, ""));
    let offer = match char::from(*zones.as_bytes().get(place)?) {
        NOT_LISTED => Offer::No,
        RESTRICTED => Offer::Restricted,
        bits => Offer::Yes(Zones(bits.to_digit(8).unwrap_or_default() as u8)),
    };
    let spot = match spot {
        "" => true,
        "-" => false,
        some => some.as_bytes().get(place) == Some(&b'1'),
    };
    Some((offer, spot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_offered_where_its_source_says() {
        let catalog = Catalog::embedded();
        let of = |size: &str, region: &str| catalog.availability(catalog.size(size).unwrap(), region);
        let d4 = of("Standard_D4ds_v5", "WestEurope");
        assert_eq!((d4.offer, d4.spot, d4.is_own), (Offer::Yes(Zones(7)), Some(true), false));
        assert_eq!(of("Standard_D4ds_v5", "nowhere").offer, Offer::Unknown);
        assert_eq!(of("Standard_A1_v2", "australiacentral").offer, Offer::Yes(Zones(0)));
        assert_eq!(of("Standard_B2ms", "eastus").spot, Some(false));
        // Counted in the source file of 2026-08-01.
        let offered = |region: &str| {
            let is_there = |size: &&VmSize| matches!(catalog.availability(size, region).offer, Offer::Yes(_));
            catalog.sizes().iter().filter(is_there).count()
        };
        assert_eq!((offered("eastus"), offered("westindia")), (1356, 199));
    }
}
