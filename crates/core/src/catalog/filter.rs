//! Choosing VM sizes by what they have.

use super::{Architecture, Availability, Catalog, Offer, Prices, VmSize};
use crate::date::Date;

/// What a VM size must have. What is not set does not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What is typed: words that its name must contain.
    pub words: String,
    /// The region that it is wanted in.
    pub region: String,
    /// vCPUs that the system sees, at least.
    pub min_vcpus: Option<u32>,
    /// vCPUs that the system sees, at most.
    pub max_vcpus: Option<u32>,
    /// Minimum memory in GiB.
    pub min_memory: Option<u32>,
    /// Maximum memory in GiB.
    pub max_memory: Option<u32>,
    /// The processor architecture.
    pub architecture: Option<Architecture>,
    /// Minimum number of availability zones in the region.
    pub min_zones: Option<u32>,
    /// Maximum price in USD per hour, Linux, in millionths. A size without a known price is left out.
    pub max_price: Option<i64>,
    /// The features that it must have.
    pub wants: Wants,
}

/// The features that a VM size must have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants {
    /// GPUs.
    pub gpu: bool,
    /// Room for an ephemeral OS disk.
    pub ephemeral: bool,
    /// Spot capacity.
    pub spot: bool,
    /// Hyper-V generation 2.
    pub generation2: bool,
    /// Not about to retire, and not closed to new quota.
    pub lasting: bool,
    /// Include sizes that no node pool can use: AKS refuses them, they have retired, the region does not offer them.
    pub unusable: bool,
}

impl Catalog {
    /// Returns the sizes that a filter lets through, best first, at most `limit`.
    pub fn select(
        &self,
        filter: &Filter,
        prices: Option<&Prices>,
        today: Date,
        limit: usize,
    ) -> Vec<&VmSize> {
        self.search(&filter.words, limit, &|size| self.is_wanted(size, filter, prices, today))
    }

    fn is_wanted(&self, size: &VmSize, filter: &Filter, prices: Option<&Prices>, today: Date) -> bool {
        let wants = filter.wants;
        let memory = |gib: u32| f64::from(gib);
        let here = self.availability(size, &filter.region);
        let numbers = filter.min_vcpus.is_none_or(|least| size.vcpus >= least)
            && filter.max_vcpus.is_none_or(|most| size.vcpus <= most)
            && filter.min_memory.is_none_or(|least| size.memory_gib >= memory(least))
            && filter.max_memory.is_none_or(|most| size.memory_gib <= memory(most))
            && filter.architecture.is_none_or(|architecture| size.architecture == architecture);
        let traits = (!wants.gpu || size.has_gpus())
            && (!wants.ephemeral || size.ephemeral() == Some(true))
            && (!wants.spot || here.spot == Some(true))
            && (!wants.generation2 || size.generation2() == Some(true))
            && (!wants.lasting || size.retirement().is_none());
        let zones = filter.min_zones.is_none_or(|least| match here.offer {
            Offer::Yes(zones) => zones.count() >= least,
            _ => least == 0,
        });
        let cheap = filter.max_price.is_none_or(|most| {
            let price = prices.and_then(|prices| prices.price(&size.name)?.linux);
            price.is_some_and(|price| price <= most)
        });
        numbers && traits && zones && cheap && (wants.unusable || is_usable(size, here, today))
    }

