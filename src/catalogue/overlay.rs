//! What `az vm list-skus` says of a subscription, laid over the catalogue.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::{Architecture, Catalogue, PREFIX, VmSize, compare, gib};
use crate::json::{Json, Object};
use crate::text::holds;

/// Why a list of sizes cannot be read, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum OverlayError {
    NotJson { problem: String },
    NoSizes,
}

impl fmt::Display for OverlayError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WANTED: &str =
            "az vm list-skus --location REGION --resource-type virtualMachines -o json prints what is wanted";
        match self {
            Self::NotJson { problem } => write!(out, "The list of sizes is not JSON ({problem}); {WANTED}."),
            Self::NoSizes => write!(out, "The list holds no VM size; {WANTED}."),
        }
    }
}

/// How much of a list was laid over the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlaid {
    /// Sizes that the list names with vCPUs and memory.
    pub sizes: usize,
    /// Those of them that the catalogue did not have.
    pub new: usize,
}

impl Catalogue {
    /// Lays the output of `az vm list-skus` over the catalogue: its sizes win, the others stay.
    pub fn overlay(&mut self, text: &str) -> Result<Overlaid, OverlayError> {
        let tree = Json::parse(text).map_err(|error| OverlayError::NotJson { problem: error.to_string() })?;
        let rows = match &tree {
            Json::List(rows) => rows.as_slice(),
            Json::Object(object) => object.get("value").and_then(Json::as_list).unwrap_or_default(),
            _ => &[],
        };
        let listed: Vec<VmSize> = rows.iter().filter_map(|row| vm_size(row.as_object()?, self)).collect();
        if listed.is_empty() {
            return Err(OverlayError::NoSizes);
        }
        // Without a location, the list has a row for each region that has the size.
        let names: BTreeSet<_> = listed.iter().map(|size| size.name.to_ascii_lowercase()).collect();
        let mut overlaid = Overlaid { sizes: names.len(), new: 0 };
        for size in listed {
            match self.sizes.binary_search_by(|known| compare(&known.name, &size.name)) {
                Ok(at) => {
                    if let Some(known) = self.sizes.get_mut(at) {
                        *known = size;
                    }
                }
                Err(at) => {
                    overlaid.new += 1;
                    self.sizes.insert(at, size);
                }
            }
        }
        Ok(overlaid)
    }
}

