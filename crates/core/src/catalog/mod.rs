//! Facts about Azure: VM sizes, where they are offered, regions. Sources, dates and licenses are in `SOURCES.md`.

mod columns;
pub mod ends;
mod filter;
mod kubernetes;
mod offer;
mod overlay;
mod prices;
mod search;
mod size;
mod usage;

use std::cmp::Ordering;

use columns::Offers;
pub use filter::{Filter, Wants};
pub use kubernetes::{DEFAULT_MINOR, KUBERNETES_DATE, Support, allowed_skew, support, supported_minors};
pub use offer::{Availability, Offer, Zones};
pub use overlay::rows;
pub use overlay::{Overlaid, OverlayError};
pub use prices::{Price, Prices};
pub use size::{Architecture, DiskControllers, Retirement, VmSize};
pub use usage::{Quota, UsageError};

use crate::text::nearest;

/// When the facts about VM sizes were read at their source.
pub const SIZES_DATE: &str = "2026-08-01";

const SIZES: &str = include_str!("sizes.txt");
const REGIONS: &str = include_str!("regions.txt");
const PREFIX: &str = "Standard_";

/// A region of Azure's public cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The name that tools take: `westeurope`.
    pub name: &'static str,
    /// The name that people read: `West Europe`.
    pub title: &'static str,
    /// Number of availability zones, 0 or 3; `None` if that isn't known.
    pub zones: Option<u8>,
    /// Whether list prices are known.
    pub has_prices: bool,
}

/// VM sizes by name, and regions.
#[derive(Clone, Debug)]
pub struct Catalog {
    sizes: Vec<VmSize>,
    /// Places in `sizes`, each as near as can be behind the one that its name's hash says.
    index: Vec<u16>,
    regions: Vec<Region>,
    /// Where sizes were offered when the facts were read.
    offers: Offers,
    /// Where the user's subscription can use them, if its list was read.
    own: Offers,
    /// Whether it lists all sizes of each of its regions, not only some.
    own_whole: Vec<bool>,
    quotas: Vec<Quota>,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Catalog {
    /// Returns the catalog that the product carries.
    pub fn embedded() -> Self {
        let (sizes, offers) = columns::read(SIZES);
        let regions = REGIONS.lines().filter_map(region).collect();
        let (own, own_whole) = (Offers::default(), Vec::new());
        let (index, quotas) = (Vec::new(), Vec::new());
        let mut catalog = Self { sizes, index, regions, offers, own, own_whole, quotas };
        catalog.renew_index();
        catalog
    }

    /// Returns the size of that name, ignoring case, as Azure does.
    pub fn size(&self, name: &str) -> Option<&VmSize> {
        self.sizes.get(self.place(name)?)
    }

    fn place(&self, name: &str) -> Option<usize> {
        let slots = self.index.len();
        let first = hash(name) % slots.max(1);
        for step in 0..slots {
            // An empty slot ends the search.
            let place = usize::from(*self.index.get((first + step) % slots)?);
            if self.sizes.get(place)?.name.eq_ignore_ascii_case(name) {
                return Some(place);
            }
        }
        None
    }

    /// Four slots a size keep the searches short.
    fn renew_index(&mut self) {
        let slots = (self.sizes.len() * 4).max(1);
        let mut index = vec![u16::MAX; slots];
        for (place, size) in self.sizes.iter().enumerate().take(usize::from(u16::MAX)) {
            let first = hash(&size.name);
            let mut free = (0..slots).map(|step| (first + step) % slots);
            let free = free.find(|slot| index.get(*slot) == Some(&u16::MAX));
            if let Some(slot) = free.and_then(|slot| index.get_mut(slot)) {
                *slot = place as u16;
            }
        }
        self.index = index;
    }

    /// Returns all sizes, by name.
    pub fn sizes(&self) -> &[VmSize] {
        &self.sizes
    }

    /// Returns all regions, by name.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Returns the region of that name, which Azure also accepts with spaces and in any case: `West Europe` is
    /// `westeurope`.
    pub fn region(&self, name: &str) -> Option<&Region> {
        let spelled_alike = self.regions.iter().find(|region| region.name == name);
        spelled_alike.or_else(|| self.regions.iter().find(|region| is_same_region(region.name, name)))
    }

    /// Returns the name of the region that a text most likely means.
    pub fn nearest_region(&self, name: &str) -> Option<&'static str> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        nearest(&plain, self.regions.iter().map(|region| region.name))
    }

