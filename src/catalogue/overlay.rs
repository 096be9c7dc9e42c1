//! What `az vm list-skus` says of a subscription, laid over the catalogue.

use std::borrow::Cow;
use std::fmt;

use super::{Architecture, Catalogue, PREFIX, VmSize, compare, gib};
use crate::json::{Json, Object};

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
        let tree = Json::parse(text.trim_start_matches('\u{feff}'))
            .map_err(|error| OverlayError::NotJson { problem: error.to_string() })?;
        let rows = match &tree {
            Json::List(rows) => rows.as_slice(),
            Json::Object(object) => object.get("value").and_then(Json::as_list).unwrap_or_default(),
            _ => &[],
        };
        let listed: Vec<VmSize> = rows.iter().filter_map(|row| vm_size(row.as_object()?, self)).collect();
        if listed.is_empty() {
            return Err(OverlayError::NoSizes);
        }
        let mut overlaid = Overlaid { sizes: 0, new: 0 };
        for size in listed {
            overlaid.sizes += 1;
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
    fn a_wrong_text_is_a_sentence() {
        let mut catalogue = Catalogue::embedded();
        assert_eq!(catalogue.overlay("[]"), Err(OverlayError::NoSizes));
        assert!(matches!(catalogue.overlay("<html>"), Err(OverlayError::NotJson { .. })));
        assert_eq!(catalogue.sizes().len(), 1502);
    }
}
