//! Facts about Azure: VM sizes and regions. Sources, dates and licences stand in `SOURCES.md`.

mod overlay;
mod search;
mod usage;

use std::borrow::Cow;
use std::cmp::Ordering;

pub use overlay::{Overlaid, OverlayError};
pub use usage::{Quota, UsageError};

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
    /// Yes (`y`), no (`n`) or not said (`?`) of each [`Trait`].
    traits: [u8; 6],
    /// GiB of the temporary disk; nothing where the source does not say.
    pub temp_gib: Option<u32>,
    /// GiB of the cache that an ephemeral OS disk may fill; nothing where the source does not say.
    pub cache_gib: Option<u32>,
    /// GiB of all NVMe disks together; nothing where the source does not say.
    pub nvme_gib: Option<u32>,
}

/// What a VM size can do or not, in the order of the catalogue's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trait {
    /// An ephemeral OS disk.
    Ephemeral,
    /// Encryption at host.
    EncryptionAtHost,
    /// Hyper-V generation 2.
    Generation2,
    /// Trusted launch.
    TrustedLaunch,
    /// It is a confidential VM.
    Confidential,
    /// AKS refuses it.
    RefusedByAks,
}

impl VmSize {
    fn has(&self, fact: Trait) -> Option<bool> {
        match self.traits.get(fact as usize) {
            Some(b'y') => Some(true),
            Some(b'n') => Some(false),
            _ => None,
        }
    }

    /// Whether it can have an ephemeral OS disk, if that is known.
    pub fn ephemeral(&self) -> Option<bool> {
        self.has(Trait::Ephemeral)
    }

    /// Whether its host can encrypt its disks, if that is known.
    pub fn encryption_at_host(&self) -> Option<bool> {
        self.has(Trait::EncryptionAtHost)
    }

    /// Whether it runs images of Hyper-V generation 2, if that is known.
    pub fn generation2(&self) -> Option<bool> {
        self.has(Trait::Generation2)
    }

    /// Whether it has trusted launch, if that is known.
    pub fn trusted_launch(&self) -> Option<bool> {
        self.has(Trait::TrustedLaunch)
    }

    /// Whether it is a confidential VM (SEV-SNP or TDX).
    pub fn is_confidential(&self) -> bool {
        self.has(Trait::Confidential) == Some(true)
    }

    /// Whether AKS has it on its list of sizes that no pool may have.
    pub fn is_refused(&self) -> bool {
        self.has(Trait::RefusedByAks) == Some(true)
    }

    /// GiB that an ephemeral OS disk may have: the largest of cache, temporary disk and NVMe disks. Nothing where
    /// that is not known.
    pub fn ephemeral_room_gib(&self) -> Option<u32> {
        let disks = [self.cache_gib, self.temp_gib, self.nvme_gib];
        disks.into_iter().flatten().max().filter(|room| *room > 0)
    }

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
    quotas: Vec<Quota>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Catalogue {
    /// The catalogue that the product carries.
    pub fn embedded() -> Self {
        Self {
            sizes: embedded_sizes(),
            regions: REGIONS.lines().filter_map(region).collect(),
            quotas: Vec::new(),
        }
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
    let mut lines = SIZES.lines().map(|line| line.split('\t'));
    let mut dictionary = || lines.next().into_iter().flatten().collect::<Vec<&'static str>>();
    let (families, series, traits) = (dictionary(), dictionary(), dictionary());
    let names = lines.next().into_iter().flatten();
    let mut columns: Vec<_> = lines.collect();
    names
        .map(|name| {
            let mut cells = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            let mut cell = || cells.next().unwrap_or_default();
            let pick = |names: &[&'static str], index: &str| {
                index.parse().ok().and_then(|index: usize| names.get(index).copied()).unwrap_or_default()
            };
            let (family, series) = (pick(&families, cell()), pick(&series, cell()));
            let quota_vcpus = cell().parse().unwrap_or_default();
            let seen = cell().parse().unwrap_or_default();
            let memory_gib = gib(cell()).unwrap_or_default();
            let mut facts = pick(&traits, cell()).bytes();
            let traits = std::array::from_fn(|_| facts.next().unwrap_or(b'?'));
            let (temp_gib, cache_gib, nvme_gib) =
                (cell().parse().ok(), cell().parse().ok(), cell().parse().ok());
            let kind = cell();
            VmSize {
                name: Cow::Owned(format!("{PREFIX}{name}")),
                family: Cow::Borrowed(family),
                series: Cow::Borrowed(series),
                quota_vcpus,
                vcpus: if seen == 0 { quota_vcpus } else { seen },
                memory_gib,
                architecture: if kind.starts_with('a') { Architecture::Arm64 } else { Architecture::X64 },
                gpus: kind.get(1..).and_then(|gpus| gpus.parse().ok()),
                traits,
                temp_gib,
                cache_gib,
                nvme_gib,
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
        let count = |has: fn(&VmSize) -> bool| sizes.iter().filter(|size| has(size)).count();
        assert_eq!(count(|size| size.ephemeral() == Some(true)), 833);
        assert_eq!(count(|size| size.ephemeral().is_none()), 35);
        assert_eq!(count(|size| size.encryption_at_host() == Some(true)), 1393);
        assert_eq!(count(|size| size.generation2() == Some(true)), 1408);
        assert_eq!(count(|size| size.trusted_launch() == Some(true)), 1104);
        assert_eq!(count(VmSize::is_confidential), 135);
        assert_eq!(count(VmSize::is_refused), 5);
        let sum = |of: fn(&VmSize) -> Option<u32>| sizes.iter().filter_map(of).sum::<u32>();
        assert_eq!(sum(|size| size.temp_gib), 647_607);
        assert_eq!(sum(|size| size.cache_gib), 66_560);
        assert_eq!(sum(|size| size.nvme_gib), 1_022_890);
        assert_eq!(count(|size| size.temp_gib.is_none()), 134);
        assert_eq!(count(|size| size.cache_gib.is_none()), 876);
        assert_eq!(count(|size| size.nvme_gib.is_none()), 440);
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