    /// Returns the name of the VM size that a text most likely means: the one of the same letters and digits, with or
    /// without `Standard_` before them, else one that differs in at most two characters.
    pub fn nearest_size(&self, name: &str) -> Option<&str> {
        let wanted = letters_and_digits(name);
        let named = |size: &&VmSize| letters_and_digits(&size.name).eq(wanted.clone());
        let same = self.sizes.iter().find(named).map(|size| &*size.name);
        // Who mistypes a name seldom mistypes its numbers, and comparing these is quick.
        let digits = |name: &str| name.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        let numbers = digits(name);
        let alike = self.sizes.iter().map(|size| &*size.name).filter(|known| digits(known) == numbers);
        same.or_else(|| nearest(name, alike))
    }
}

/// Returns the letters and digits of a VM size's name, in lower case, without `Standard_`.
fn letters_and_digits(name: &str) -> impl Iterator<Item = u8> + Clone + '_ {
    let prefix = name.get(..PREFIX.len()).filter(|first| first.eq_ignore_ascii_case(PREFIX));
    let rest = prefix.and_then(|prefix| name.get(prefix.len()..)).unwrap_or(name);
    rest.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

/// Returns whether two names are of one region: Azure ignores spaces and case.
pub fn is_same_region(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.bytes().filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>()
    };
    // Rules ask for each pool: most names differ in their first letter, and equal ones are spelled alike.
    let first =
        |name: &str| name.trim_start_matches(' ').bytes().next().map(|byte| byte.to_ascii_lowercase());
    one == other || (first(one) == first(other) && plain(one) == plain(other))
}

