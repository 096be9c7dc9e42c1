//! The properties of an agent pool in the API, as data: what the plan's own table is compared with.
//!
//! The list was read on 2026-11-28 out of the types that Bicep 0.49.2 carries: stable API 2026-08-01, and what
//! 2026-08-02-preview has in addition. Versions in which a property came are those of azure-mgmt-containerservice
//! (41.7.0 and 41.8.0, <https://github.com/Azure/azure-sdk-for-python/tree/main/sdk/containerservice>); `-` is
//! 2026-05-01 or an earlier one. Read-only properties are those of the REST specification
//! (<https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerservice>).

use std::sync::LazyLock;

/// The stable version of the API that templates, deployments and queries name.
pub const API_VERSION: &str = "2026-08-01";
/// The preview version for what the stable one doesn't have, where the plan allows previews.
pub const PREVIEW_API_VERSION: &str = "2026-08-02-preview";

/// A property of an agent pool, below ARM's `properties`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiProperty {
    /// Its path: `[]` is an item of a list, `*` a key of the user's.
    pub path: &'static str,
    /// Its type: `string`, `int`, `bool`, `object`, the name of an object, `map:` or `[]` of one of them.
    pub kind: &'static str,
    /// The stable version that brought it, where it is newer than 2026-05-01; `preview` where no stable one has it.
    pub since: Option<&'static str>,
    /// Whether only AKS sets it.
    pub is_read_only: bool,
}

impl ApiProperty {
    /// Returns whether only a preview version of the API has it.
    pub fn is_preview(&self) -> bool {
        self.since == Some("preview")
    }

    /// Returns whether a version of the API has it; of versions before 2026-05-01 it is assumed where that one has it.
    pub fn is_in(&self, version: &str) -> bool {
        match self.since {
            None => true,
            Some("preview") => version.ends_with("-preview"),
            // A version begins with its date.
            Some(since) => version >= since,
        }
    }

    fn parse(line: &'static str) -> Option<Self> {
        let mut words = line.split(' ');
        let (path, kind, since) = (words.next()?, words.next()?, words.next()?);
        let since = Some(since).filter(|since| *since != "-");
        Some(Self { path, kind, since, is_read_only: words.next() == Some("read-only") })
    }
}

/// The properties of an agent pool in the API, each with its path in small letters, by which they are sorted.
static AGENT_POOL_API: LazyLock<Vec<(String, ApiProperty)>> = LazyLock::new(|| {
    let properties = include_str!("agent_pool_api.txt").lines().filter_map(ApiProperty::parse);
    properties.map(|property| (property.path.to_ascii_lowercase(), property)).collect()
});

/// Returns the properties of an agent pool in the API, by path.
pub fn api_properties() -> impl Iterator<Item = ApiProperty> {
    AGENT_POOL_API.iter().map(|(_, property)| *property)
}

/// Returns the property at a dotted path, in any case, as ARM takes it.
pub fn api_property(path: &str) -> Option<ApiProperty> {
    let path = path.to_ascii_lowercase();
    let found = AGENT_POOL_API.binary_search_by(|(small, _)| small.cmp(&path)).ok()?;
    AGENT_POOL_API.get(found).map(|(_, property)| *property)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Kind, POOL_PROPERTIES, UNKNOWN_PROPERTIES};

    /// Properties of a plan that no API has: the name of the resource, and notes of Poolwright's own.
    const OWN: [&str; 3] = ["name", "creationData.sourceVmSize", UNKNOWN_PROPERTIES];

    /// The property of the plan that has a path in it.
    fn property_with(path: &str) -> Option<(&'static str, Kind)> {
        let is_in = |key: &str| {
            path == key || path.strip_prefix(key).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        POOL_PROPERTIES.iter().find(|one| is_in(one.key)).map(|one| (one.key, one.kind))
    }

    #[test]
    fn every_line_is_a_property() {
        let lines = include_str!("agent_pool_api.txt").lines().count();
        assert_eq!(AGENT_POOL_API.len(), lines);
        assert!(AGENT_POOL_API.is_sorted_by(|(one, _), (other, _)| one < other));
    }

    #[test]
    fn the_plan_has_every_stable_property_that_can_be_set() {
        let mut missing = Vec::new();
        for property in api_properties().filter(|one| !one.is_read_only && !one.is_preview()) {
            // A group of properties has none of its own.
            let is_group =
                POOL_PROPERTIES.iter().any(|one| one.key.starts_with(&format!("{}.", property.path)));
            if property_with(property.path).is_none() && !is_group {
                missing.push(property.path);
            }
        }
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn the_plan_has_no_property_that_the_api_does_not_have() {
        for property in POOL_PROPERTIES.iter().filter(|one| !OWN.contains(&one.key)) {
            let Some(api) = api_property(property.key) else { panic!("{} isn't in the API", property.key) };
            assert_eq!(api.path, property.key);
            let is_right = match property.kind {
                Kind::Text | Kind::Keyword(_) => api.kind == "string",
                Kind::Whole => api.kind == "int",
                // Bicep's types have whole numbers only; the API has a decimal.
                Kind::Decimal => api.kind == "int",
                Kind::Flag => api.kind == "bool",
                Kind::List => api.kind == "string[]",
                Kind::Map => api.kind == "map:string",
                Kind::Items => api.kind.ends_with("[]") && api.kind != "string[]",
                Kind::Tree => api.kind == "object",
                Kind::Subnets => false,
            };
            assert!(is_right, "{} is {} in the API", property.key, api.kind);
        }
    }

    #[test]
    fn a_version_has_what_came_with_it_or_before() {
        for (path, versions) in [
            ("vmSize", [true, true, true, true]),
            ("networkProfile.dranet.mode", [false, true, true, true]),
            ("gpuProfile.nvidia.managementMode", [false, false, true, true]),
            ("nodeInitializationTaints", [false, false, false, true]),
        ] {
            let Some(api) = api_property(path) else { panic!("{path} isn't in the API") };
            let found = ["2025-10-01", "2026-06-01", API_VERSION, PREVIEW_API_VERSION]
                .map(|version| api.is_in(version));
            assert_eq!(found, versions, "{path}");
        }
    }

    #[test]
    fn previews_are_marked() {
        let previews: Vec<&str> = POOL_PROPERTIES
            .iter()
            .filter(|one| api_property(one.key).is_some_and(|api| api.is_preview()))
            .map(|one| one.key)
            .collect();
        assert_eq!(previews, ["nodeInitializationTaints", "enableOSDiskFullCaching"]);
    }
}
