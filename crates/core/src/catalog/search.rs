//! Finding VM sizes by what is typed.

use std::cmp::Reverse;

use super::{Catalog, VmSize};

impl Catalog {
    /// Returns the sizes that are wanted and match what is typed, best first, at most `limit`.
    ///
    /// The words typed must each occur in the name, letter for letter but in any case. A name that begins with the
    /// first word ranks above one that only contains it, one that stays above one that retires, a shorter name above a
    /// longer one, a newer version of a series above an older one.
    pub(super) fn search(&self, typed: &str, limit: usize, wanted: &dyn Fn(&VmSize) -> bool) -> Vec<&VmSize> {
        let typed = typed.trim().to_ascii_lowercase();
        let typed = typed.strip_prefix("standard_").unwrap_or(&typed);
        let words: Vec<&str> = typed.split([' ', '_']).filter(|word| !word.is_empty()).collect();
        let mut hits = Vec::new();
        for size in self.sizes() {
            let name = size.short_name().to_ascii_lowercase();
            let (stem, version) = version(&name);
            let ends = size.retirement().is_some();
            // Who types the whole name means it, but "d4" is more often the beginning of D4s_v5 than the old size D4.
            let typed = if ends && version == 1 { "" } else { typed };
            if let Some(rank) = rank(&name, typed, &words).filter(|_| wanted(size)) {
                let place = (rank, ends, stem.len(), Reverse(version));
                hits.push((place, size));
            }
        }
        hits.sort_by_key(|(place, _)| *place);
        hits.into_iter().take(limit).map(|(_, size)| size).collect()
    }
}

/// Returns a name without the version of its series, and that version: 1 if the name has none.
fn version(name: &str) -> (&str, u32) {
    let versioned =
        name.rsplit_once('_').and_then(|(stem, last)| Some((stem, last.strip_prefix('v')?.parse().ok()?)));
    versioned.unwrap_or((name, 1))
}

/// Returns how well a name fits: 0 is best; `None` if it does not.
fn rank(name: &str, typed: &str, words: &[&str]) -> Option<u8> {
    if name == typed {
        return Some(0);
    }
    if !words.iter().all(|word| name.contains(word)) {
        return None;
    }
    let first = words.first().copied().unwrap_or_default();
    let Some(rest) = name.strip_prefix(first) else { return Some(3) };
    // "d4" means D4s_v5 before D48s_v5: a number goes on only with a digit.
    let goes_on =
        first.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit());
    Some(if goes_on { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str, limit: usize) -> Vec<String> {
        Catalog::embedded()
            .search(typed, limit, &|_| true)
            .iter()
            .map(|size| size.short_name().to_owned())
            .collect()
    }

    #[test]
    fn the_size_typed_comes_first() {
        assert_eq!(names("Standard_D4ds_v5", 1), ["D4ds_v5"]);
        assert_eq!(names("d4ds v5", 1), ["D4ds_v5"]);
        assert_eq!(names("ds12-1", 1), ["DS12-1_v2"]);
        assert_eq!(names("D4", 3), ["D4_v5", "D4_v4", "D4s_v7"]);
    }

    #[test]
    fn newer_versions_come_first() {
        assert_eq!(names("d4ds", 4), ["D4ds_v7", "D4ds_v6", "D4ds_v5", "D4ds_v4"]);
        assert_eq!(names("ds4", 3), ["DS4_v2", "DS4", "DS4_v2_Promo"]);
        assert_eq!(names("nc24ads", 1), ["NC24ads_A100_v4"]);
    }

    #[test]
    fn a_number_is_not_the_start_of_a_longer_one() {
        let hits = names("d4", 500);
        let place = |wanted: &str| hits.iter().position(|name| name == wanted).unwrap();
        let first_longer = hits.iter().position(|name| name.starts_with("D48")).unwrap();
        assert!(place("D4s_v5") < first_longer && place("D4ds_v5") < first_longer, "{hits:?}");
        assert!(hits[first_longer..].iter().all(|name| !name.starts_with("D4s")), "{hits:?}");
    }

    #[test]
    fn the_words_may_be_anywhere() {
        assert_eq!(names("a100 v4", 3), ["NC24ads_A100_v4", "NC48ads_A100_v4", "NC96ads_A100_v4"]);
        assert!(names("v5 ads", 500).contains(&"D4ads_v5".to_owned()));
    }

    #[test]
    fn nothing_typed_lists_everything_and_nonsense_nothing() {
        assert_eq!(names("", 2000).len(), 1506);
        assert_eq!(names(" _ ", 2000).len(), 1506);
        assert_eq!(names("no such size", 10), [""; 0]);
        assert_eq!(names("d4\u{202e}é", 10), [""; 0]);
    }
}
