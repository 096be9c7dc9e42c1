//! The Kubernetes versions that AKS supports, and until when.

use crate::date::Date;
use crate::plan::{SupportPlan, Version};

/// When the table was read: AKS release notes of that day, over "Supported Kubernetes versions in AKS" of 2026-08-05.
pub const KUBERNETES_DATE: &str = "2026-10-25";

/// The minor version of Kubernetes 1 that AKS takes when a plan names none.
pub const DEFAULT_MINOR: u32 = 36;

/// A minor version of Kubernetes 1, and the last days of its support, as year, month and day.
struct Release {
    minor: u32,
    community: (u16, u8, u8),
    long_term: (u16, u8, u8),
}

/// Minor versions that are generally available, oldest first. Older ones are out of support. "End of life" is the last
/// day of its month where the source gives no day.
const RELEASES: [Release; 9] = [
    Release { minor: 29, community: (2025, 3, 31), long_term: (2026, 4, 30) },
    Release { minor: 30, community: (2025, 8, 22), long_term: (2026, 7, 31) },
    Release { minor: 31, community: (2025, 11, 1), long_term: (2026, 11, 30) },
    Release { minor: 32, community: (2026, 3, 31), long_term: (2027, 3, 31) },
    Release { minor: 33, community: (2026, 7, 31), long_term: (2027, 7, 31) },
    Release { minor: 34, community: (2026, 11, 30), long_term: (2027, 11, 30) },
    Release { minor: 35, community: (2027, 3, 31), long_term: (2028, 3, 31) },
    Release { minor: 36, community: (2027, 6, 30), long_term: (2028, 6, 30) },
    Release { minor: 37, community: (2027, 10, 31), long_term: (2028, 10, 31) },
];

/// What is known of a Kubernetes version's support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// It is newer than the table.
    Unknown,
    /// It is so old that the table has no dates for it.
    Ended,
    /// The last days of community support and of long-term support.
    Until {
        /// The last day of community support.
        community: Date,
        /// The last day of long-term support.
        long_term: Date,
    },
}

impl Support {
    /// Returns whether the support that a cluster of that plan has is known to have ended on a day. A plan that is not
    /// stated is `KubernetesOfficial`.
    pub fn has_ended(self, today: Date, plan: Option<&SupportPlan>) -> bool {
        match self {
            Self::Ended => true,
            Self::Until { long_term, .. } if plan == Some(&SupportPlan::Lts) => long_term < today,
            Self::Until { community, .. } => community < today,
            Self::Unknown => false,
        }
    }
}

/// Returns what is known of the support of a Kubernetes version.
pub fn support(version: Version) -> Support {
    let newest = RELEASES.last().map_or(0, |release| release.minor);
    if (version.major, version.minor) > (1, newest) {
        return Support::Unknown;
    }
    let release = RELEASES.iter().find(|release| (1, release.minor) == (version.major, version.minor));
    let day = |(year, month, day)| Date::new(year, month, day);
    let ends = release.and_then(|release| Some((day(release.community)?, day(release.long_term)?)));
    match ends {
        Some((community, long_term)) => Support::Until { community, long_term },
        None => Support::Ended,
    }
}

/// Returns how many minor versions a pool may be behind a control plane of Kubernetes 1.`minor` ("Version skew policy" of
/// Kubernetes: 3 from 1.28 on, 2 before; "Supported Kubernetes versions in AKS", 2026-08-05).
pub fn allowed_skew(minor: u32) -> u32 {
    if minor >= 28 { 3 } else { 2 }
}

/// Returns the minor versions of Kubernetes 1 with community support on a day, oldest first.
pub fn supported_minors(today: Date) -> impl Iterator<Item = u32> {
    RELEASES.iter().map(|release| release.minor).filter(move |minor| {
        let version = Version { major: 1, minor: *minor, patch: None };
        matches!(support(version), Support::Until { community, .. } if community >= today)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_supported_to_the_last_day() {
        let minors = |text| supported_minors(Date::parse(text).unwrap()).collect::<Vec<_>>();
        assert_eq!(minors("2026-11-30"), [34, 35, 36, 37]);
        assert_eq!(minors("2026-12-01"), [35, 36, 37]);
        assert!(minors("2026-11-30").contains(&DEFAULT_MINOR));
    }

    #[test]
    fn every_release_has_its_days_and_what_is_newer_is_unknown() {
        for release in &RELEASES {
            let version = Version { major: 1, minor: release.minor, patch: Some(2) };
            assert!(
                matches!(support(version), Support::Until { community, long_term } if community < long_term),
                "1.{}",
                release.minor
            );
        }
        let of = |text| support(Version::parse(text).unwrap());
        assert_eq!(
            [of("1.20"), of("0.9"), of("1.38"), of("2.0")],
            [Support::Ended, Support::Ended, Support::Unknown, Support::Unknown]
        );
    }
}
