//! Overrides the catalog with a subscription's own data, as `az vm list-skus` and `az aks list-vm-skus` print it.

use std::fmt;

use super::columns::{self, gib};
use super::offer::{NOT_LISTED, RESTRICTED, Zones};
use super::size::{TRAITS, Trait};
use super::{Architecture, Catalog, PREFIX, VmSize, compare};
use crate::syntax::{self, Node, Object};

/// Why a list of sizes cannot be read, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OverlayError {
    NotJson { problem: String },
    NoSizes,
}

impl fmt::Display for OverlayError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WANTED: &str = "az vm list-skus --location REGION --resource-type virtualMachines -o json prints the expected list";
        match self {
            Self::NotJson { problem } => write!(out, "The list of sizes is not JSON ({problem}); {WANTED}."),
            Self::NoSizes => write!(out, "The list has no VM sizes; {WANTED}."),
        }
    }
}

/// How many sizes of a list override the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlaid {
    /// Sizes that the list names with vCPUs and memory.
    pub sizes: usize,
    /// Those of them that the catalog did not have.
    pub new: usize,
}

/// A size of the list, and in which of its regions it is offered.
struct Listed {
    size: VmSize,
    /// A letter for each region; regions that came later are not there yet.
    pattern: Vec<char>,
    spot: bool,
}

impl Catalog {
    /// Overrides the catalog with the output of `az vm list-skus`: its sizes win, the others stay.
    pub fn overlay(&mut self, text: &str) -> Result<Overlaid, OverlayError> {
        let tree =
            syntax::parse(text).map_err(|error| OverlayError::NotJson { problem: error.to_string() })?;
        self.overlay_tree(&tree.root)
    }

    /// Returns the same of a text that was parsed.
    pub fn overlay_tree(&mut self, tree: &Node) -> Result<Overlaid, OverlayError> {
        let mut regions: Vec<String> = Vec::new();
        let mut listed: Vec<Listed> = Vec::new();
        for row in rows(tree).iter().filter_map(Node::as_object) {
            let Some(size) = vm_size(row, self) else { continue };
            // Without a location, the list has a row for each region that has the size.
            let at = match listed.binary_search_by(|known| compare(&known.size.name, &size.name)) {
                Ok(at) => at,
                Err(at) => {
                    listed.insert(at, Listed { size, pattern: Vec::new(), spot: can_be_spot(row) });
                    at
                }
            };
            if let Some(size) = listed.get_mut(at) {
                offered(row, &mut regions, &mut size.pattern);
            }
        }
        if listed.is_empty() {
            return Err(OverlayError::NoSizes);
        }
        let new = listed.iter().filter(|listed| self.size(&listed.size.name).is_none()).count();
        let rows: Vec<(&VmSize, String)> =
            listed.iter().map(|one| (&one.size, one.pattern(regions.len()))).collect();
        let columns = columns::write(&rows, &regions);
        let overlaid = Overlaid { sizes: rows.len(), new };
        self.overlay_sizes(&columns);
        Ok(overlaid)
    }
}

impl Listed {
    /// Returns the pattern as the columns have it.
    fn pattern(&self, regions: usize) -> String {
        let letters = (0..regions).map(|place| self.pattern.get(place).copied().unwrap_or(NOT_LISTED));
        let spot = if self.spot { "" } else { "/-" };
        format!("{}{spot}", letters.collect::<String>())
    }
}

/// Returns the rows of what az prints: a bare list, or ARM's response.
pub fn rows(tree: &Node) -> &[Node] {
    tree.as_list().or_else(|| tree.as_object()?.get("value")?.as_list()).unwrap_or_default()
}

/// Returns whether a size can run on Spot capacity: `az` says so in a capability, and a list without it says nothing.
fn can_be_spot(row: &Object) -> bool {
    capability(row, "LowPriorityCapable").is_none_or(|text| text.eq_ignore_ascii_case("true"))
}

/// Notes in which regions and zones a row offers its size.
fn offered(row: &Object, regions: &mut Vec<String>, pattern: &mut Vec<char>) {
    let restrictions: Vec<&Object> = list(row, "restrictions").iter().filter_map(Node::as_object).collect();
    let mut note = |region: &str, zones: &[Node]| {
        let region = region.to_ascii_lowercase();
        let place = regions.iter().position(|known| *known == region).unwrap_or_else(|| {
            regions.push(region.clone());
            regions.len() - 1
        });
        let here = restrictions.iter().filter(|restriction| is_in(restriction, &region));
        let (of_zones, of_region): (Vec<&Object>, Vec<&Object>) =
            here.partition(|one| one.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("Zone")));
        let letter = if of_region.is_empty() {
            let zones_of = |list: &[Node]| Zones::from_labels(list.iter().filter_map(Node::as_text));
            let all = zones_of(zones);
            let left = of_zones.iter().fold(all, |left, one| left.without(zones_of(info(one, "zones"))));
            // A size that is restricted in every zone is restricted.
            if left.count() == 0 && all.count() > 0 { RESTRICTED } else { left.letter() }
        } else {
            RESTRICTED
        };
        if pattern.len() <= place {
            pattern.resize(place + 1, NOT_LISTED);
        }
        if let Some(known) = pattern.get_mut(place) {
            *known = letter;
        }
    };
    let places: Vec<&Object> = list(row, "locationInfo").iter().filter_map(Node::as_object).collect();
    for place in &places {
        note(place.text("location").unwrap_or_default(), list(place, "zones"));
    }
    if places.is_empty() {
        list(row, "locations").iter().filter_map(Node::as_text).for_each(|region| note(region, &[]));
    }
}

