//! Finding VM sizes by what is typed.

use super::{Catalogue, VmSize};
use crate::order::insert_by;
use crate::text::holds;

impl Catalogue {
    /// The sizes that match what is typed, best first, at most `limit`.
    ///
    /// The words typed must each occur in the name, letter for letter but in any case; a name that begins with
    /// the first word ranks above one that only holds it, and a shorter name above a longer one.
    pub fn search(&self, typed: &str, limit: usize) -> Vec<&VmSize> {
        let typed = typed.trim().to_ascii_lowercase();
        let typed = typed.strip_prefix("standard_").unwrap_or(&typed);
        let words: Vec<&str> = typed.split([' ', '_', '-']).filter(|word| !word.is_empty()).collect();
        let mut hits: Vec<(u8, usize, &VmSize)> = Vec::new();
        for size in self.sizes() {
            let name = size.short_name().to_ascii_lowercase();
            if let Some(rank) = rank(&name, typed, &words) {
                insert_by(&mut hits, (rank, name.len(), size), |(rank, length, _)| (*rank, *length));
                hits.truncate(limit);
            }
        }
        hits.into_iter().map(|(_, _, size)| size).collect()
    }
}

/// How well a name fits: 0 is best; nothing when it does not.
fn rank(name: &str, typed: &str, words: &[&str]) -> Option<u8> {
    if name == typed {
        return Some(0);
    }
    if !words.iter().all(|word| holds(name, word)) {
        return None;
    }
    let first = words.first().copied().unwrap_or_default();
    if !name.starts_with(first) {
        return Some(3);
    }
    // "d4" means D4s_v5 before D48s_v5: a number goes on only with a digit.
    let goes_on = name.chars().nth(first.chars().count()).is_some_and(|next| next.is_ascii_digit());
    Some(if goes_on && first.ends_with(|c: char| c.is_ascii_digit()) { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str, limit: usize) -> Vec<String> {
        Catalogue::embedded().search(typed, limit).iter().map(|size| size.short_name().to_owned()).collect()
    }

    #[test]
    fn the_size_typed_comes_first() {
        assert_eq!(names("Standard_D4ds_v5", 1), ["D4ds_v5"]);
        assert_eq!(names("d4ds v5", 1), ["D4ds_v5"]);
    }

    #[test]
    fn a_number_is_not_the_start_of_a_longer_one() {
        let hits = names("d4", 40);
        assert!(hits.contains(&"D4s_v5".to_owned()) && hits.contains(&"D4ds_v5".to_owned()), "{hits:?}");
        assert!(hits.iter().all(|name| !name.starts_with("D48")), "{hits:?}");
    }

    #[test]
    fn nothing_typed_lists_everything_and_nonsense_nothing() {
        assert_eq!(names("", 2000).len(), 1502);
        assert_eq!(names("no such size", 10), [""; 0]);
    }
}
