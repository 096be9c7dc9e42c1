//! Facts about Azure: VM sizes and regions. Sources, dates and licences stand in `SOURCES.md`.

mod overlay;
mod search;

use std::borrow::Cow;
use std::cmp::Ordering;

pub use overlay::{Overlaid, OverlayError};

use crate::plan::Decimal;

/// When the facts about VM sizes were read at their source.
pub const SIZES_DATE: &str = "2026-08-01";

const SIZES: &str = include_str!("sizes.txt");
const REGIONS: &str = include_str!("regions.txt");
const PREFIX: &str = "Standard_";

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Architecture {
    X64,
    Arm64,
}

/// What is known of a VM size.
#[derive(Clone, Debug, PartialEq)]
pub struct VmSize {
    /// The name, for example `Standard_D4ds_v5`.
    pub name: Cow<'static, str>,
    /// The quota family, as `az vm list-usage` names it.
    pub family: Cow<'static, str>,
    /// The series, read off the name: `Ddsv5`.
    pub series: Cow<'static, str>,
    /// vCPUs that count against quota.
    pub quota_vcpus: u32,
    /// vCPUs that the system sees: fewer than the quota counts in a constrained size.
    pub vcpus: u32,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// Processor architecture.
    pub architecture: Architecture,
    /// GPUs; nothing where the source does not say.
    pub gpus: Option<u32>,
}

impl VmSize {
    /// Whether the size belongs to a B series (burstable): B, Bsv2, Basv2, Bpsv2.
    pub fn is_burstable(&self) -> bool {
        let rest = self.name.strip_prefix(PREFIX).unwrap_or(&self.name);
        let mut letters = rest.chars();
        letters.next() == Some('B') && letters.next().is_some_and(|next| next.is_ascii_digit())
    }

    /// The memory as text, in GiB: "16", "3.5".
    pub fn memory(&self) -> String {
        let hundredths = (self.memory_gib * 100.0) as u64;
        Decimal::parse(&format!("{}.{:02}", hundredths / 100, hundredths % 100))
            .map(|gib| gib.to_string())
            .unwrap_or_default()
    }

    /// The name without `Standard_`.
    pub fn short_name(&self) -> &str {
        self.name.strip_prefix(PREFIX).unwrap_or(&self.name)
    }
}

/// A region of Azure's public cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The name that tools take: `westeurope`.
    pub name: &'static str,
    /// The name that people read: `West Europe`.
    pub title: &'static str,
    /// Number of availability zones, 0 or 3.
    pub zones: u8,
}

/// VM sizes by name, and regions.
#[derive(Clone, Debug)]
pub struct Catalogue {
    sizes: Vec<VmSize>,
    regions: Vec<Region>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Catalogue {
    /// The catalogue that the product carries.
    pub fn embedded() -> Self {
        Self { sizes: embedded_sizes(), regions: REGIONS.lines().filter_map(region).collect() }
    }

    /// The size of that name, whatever the case of its letters: Azure does not tell them apart.
    pub fn size(&self, name: &str) -> Option<&VmSize> {
        let at = self.sizes.binary_search_by(|size| compare(&size.name, name)).ok()?;
        self.sizes.get(at)
    }

    /// All sizes, by name.
    pub fn sizes(&self) -> &[VmSize] {
        &self.sizes
    }

    /// All regions, by name.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The region of that name.
    pub fn region(&self, name: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.name.eq_ignore_ascii_case(name))
    }
}

/// Order of names without regard to case.
fn compare(a: &str, b: &str) -> Ordering {
    a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}