/// Order of names without regard to case.
fn compare(a: &str, b: &str) -> Ordering {
    a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// FNV-1a over a name without regard to case.
fn hash(name: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    name.bytes().fold(0x811c_9dc5, mix) as usize
}

fn region(line: &'static str) -> Option<Region> {
    let (name, rest) = line.split_once(' ')?;
    let (zones, title) = rest.split_once(' ')?;
    let priced = zones.strip_suffix('p');
    let zones = priced.unwrap_or(zones).parse().ok();
    Some(Region { name, title, zones, has_prices: priced.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The figures were counted in the collected files of 2026-11-23 with the corrections of 2026-11-29, not here.
    #[test]
    fn holds_every_size_of_its_source() {
        let catalog = Catalog::embedded();
        let sizes = catalog.sizes();
        assert_eq!(sizes.len(), 1506);
        assert_eq!(sizes.iter().map(|size| size.quota_vcpus).sum::<u32>(), 74_799);
        assert_eq!(sizes.iter().map(|size| size.memory_gib).sum::<f64>(), 695_317.25);
        assert_eq!(sizes.iter().filter(|size| size.vcpus != size.quota_vcpus).count(), 246);
        assert_eq!(sizes.iter().filter(|size| size.has_gpus()).count(), 61);
        assert_eq!(sizes.iter().filter(|size| size.architecture == Architecture::Arm64).count(), 100);
        let mut families: Vec<_> = sizes.iter().map(|size| &size.family).collect();
        families.sort_unstable();
        families.dedup();
        assert_eq!(families.len(), 190);
        assert_eq!(catalog.regions().len(), 66);
        let count = |has: fn(&VmSize) -> bool| sizes.iter().filter(|size| has(size)).count();
        assert_eq!(count(|size| size.ephemeral() == Some(true)), 837);
        assert_eq!(count(|size| size.ephemeral().is_none()), 35);
        assert_eq!(count(|size| size.encryption_at_host() == Some(true)), 1397);
        assert_eq!(count(|size| size.generation2() == Some(true)), 1413);
        assert_eq!(count(|size| size.generation1() == Some(false)), 843);
        assert_eq!(count(|size| size.generation1() == Some(true)), 629);
        assert_eq!(count(|size| size.disk_controllers() == Some(DiskControllers::Scsi)), 434);
        assert_eq!(count(|size| size.disk_controllers() == Some(DiskControllers::Nvme)), 488);
        assert_eq!(count(|size| size.trusted_launch() == Some(true)), 1108);
        assert_eq!(count(VmSize::is_confidential), 135);
        assert_eq!(count(VmSize::is_refused), 5);
        let sum = |of: fn(&VmSize) -> Option<u32>| sizes.iter().filter_map(of).sum::<u32>();
        assert_eq!(sum(|size| size.temp_gib), 656_055);
        assert_eq!(sum(|size| size.cache_gib), 66_560);
        assert_eq!(sum(|size| size.nvme_gib), 1_231_305);
        assert_eq!(count(|size| size.temp_gib.is_none()), 127);
        assert_eq!(count(|size| size.cache_gib.is_none()), 877);
        assert_eq!(count(|size| size.nvme_gib.is_none()), 430);
        assert_eq!((sum(|size| size.data_disks), count(|size| size.data_disks.is_none())), (51_939, 0));
        assert_eq!(count(|size| !size.gpu_model.is_empty()), 65);
        let ends = |is: fn(Retirement) -> bool| {
            sizes.iter().filter_map(VmSize::retirement).filter(|end| is(*end)).count()
        };
        assert_eq!((ends(|_| true), ends(|end| end.is_past), ends(|end| end.is_capped)), (233, 38, 157));
    }

    #[test]
    fn knows_the_gpus_of_every_size_with_n() {
        let catalog = Catalog::embedded();
        for size in catalog.sizes().iter().filter(|size| size.short_name().starts_with('N')) {
            // NP has FPGAs.
            assert_eq!(size.has_gpus(), !size.short_name().starts_with("NP"), "{}", size.name);
        }
        let gpus = |name: &str| catalog.size(name).and_then(|size| size.gpus);
        for (name, number) in [
            ("Standard_ND128isr_NDR_GB200_v6", 4),
            ("Standard_ND128isr_GB300_v6", 4),
            ("Standard_ND128isrG5_GB300_v6", 4),
            ("Standard_ND96is_MI300X_v5", 8),
            ("Standard_NC24lds_xl_RTXPRO6000BSE_v6", 1),
            ("Standard_NC288ds_xl_RTXPRO6000BSE_v6", 2),
            ("Standard_NV4ads_V710_v5", 1),
            ("Standard_NG32adms_V620_v1", 1),
        ] {
            assert_eq!(gpus(name), Some(number), "{name}");
        }
    }

    #[test]
    fn has_what_newer_documents_say() {
        let catalog = Catalog::embedded();
        let of = |name: &str| {
            let size = catalog.size(name).unwrap();
            (size.vcpus, size.memory_gib, size.temp_gib, size.nvme_gib)
        };
        assert_eq!(of("Standard_D248ds_v7"), (248, 992.0, Some(0), Some(14_080)));
        assert_eq!(of("Standard_D372ds_v7"), (372, 1488.0, Some(0), Some(21_120)));
        assert_eq!(of("Standard_E248ds_v7"), (248, 1984.0, Some(0), Some(14_080)));
        assert_eq!(of("Standard_ND128isr_NDR_GB200_v6"), (128, 900.0, None, Some(14_901)));
        assert_eq!(of("Standard_HB368rs_v5"), (368, 432.0, Some(480), Some(14_304)));
        assert_eq!(of("Standard_HB368-48rs_v5").3, Some(14_304));
        assert_eq!(of("Standard_NV28adms_V710_v5").2, Some(1_536));
    }

    #[test]
    fn knows_generations_and_disk_controllers() {
        let catalog = Catalog::embedded();
        let of = |name: &str| {
            let size = catalog.size(name).unwrap();
            (size.generation1(), size.generation2(), size.disk_controllers().map(DiskControllers::name))
        };
        assert_eq!(of("Standard_D4_v3"), (Some(true), Some(false), Some("SCSI")));
        assert_eq!(of("Standard_D4ds_v5"), (Some(true), Some(true), Some("SCSI")));
        assert_eq!(of("Standard_D4ads_v6"), (Some(false), Some(true), Some("NVMe")));
        assert_eq!(of("Standard_D4ds_v7"), (Some(false), Some(true), Some("NVMe")));
        assert_eq!(of("Standard_E16bds_v5"), (Some(true), Some(true), Some("SCSI and NVMe")));
        assert_eq!(of("Standard_L16s_v4").2, None);
    }

    #[test]
    fn every_region_has_a_name() {
        let catalog = Catalog::embedded();
        for region in catalog.regions() {
            assert!(region.title != "None" && is_same_region(region.name, region.title), "{}", region.name);
        }
        for name in [
            "malaysiasouth",
            "israelnorthwest",
            "southcentralus2",
            "southeastus3",
            "southeastus5",
            "southwestus",
        ] {
            assert_eq!(catalog.region(name).unwrap().zones, None, "{name}");
        }
        assert_eq!(catalog.region("swedensouth").unwrap().title, "Sweden South");
    }

    #[test]
    fn finds_every_size_in_any_case() {
        let catalog = Catalog::embedded();
        for size in catalog.sizes() {
            assert_eq!(catalog.size(&size.name.to_uppercase()), Some(size));
        }
        assert_eq!(catalog.size("Standard_D4ds_v999"), None);
        assert_eq!(catalog.size(""), None);
    }

    #[test]
    fn knows_the_sizes_of_the_base_article() {
        let catalog = Catalog::embedded();
        let of = |name: &str| catalog.size(name).map(|size| (size.vcpus, size.memory_gib)).unwrap();
        assert_eq!(of("Standard_DS2_v2"), (2, 7.0));
        assert_eq!(of("Standard_D4ds_v5"), (4, 16.0));
        assert_eq!(of("Standard_DS12-1_v2"), (1, 28.0));
        assert_eq!(&*catalog.size("Standard_A1_v2").unwrap().family, "standardAv2Family");
    }

    #[test]
    fn the_nearest_name_is_what_was_meant() {
        let catalog = Catalog::embedded();
        for (typed, meant) in [
            ("Standard_D4dsv5", Some("Standard_D4ds_v5")),
            ("Standard_D4ds_v5\u{a0}", Some("Standard_D4ds_v5")),
            ("D4ds_v5", Some("Standard_D4ds_v5")),
            ("Standard_D4sd_v5", Some("Standard_D4ds_v5")),
            ("banana", None),
            ("", None),
        ] {
            assert_eq!(catalog.nearest_size(typed), meant, "{typed}");
        }
        for (typed, meant) in
            [("westeurop", Some("westeurope")), ("West-Europe", Some("westeurope")), ("nowhere", None)]
        {
            assert_eq!(catalog.nearest_region(typed), meant, "{typed}");
        }
        assert_eq!(catalog.region("West Europe").map(|region| region.name), Some("westeurope"));
        assert_eq!(catalog.region("usgovvirginia"), None);
    }

    #[test]
    fn burstable_is_the_b_series_only() {
        let catalog = Catalog::embedded();
        let burstable = |name: &str| catalog.size(name).unwrap().is_burstable();
        assert!(burstable("Standard_B4ms") && burstable("Standard_B2als_v2") && burstable("Standard_B1ls"));
        assert!(!burstable("Standard_D4ds_v5") && !burstable("Standard_DS2_v2"));
    }
}
