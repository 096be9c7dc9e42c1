//! Ranges of IPv4 addresses in CIDR notation.

/// A range of IPv4 addresses: `10.0.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    first: u32,
    /// Bits that all its addresses share.
    pub prefix: u8,
}

impl Cidr {
    /// Reads a range. Bits after the prefix are left out: `10.0.0.1/16` is `10.0.0.0/16`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let prefix: u8 = plain(prefix)?;
        let address = parse_address(address)?;
        (prefix <= 32).then(|| Self { first: address & mask(prefix), prefix })
    }

    /// Returns how many addresses it has.
    pub fn size(self) -> i64 {
        1_i64 << (32 - u32::from(self.prefix).min(32))
    }

    /// Returns how many addresses of a subnet Azure leaves to its users: all but the first four and the last
    /// (concepts-network-ip-address-planning, 2026-04-16).
    pub fn usable(self) -> i64 {
        (self.size() - 5).max(0)
    }

    /// Returns its first address.
    pub fn first(self) -> u32 {
        self.first
    }

    /// Returns its last address.
    pub fn last(self) -> u32 {
        self.first | !mask(self.prefix)
    }

    /// Returns whether an address lies in it.
    pub fn contains(self, address: u32) -> bool {
        (self.first..=self.last()).contains(&address)
    }

    /// Returns whether two ranges have an address in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last() && other.first <= self.last()
    }
}

/// Reads an address: `10.0.0.10`.
pub fn parse_address(text: &str) -> Option<u32> {
    let mut address: u32 = 0;
    let mut parts = 0;
    for part in text.split('.') {
        let byte: u8 = plain(part)?;
        address = (address << 8) | u32::from(byte);
        parts += 1;
    }
    (parts == 4).then_some(address)
}

/// Returns the longest prefix of a subnet that leaves its users that many addresses, if IPv4 has one.
pub fn smallest_prefix(addresses: i64) -> Option<u8> {
    (0..=29).rev().find(|prefix| Cidr { first: 0, prefix: *prefix }.usable() >= addresses)
}

fn mask(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0)
}

/// Returns a number of up to three digits, without a sign and, but for 0 itself, without a 0 in front.
fn plain(text: &str) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (text == "0" || !text.starts_with('0')) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(text: &str) -> Cidr {
        Cidr::parse(text).unwrap()
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert_eq!(cidr("10.0.0.1/16"), cidr("10.0.0.0/16"));
        assert_eq!(cidr("0.0.0.0/0").size(), 1 << 32);
        assert_eq!(cidr("255.255.255.255/32").size(), 1);
        for wrong in [
            "",
            "10.0.0.0",
            "10.0.0/8",
            "10.0.0.0.0/8",
            "10.0.0.256/8",
            "10.0.0.0/33",
            "10.0.0.0/ 8",
            "10.00.0.0/8",
            "fd00::/8",
            "10.0.0.0/-1",
        ] {
            assert_eq!(Cidr::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn azure_keeps_five_addresses() {
        for (text, usable) in [
            ("10.0.0.0/24", 251),
            ("10.0.0.0/28", 11),
            ("10.0.0.0/29", 3),
            ("10.0.0.0/30", 0),
            ("10.0.0.0/32", 0),
        ] {
            assert_eq!(cidr(text).usable(), usable, "{text}");
        }
        for (addresses, prefix) in [(1_581, 21), (1_891, 21), (251, 24), (252, 23), (3, 29), (4, 28), (0, 29)]
        {
            assert_eq!(smallest_prefix(addresses), Some(prefix), "{addresses}");
        }
        assert_eq!(smallest_prefix(1 << 40), None);
    }

    #[test]
    fn ranges_overlap_or_not() {
        for (a, b, overlap) in [
            ("10.240.0.0/16", "10.240.100.0/24", true),
            ("10.0.0.0/24", "10.0.1.0/24", false),
            ("10.0.0.0/23", "10.0.1.0/24", true),
            ("0.0.0.0/0", "192.168.0.0/16", true),
            ("172.16.0.0/12", "172.30.0.0/16", true),
        ] {
            assert_eq!(cidr(a).overlaps(cidr(b)), overlap, "{a} {b}");
            assert_eq!(cidr(b).overlaps(cidr(a)), overlap, "{a} {b}");
        }
        assert!(cidr("10.0.0.0/24").contains(parse_address("10.0.0.255").unwrap()));
        assert!(!cidr("10.0.0.0/24").contains(parse_address("10.0.1.0").unwrap()));
    }
}
