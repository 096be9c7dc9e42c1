//! Kubernetes versions.

/// A Kubernetes version: `1.34` or `1.34.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number, if given.
    pub patch: Option<u32>,
}

impl Version {
    /// Reads a version of two or three numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(number);
        let (major, minor) = (parts.next()??, parts.next()??);
        let patch = match parts.next() {
            None => None,
            Some(patch) => Some(patch?),
        };
        parts.next().is_none().then_some(Self { major, minor, patch })
    }

    /// Returns whether it is of that minor version of Kubernetes 1, or a newer one.
    pub fn is_from(self, minor: u32) -> bool {
        (self.major, self.minor) >= (1, minor)
    }

    /// Returns whether it is certainly newer: if one has no patch, only the first two numbers count.
    pub fn is_above(self, other: Self) -> bool {
        let patches = self.patch.zip(other.patch);
        let (mine, others) = patches.unwrap_or_default();
        (self.major, self.minor, mine) > (other.major, other.minor, others)
    }
}

/// Returns a number without a sign and, but for 0 itself, without a 0 in front.
fn number(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn versions_are_two_or_three_numbers() {
        assert_eq!(version("1.30"), Version { major: 1, minor: 30, patch: None });
        assert_eq!(version("1.34.0").patch, Some(0));
        for wrong in
            ["", "1", "1.", "1.34.", "1.34.2.1", "v1.34", "1.34-rc", "1.+4", "1.04", "1.99999999999", "1. 4"]
        {
            assert_eq!(Version::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn versions_without_a_patch_compare_by_minor_version() {
        for (a, b, above) in [
            ("1.35.0", "1.34.9", true),
            ("1.34.9", "1.35.0", false),
            ("1.34.3", "1.34.2", true),
            ("1.34.2", "1.34.2", false),
            ("1.34.3", "1.34", false),
            ("1.34", "1.34.3", false),
            ("2.0", "1.99", true),
        ] {
            assert_eq!(version(a).is_above(version(b)), above, "{a} {b}");
        }
        assert!(version("1.34").is_from(34) && version("2.0").is_from(34) && !version("1.33.9").is_from(34));
    }
}