/// Returns whether a restriction is about a region. One that names none is about all.
fn is_in(restriction: &Object, region: &str) -> bool {
    let named = list(restriction, "values").iter().chain(info(restriction, "locations"));
    // A zone restriction may name its zones as its values.
    let mut regions = named.filter_map(Node::as_text).filter(|value| value.len() > 1).peekable();
    regions.peek().is_none() || regions.any(|named| named.eq_ignore_ascii_case(region))
}

/// Returns a list that a restriction tells apart from its values.
fn info<'a>(restriction: &'a Object, key: &str) -> &'a [Node] {
    restriction.get("restrictionInfo").and_then(Node::as_object).map_or(&[], |info| list(info, key))
}

fn list<'a>(row: &'a Object, key: &str) -> &'a [Node] {
    row.get(key).and_then(Node::as_list).unwrap_or_default()
}

fn capability<'a>(row: &'a Object, wanted: &str) -> Option<&'a str> {
    let all = list(row, "capabilities").iter().filter_map(Node::as_object);
    all.into_iter().find(|one| one.text("name") == Some(wanted))?.text("value")
}

/// Returns a row of the list; `None` if it is another kind of resource or lacks vCPUs or memory.
fn vm_size(row: &Object, known: &Catalog) -> Option<VmSize> {
    let kind = row.text("resourceType").unwrap_or("virtualMachines");
    if !kind.eq_ignore_ascii_case("virtualMachines") {
        return None;
    }
    let name = row.text("name")?;
    let capability = |wanted: &str| capability(row, wanted);
    let before = known.size(name);
    let yes = |wanted: &str| capability(wanted).map(|text| text.eq_ignore_ascii_case("true"));
    // What the list does not say, the catalog may know.
    let mut traits = before.map_or([b'?'; TRAITS], |size| size.traits);
    let generation = |name: &str| capability("HyperVGenerations").map(|text| text.contains(name));
    let letter = |said: Option<bool>| said.map(|said| if said { b'y' } else { b'n' });
    let controllers = capability("DiskControllerTypes").and_then(|text| {
        match (text.contains("SCSI"), text.contains("NVMe")) {
            (true, true) => Some(b'b'),
            (true, false) => Some(b's'),
            (false, true) => Some(b'n'),
            (false, false) => None,
        }
    });
    let said = [
        (Trait::Ephemeral, letter(yes("EphemeralOSDiskSupported"))),
        (Trait::EncryptionAtHost, letter(yes("EncryptionAtHostSupported"))),
        (Trait::Generation1, letter(generation("V1"))),
        (Trait::Generation2, letter(generation("V2"))),
        (Trait::TrustedLaunch, letter(yes("TrustedLaunchDisabled").map(|disabled| !disabled))),
        (Trait::DiskControllers, controllers),
    ];
    for (fact, said) in said {
        if let (Some(place), Some(said)) = (traits.get_mut(fact as usize), said) {
            *place = said;
        }
    }
    // MiB of disks as GiB; the cache is said in bytes.
    let gib_of = |wanted: &str, unit: u64| {
        let number: u64 = capability(wanted)?.parse().ok()?;
        u32::try_from(number / unit).ok()
    };
    let number = |wanted: &str| capability(wanted).and_then(|text| text.parse().ok());
    let quota_vcpus = number("vCPUs")?;
    let short = name.strip_prefix(PREFIX).unwrap_or(name);
    Some(VmSize {
        name: name.to_owned(),
        family: row
            .text("family")
            .map(Into::into)
            .or_else(|| before.map(|size| size.family.clone()))
            .unwrap_or_default(),
        series: before.map_or_else(|| short.into(), |size| size.series.clone()),
        quota_vcpus,
        vcpus: number("vCPUsAvailable").unwrap_or(quota_vcpus),
        memory_gib: capability("MemoryGB").and_then(gib)?,
        architecture: match capability("CpuArchitectureType") {
            Some("Arm64") => Architecture::Arm64,
            Some(_) => Architecture::X64,
            None => before.map_or(Architecture::X64, |size| size.architecture),
        },
        gpus: number("GPUs").or_else(|| before.and_then(|size| size.gpus)),
        traits,
        temp_gib: gib_of("MaxResourceVolumeMB", 1 << 10).or_else(|| before.and_then(|size| size.temp_gib)),
        cache_gib: gib_of("CachedDiskBytes", 1 << 30).or_else(|| before.and_then(|size| size.cache_gib)),
        nvme_gib: gib_of("NvmeDiskSizeInMiB", 1 << 10).or_else(|| before.and_then(|size| size.nvme_gib)),
        gpu_model: before.map(|size| size.gpu_model.clone()).unwrap_or_default(),
        data_disks: number("MaxDataDiskCount").or_else(|| before.and_then(|size| size.data_disks)),
        end: before.map(|size| size.end.clone()).unwrap_or_default(),
        offer: u16::MAX,
        own_offer: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::DiskControllers;

    const ROW: &str = r#"{"resourceType":"virtualMachines","name":"Standard_Z9_v9","family":"standardZFamily",
        "capabilities":[{"name":"vCPUs","value":"8"},{"name":"MemoryGB","value":"32"},{"name":"vCPUsAvailable","value":"4"}]}"#;

    #[test]
    fn a_listed_size_is_known_afterwards() {
        for text in [
            format!("[{ROW}]"),
            format!(r#"{{"value":[{ROW},{{"resourceType":"disks","name":"x","capabilities":null}}]}}"#),
        ] {
            let mut catalog = Catalog::embedded();
            assert_eq!(catalog.overlay(&text), Ok(Overlaid { sizes: 1, new: 1 }));
            let size = catalog.size("standard_z9_v9").unwrap();
            assert_eq!((size.quota_vcpus, size.vcpus, size.memory_gib), (8, 4, 32.0));
        }
    }

    #[test]
    fn generations_and_disk_controllers_are_read() {
        let row = |name: &str, generations: &str, controllers: &str| {
            format!(
                r#"{{"name":"{name}","capabilities":[{{"name":"vCPUs","value":"8"}},{{"name":"MemoryGB","value":"32"}},
                {{"name":"HyperVGenerations","value":"{generations}"}},{{"name":"DiskControllerTypes","value":"{controllers}"}}]}}"#
            )
        };
        let rows = [
            row("Standard_Z9_v9", "V1,V2", "SCSI, NVMe"),
            // What the list says overrides the catalog.
            row("Standard_D4ds_v5", "V1", "NVMe"),
        ];
        let mut catalog = Catalog::embedded();
        catalog.overlay(&format!("[{}]", rows.join(","))).unwrap();
        let of = |name: &str| {
            let size = catalog.size(name).unwrap();
            (size.generation1(), size.generation2(), size.disk_controllers())
        };
        assert_eq!(of("Standard_Z9_v9"), (Some(true), Some(true), Some(DiskControllers::Both)));
        assert_eq!(of("Standard_D4ds_v5"), (Some(true), Some(false), Some(DiskControllers::Nvme)));
    }

    #[test]
    fn what_az_lists_is_laid_over() {
        let mut catalog = Catalog::embedded();
        let before = catalog.clone();
        let listed = include_str!("../../tests/fixtures/az_vm_list_skus.json");
        assert_eq!(catalog.overlay(listed), Ok(Overlaid { sizes: 3, new: 0 }));
        // The list says what the catalog says, in its own words.
        for name in ["Standard_D4s_v3", "Standard_D16plds_v5", "Standard_NC24ads_A100_v4"] {
            let (new, old) = (catalog.size(name).unwrap(), before.size(name).unwrap());
            assert_eq!(
                (new.vcpus, new.memory_gib, new.architecture),
                (old.vcpus, old.memory_gib, old.architecture)
            );
            assert_eq!(
                (&new.series, new.family.to_ascii_lowercase()),
                (&old.series, old.family.to_ascii_lowercase())
            );
        }
        assert_eq!(catalog.size("Standard_D16plds_v5").unwrap().architecture, Architecture::Arm64);
        assert_eq!(catalog.size("Standard_NC24ads_A100_v4").unwrap().gpus, Some(1));
        assert_eq!(catalog.sizes().len(), 1506);
    }

    #[test]
    fn other_resources_of_the_list_are_passed_over() {
        let mut catalog = Catalog::embedded();
        let listed = include_str!("../../tests/fixtures/az_vm_list_skus_westus.json");
        assert_eq!(catalog.overlay(listed), Ok(Overlaid { sizes: 1, new: 0 }));
        let size = catalog.size("Standard_B2ms").unwrap();
        assert_eq!((size.vcpus, size.memory_gib, &*size.family), (2, 8.0, "standardBSFamily"));
    }

    #[test]
    fn a_size_that_is_listed_for_each_region_is_one() {
        let mut catalog = Catalog::embedded();
        assert_eq!(catalog.overlay(&format!("[{ROW},{ROW}]")), Ok(Overlaid { sizes: 1, new: 1 }));
        assert_eq!(catalog.sizes().len(), 1507);
        assert!(catalog.sizes().is_sorted_by(|a, b| compare(&a.name, &b.name).is_lt()));
    }

    #[test]
    fn a_wrong_text_is_a_sentence() {
        let mut catalog = Catalog::embedded();
        assert_eq!(catalog.overlay("[]"), Err(OverlayError::NoSizes));
        assert!(matches!(catalog.overlay("<html>"), Err(OverlayError::NotJson { .. })));
        assert_eq!(catalog.sizes().len(), 1506);
    }
}
