//! Labels and tags: keys with values, in the order of the keys.

/// A short map from text to text. The standard library's tree is 3 KB of the page, for maps of a dozen keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map(Vec<(String, String)>);

impl Map {
    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(key))
    }

    /// Sets a key; answers the value that it had.
    pub fn insert(&mut self, key: String, value: String) -> Option<String> {
        match self.place(&key) {
            Ok(at) => self.0.get_mut(at).map(|(_, known)| std::mem::replace(known, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&String> {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// Takes a key out; answers its value.
    pub fn remove(&mut self, key: &str) -> Option<String> {
        self.place(key).ok().map(|at| self.0.remove(at).1)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl FromIterator<(String, String)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        // Sorted at once: to insert ten thousand keys one by one moves each of them thousands of times.
        let mut all: Vec<(String, String)> = pairs.into_iter().collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut map: Vec<(String, String)> = Vec::with_capacity(all.len());
        for (key, value) in all {
            match map.last_mut() {
                // Of a key that occurs twice the later value stays; the sort keeps their order.
                Some((last, earlier)) if *last == key => *earlier = value,
                _ => map.push((key, value)),
            }
        }
        Self(map)
    }
}

impl<const N: usize> From<[(String, String); N]> for Map {
    fn from(pairs: [(String, String); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl IntoIterator for Map {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn does_as_the_standard_map(steps in proptest::collection::vec(("[a-c]{0,2}", "[x-z]", any::<bool>()), 0..30)) {
            let (mut ours, mut theirs) = (Map::default(), BTreeMap::new());
            for (key, value, put) in steps {
                if put {
                    prop_assert_eq!(ours.insert(key.clone(), value.clone()), theirs.insert(key.clone(), value));
                } else {
                    prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!((ours.len(), ours.contains_key(&key)), (theirs.len(), theirs.contains_key(&key)));
            }
            prop_assert_eq!(ours.iter().collect::<Vec<_>>(), theirs.iter().collect::<Vec<_>>());
        }
    }
}