/// A row of the list; nothing if it is another kind of resource or lacks vCPUs or memory.
fn vm_size(row: &Object, known: &Catalogue) -> Option<VmSize> {
    let kind = row.text("resourceType").unwrap_or("virtualMachines");
    if !kind.eq_ignore_ascii_case("virtualMachines") {
        return None;
    }
    let name = row.text("name")?;
    let capabilities = row.get("capabilities").and_then(Json::as_list).unwrap_or_default();
    let capability = |wanted: &str| {
        capabilities
            .iter()
            .filter_map(Json::as_object)
            .find(|one| one.text("name") == Some(wanted))
            .and_then(|one| one.text("value"))
    };
    let before = known.size(name);
    let yes = |wanted: &str| capability(wanted).map(|text| text.eq_ignore_ascii_case("true"));
    // What the list does not say, the catalogue may know.
    let mut traits = before.map_or([b'?'; 6], |size| size.traits);
    let said = [
        yes("EphemeralOSDiskSupported"),
        yes("EncryptionAtHostSupported"),
        capability("HyperVGenerations").map(|text| holds(text, "V2")),
        yes("TrustedLaunchDisabled").map(|disabled| !disabled),
    ];
    for (fact, said) in traits.iter_mut().zip(said) {
        if let Some(said) = said {
            *fact = if said { b'y' } else { b'n' };
        }
    }
    // MiB of disks as GiB; the cache is said in bytes.
    let gib_of = |wanted: &str, unit: u64| {
        let number: u64 = capability(wanted)?.parse().ok()?;
        u32::try_from(number / unit).ok()
    };
    let quota_vcpus = capability("vCPUs").and_then(|text| text.parse().ok())?;
    Some(VmSize {
        name: Cow::Owned(name.to_owned()),
        family: row
            .text("family")
            .map(|family| Cow::Owned(family.to_owned()))
            .or_else(|| before.map(|size| size.family.clone()))
            .unwrap_or_default(),
        series: before
            .map(|size| size.series.clone())
            .unwrap_or_else(|| Cow::Owned(name.strip_prefix(PREFIX).unwrap_or(name).to_owned())),
        quota_vcpus,
        vcpus: capability("vCPUsAvailable").and_then(|text| text.parse().ok()).unwrap_or(quota_vcpus),
        memory_gib: capability("MemoryGB").and_then(gib)?,
        architecture: match capability("CpuArchitectureType") {
            Some("Arm64") => Architecture::Arm64,
            Some(_) => Architecture::X64,
            None => before.map_or(Architecture::X64, |size| size.architecture),
        },
        gpus: capability("GPUs")
            .and_then(|text| text.parse().ok())
            .or_else(|| before.and_then(|size| size.gpus)),
        traits,
        temp_gib: gib_of("MaxResourceVolumeMB", 1 << 10).or_else(|| before.and_then(|size| size.temp_gib)),
        cache_gib: gib_of("CachedDiskBytes", 1 << 30).or_else(|| before.and_then(|size| size.cache_gib)),
        nvme_gib: gib_of("NvmeDiskSizeInMiB", 1 << 10).or_else(|| before.and_then(|size| size.nvme_gib)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"{"resourceType":"virtualMachines","name":"Standard_Z9_v9","family":"standardZFamily",
        "capabilities":[{"name":"vCPUs","value":"8"},{"name":"MemoryGB","value":"32"},{"name":"vCPUsAvailable","value":"4"}]}"#;

    #[test]
    fn a_listed_size_is_known_afterwards() {
        for text in [
            format!("[{ROW}]"),
            format!(r#"{{"value":[{ROW},{{"resourceType":"disks","name":"x","capabilities":null}}]}}"#),
        ] {
            let mut catalogue = Catalogue::embedded();
            assert_eq!(catalogue.overlay(&text), Ok(Overlaid { sizes: 1, new: 1 }));
            let size = catalogue.size("standard_z9_v9").unwrap();
            assert_eq!((size.quota_vcpus, size.vcpus, size.memory_gib), (8, 4, 32.0));
        }
    }

    #[test]
    fn what_az_lists_is_laid_over() {
        let mut catalogue = Catalogue::embedded();
        let before = catalogue.clone();
        let listed = include_str!("../../tests/fixtures/az_vm_list_skus.json");
        assert_eq!(catalogue.overlay(listed), Ok(Overlaid { sizes: 3, new: 0 }));
        // The list says what the catalogue says, in its own words.
        for name in ["Standard_D4s_v3", "Standard_D16plds_v5", "Standard_NC24ads_A100_v4"] {
            let (new, old) = (catalogue.size(name).unwrap(), before.size(name).unwrap());
            assert_eq!(
                (new.vcpus, new.memory_gib, new.architecture),
                (old.vcpus, old.memory_gib, old.architecture)
            );
            assert_eq!(
                (&new.series, new.family.to_ascii_lowercase()),
                (&old.series, old.family.to_ascii_lowercase())
            );
        }
        assert_eq!(catalogue.size("Standard_D16plds_v5").unwrap().architecture, Architecture::Arm64);
        assert_eq!(catalogue.size("Standard_NC24ads_A100_v4").unwrap().gpus, Some(1));
        assert_eq!(catalogue.sizes().len(), 1502);
    }

    #[test]
    fn other_resources_of_the_list_are_passed_over() {
        let mut catalogue = Catalogue::embedded();
        let listed = include_str!("../../tests/fixtures/az_vm_list_skus_westus.json");
        assert_eq!(catalogue.overlay(listed), Ok(Overlaid { sizes: 1, new: 0 }));
        let size = catalogue.size("Standard_B2ms").unwrap();
        assert_eq!((size.vcpus, size.memory_gib, size.family.as_ref()), (2, 8.0, "standardBSFamily"));
    }

    #[test]
    fn a_size_that_is_listed_for_each_region_is_one() {
        let mut catalogue = Catalogue::embedded();
        assert_eq!(catalogue.overlay(&format!("[{ROW},{ROW}]")), Ok(Overlaid { sizes: 1, new: 1 }));
        assert_eq!(catalogue.sizes().len(), 1503);
        assert!(catalogue.sizes().is_sorted_by(|a, b| compare(&a.name, &b.name).is_lt()));
    }

    #[test]
    fn a_wrong_text_is_a_sentence() {
        let mut catalogue = Catalogue::embedded();
        assert_eq!(catalogue.overlay("[]"), Err(OverlayError::NoSizes));
        assert!(matches!(catalogue.overlay("<html>"), Err(OverlayError::NotJson { .. })));
        assert_eq!(catalogue.sizes().len(), 1502);
    }
}