fn embedded_sizes() -> Vec<VmSize> {
    let mut columns = SIZES.lines().map(|line| line.split('\t'));
    let mut next = || columns.next().into_iter().flatten();
    let families: Vec<&'static str> = next().collect();
    let series: Vec<&'static str> = next().collect();
    let pick = |names: &[&'static str], index: &str| {
        Cow::Borrowed(
            index.parse().ok().and_then(|index: usize| names.get(index).copied()).unwrap_or_default(),
        )
    };
    let (names, family, group, quota, seen, memory, kinds) =
        (next(), next(), next(), next(), next(), next(), next());
    names
        .zip(family)
        .zip(group)
        .zip(quota.zip(seen))
        .zip(memory.zip(kinds))
        .map(|((((name, family), group), (quota, seen)), (memory, kind))| {
            let quota_vcpus = quota.parse().unwrap_or_default();
            let seen = seen.parse().unwrap_or_default();
            VmSize {
                name: Cow::Owned(format!("{PREFIX}{name}")),
                family: pick(&families, family),
                series: pick(&series, group),
                quota_vcpus,
                vcpus: if seen == 0 { quota_vcpus } else { seen },
                memory_gib: gib(memory).unwrap_or_default(),
                architecture: if kind.starts_with('a') { Architecture::Arm64 } else { Architecture::X64 },
                gpus: kind.get(1..).and_then(|gpus| gpus.parse().ok()),
            }
        })
        .collect()
}

/// Reads a number of GiB. The sizes have few decimals, so that a reader of all binary fractions is not needed.
fn gib(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let scale = 10_u32.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(f64::from(whole.parse::<u32>().ok()?) + f64::from(fraction.parse::<u32>().ok()?) / f64::from(scale))
}

fn region(line: &'static str) -> Option<Region> {
    let (name, rest) = line.split_once(' ')?;
    let (zones, title) = rest.split_once(' ')?;
    Some(Region { name, title, zones: zones.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    // The figures were counted in the source file of 2026-11-23, not here.
    #[test]
    fn holds_every_size_of_its_source() {
        let catalogue = Catalogue::embedded();
        let sizes = catalogue.sizes();
        assert_eq!(sizes.len(), 1502);
        assert_eq!(sizes.iter().map(|size| size.quota_vcpus).sum::<u32>(), 73_803);
        assert_eq!(sizes.iter().map(|size| size.memory_gib).sum::<f64>(), 690_081.25);
        assert_eq!(sizes.iter().filter(|size| size.vcpus != size.quota_vcpus).count(), 246);
        assert_eq!(sizes.iter().filter(|size| size.gpus.is_some_and(|gpus| gpus > 0)).count(), 39);
        assert_eq!(sizes.iter().filter(|size| size.architecture == Architecture::Arm64).count(), 99);
        let mut families: Vec<_> = sizes.iter().map(|size| &size.family).collect();
        families.sort_unstable();
        families.dedup();
        assert_eq!(families.len(), 190);
        assert_eq!(catalogue.regions().len(), 60);
    }

    #[test]
    fn finds_every_size_in_any_case() {
        let catalogue = Catalogue::embedded();
        for size in catalogue.sizes() {
            assert_eq!(catalogue.size(&size.name.to_uppercase()), Some(size));
        }
        assert_eq!(catalogue.size("Standard_D4ds_v999"), None);
        assert_eq!(catalogue.size(""), None);
    }

    #[test]
    fn knows_the_sizes_of_the_base_article() {
        let catalogue = Catalogue::embedded();
        let of = |name: &str| catalogue.size(name).map(|size| (size.vcpus, size.memory_gib)).unwrap();
        assert_eq!(of("Standard_DS2_v2"), (2, 7.0));
        assert_eq!(of("Standard_D4ds_v5"), (4, 16.0));
        assert_eq!(of("Standard_DS12-1_v2"), (1, 28.0));
        assert_eq!(catalogue.size("Standard_A1_v2").unwrap().family, "standardAv2Family");
    }

    #[test]
    fn burstable_is_the_b_series_only() {
        let catalogue = Catalogue::embedded();
        let burstable = |name: &str| catalogue.size(name).unwrap().is_burstable();
        assert!(burstable("Standard_B4ms") && burstable("Standard_B2als_v2") && burstable("Standard_B1ls"));
        assert!(!burstable("Standard_D4ds_v5") && !burstable("Standard_DS2_v2"));
    }
}