    /// Returns short remarks on a size in a region: what prevents its use, or is important to know.
    pub fn remarks(&self, size: &VmSize, region: &str, today: Date) -> Vec<String> {
        let mut remarks = Vec::new();
        if size.is_refused() {
            remarks.push("AKS refuses it".to_owned());
        } else if size.is_too_small() {
            remarks.push("too small for a node pool".to_owned());
        }
        if let Some(end) = size.retirement() {
            let verb = if end.is_over(today) { "retired" } else { "retires" };
            remarks.push(format!("{verb} {}", end.date));
            if end.is_capped {
                remarks.push("no more quota since July 2026".to_owned());
            }
        }
        let here = self.availability(size, region);
        let by = if here.is_own { "your list" } else { super::SIZES_DATE };
        match here.offer {
            Offer::Unknown => {}
            Offer::No => remarks.push(format!("not offered in {region} ({by})")),
            Offer::Restricted => remarks.push(format!("not for your subscription in {region}")),
            Offer::Yes(zones) => {
                let in_region = self.region(region).and_then(|region| region.zones).map_or(0, u32::from);
                match zones.iter().collect::<Vec<_>>().as_slice() {
                    [] if in_region > 0 => remarks.push(format!("no zones ({by})")),
                    some if (some.len() as u32) < in_region => {
                        remarks.push(format!("{} of {in_region} zones ({by})", some.len()));
                    }
                    _ => {}
                }
                if here.spot == Some(false) {
                    remarks.push(format!("no Spot in {region}"));
                }
            }
        }
        remarks
    }
}

/// Returns whether some node pool could have the size: AKS does not refuse it, and it is available.
fn is_usable(size: &VmSize, here: Availability, today: Date) -> bool {
    let is_gone = size.retirement().is_some_and(|end| end.is_over(today));
    let is_there = matches!(here.offer, Offer::Yes(_) | Offer::Unknown);
    !size.is_too_small() && !size.is_refused() && !is_gone && is_there
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(filter: Filter) -> Vec<String> {
        let prices = Prices::parse(include_str!("../../../../public/prices/westeurope.txt"));
        let today = Date::new(2026, 11, 24).unwrap();
        let catalog = Catalog::embedded();
        let chosen = catalog.select(&filter, prices.as_ref(), today, 2_000);
        chosen.iter().map(|size| size.short_name().to_owned()).collect()
    }

    #[test]
    fn each_wish_narrows_the_choice() {
        let here = || Filter { region: "westeurope".to_owned(), ..Filter::default() };
        let usable = names(here());
        assert!(usable.contains(&"D4ds_v5".to_owned()) && !usable.contains(&"B1s".to_owned()));
        let all = Filter { wants: Wants { unusable: true, ..Wants::default() }, ..here() };
        assert_eq!(names(all).len(), 1506);
        let of = |filter: Filter| names(filter).len();
        let wants = |wants: Wants| of(Filter { wants, ..here() });
        let gpu = wants(Wants { gpu: true, ..Wants::default() });
        let spot = wants(Wants { spot: true, ..Wants::default() });
        let ephemeral = wants(Wants { ephemeral: true, ..Wants::default() });
        let arm = of(Filter { architecture: Some(Architecture::Arm64), ..here() });
        let small = of(Filter { max_vcpus: Some(4), min_memory: Some(16), ..here() });
        let zoned = of(Filter { min_zones: Some(3), ..here() });
        let cheap = of(Filter { max_price: Some(100_000), ..here() });
        for some in [gpu, spot, ephemeral, arm, small, zoned, cheap] {
            assert!(some > 0 && some < usable.len(), "{some} of {}", usable.len());
        }
        let two = Filter { words: "d4ds".to_owned(), max_price: Some(300_000), ..here() };
        assert!(names(two).iter().all(|name| name.starts_with("D4")));
    }

    #[test]
    fn remarks_say_what_prevents_the_use_of_a_size() {
        let catalog = Catalog::embedded();
        let today = Date::new(2026, 11, 24).unwrap();
        let of = |name: &str, region: &str| catalog.remarks(catalog.size(name).unwrap(), region, today);
        assert_eq!(of("Standard_D4ds_v5", "westeurope"), [""; 0]);
        assert_eq!(
            of("Standard_A1_v2", "westeurope"),
            ["AKS refuses it", "retires 2028-11-15", "no more quota since July 2026"]
        );
        assert_eq!(of("Standard_B2ms", "eastus")[2..], ["no Spot in eastus"]);
    }
}
