//! `uniqueString`: a 64-bit variant of `MurmurHash2`, written as 13 letters and digits of base 32. The algorithm and the values
//! in the test are those of a public re-implementation that was compared with Bicep's output (read on 2026-11-29).

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const C1: u32 = 0xab0e_9789;
const C2: u32 = 0x239b_961b;

/// Returns the hash of a text as `uniqueString` writes it.
pub(super) fn unique_string(text: &str) -> String {
    let mut rest = hash(text.as_bytes());
    let mut out = String::with_capacity(13);
    for _ in 0..13 {
        let letter = LETTERS.get((rest >> 59) as usize).copied().unwrap_or_default();
        out.push(char::from(letter));
        rest <<= 5;
    }
    out
}

fn hash(bytes: &[u8]) -> u64 {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    let first = |k: u32| k.wrapping_mul(C2).rotate_left(15).wrapping_mul(C1);
    let second = |k: u32| k.wrapping_mul(C1).rotate_left(17).wrapping_mul(C2);
    let (mut h1, mut h2) = (0_u32, 0_u32);
    for block in bytes.chunks(8) {
        let (low, high) = block.split_at_checked(4).unwrap_or((block, &[]));
        h1 ^= first(word(low));
        if block.len() == 8 {
            h1 = h1.rotate_left(19).wrapping_add(h2).wrapping_mul(5).wrapping_add(0x561c_cd1b);
        }
        if !high.is_empty() {
            h2 ^= second(word(high));
        }
        if block.len() == 8 {
            h2 = h2.rotate_left(13).wrapping_add(h1).wrapping_mul(5).wrapping_add(0x0bca_a747);
        }
    }
    let length = bytes.len() as u32;
    let mix = |h: u32| {
        let h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
        let h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
        h ^ (h >> 16)
    };
    h2 ^= length;
    h1 = (h1 ^ length).wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    u64::from(h2) << 32 | u64::from(h1)
}

#[cfg(test)]
mod tests {
    use super::unique_string;

    #[test]
    fn agrees_with_bicep() {
        for (text, expected) in [
            ("test", "rbgf3xv4ufgzg"),
            ("hello-world", "a7wkljktk6wne"),
            ("abc", "cgtzqvhu4i23s"),
            ("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg", "bmg7c6xu4tw46"),
            ("foo-bar-baz", "xzi4ioaxtmth4"),
        ] {
            assert_eq!(unique_string(text), expected, "{text}");
        }
    }
}
