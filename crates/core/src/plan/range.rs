//! The numbers that properties of a pool take, once for forms, rules and the schema.

use std::ops::RangeInclusive;

/// Maximum number of nodes of one pool (API 2026-08-01; "Quotas, VM size limits and region availability", 2026-08-03).
pub const MAX_NODES: i64 = 1_000;

/// Minimum and maximum of maxPods (IP address planning for AKS clusters, 2026-04-16).
pub const MAX_PODS: (i64, i64) = (10, 250);

/// Minimum and maximum prefix size of a Gateway pool's public IP addresses (Static egress gateway, 2026-08-06).
pub const GATEWAY_PREFIX: (i64, i64) = (28, 31);

/// The least and the greatest value of each number, and where that was read.
const RANGES: &[(&str, i64, i64)] = &[
    // API 2026-08-01: "0 to 1000 (inclusive) for user pools and in the range of 1 to 1000 (inclusive) for system pools".
    ("count", 0, MAX_NODES),
    ("minCount", 0, MAX_NODES),
    // An autoscaler that may make no node does nothing; az and AKS take 1 and more.
    ("maxCount", 1, MAX_NODES),
    // 0 leaves the size to AKS (resource schema 2026-05-01; azure-cli 2.91.0 takes 30 and more).
    ("osDiskSizeGB", 30, 2048),
    ("maxPods", MAX_PODS.0, MAX_PODS.1),
    // Rolling upgrades of AKS, 2026-06-17; resource schema 2026-05-01 says 1 to 1440, the service refuses less than 5.
    ("upgradeSettings.drainTimeoutInMinutes", 5, 1440),
    ("upgradeSettings.nodeSoakDurationInMinutes", 0, 30),
    ("gatewayProfile.publicIPPrefixSize", GATEWAY_PREFIX.0, GATEWAY_PREFIX.1),
];

/// Returns the values that a number of a pool may have; `None` where any number is right.
pub fn range(key: &str) -> Option<RangeInclusive<i64>> {
    RANGES.iter().find(|(known, ..)| *known == key).map(|(_, least, most)| *least..=*most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Kind, POOL_PROPERTIES};

    #[test]
    fn every_number_of_a_pool_has_a_range() {
        let numbers = POOL_PROPERTIES.iter().filter(|property| property.kind == Kind::Whole);
        let keys: Vec<&str> = numbers.map(|property| property.key).collect();
        assert!(keys.iter().all(|key| range(key).is_some()), "{keys:?}");
        assert_eq!(keys.len(), RANGES.len());
    }

    /// What the table says of a range, in words.
    #[test]
    fn the_table_says_the_same_ranges() {
        for property in POOL_PROPERTIES.iter().filter(|property| property.kind == Kind::Whole) {
            let Some(range) = range(property.key) else { continue };
            let words = format!("{} to {}", range.start(), range.end());
            let has_range = property.about.split(' ').any(|word| word == "to")
                && property.about.contains(char::is_numeric);
            assert!(!has_range || property.about.contains(&words), "{}: {}", property.key, property.about);
        }
    }
}
