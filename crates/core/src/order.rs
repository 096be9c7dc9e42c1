//! Short lists in order.

/// Puts an item into a list that is in the order of a key, behind those with the same key.
///
/// For the lists of a plan this is as quick as sorting, and the standard library's sorts are 10 KB of the page.
pub fn insert_by<T, K: Ord>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) {
    let at = list.partition_point(|other| key(other) <= key(&item));
    list.insert(at, item);
}
