//! Values of which a plan says whether it states them.

use std::ops::{Deref, DerefMut};

/// A switch, a list or a map, and whether the plan states it. One that is not stated is off or empty, which is AKS's
/// default. Rules read the value through [`Deref`]; whoever sets or changes it states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated<T> {
    value: T,
    is_stated: bool,
}

impl<T> Stated<T> {
    /// Returns whether the plan states the value, be it the default.
    pub fn is_stated(&self) -> bool {
        self.is_stated
    }

    /// Returns the value, if the plan states it.
    pub fn stated(&self) -> Option<&T> {
        self.is_stated.then_some(&self.value)
    }
}

impl<T> Deref for Stated<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Stated<T> {
    /// Returns the value, to be changed. It is stated from then on.
    fn deref_mut(&mut self) -> &mut T {
        self.is_stated = true;
        &mut self.value
    }
}

impl<T> From<T> for Stated<T> {
    /// Returns a value that is stated.
    fn from(value: T) -> Self {
        Self { value, is_stated: true }
    }
}

impl<A, T: FromIterator<A>> FromIterator<A> for Stated<T> {
    fn from_iter<I: IntoIterator<Item = A>>(items: I) -> Self {
        T::from_iter(items).into()
    }
}

#[allow(clippy::into_iter_without_iter)] // `iter` is the value's own, through `Deref`.
impl<'a, T> IntoIterator for &'a Stated<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_or_changed_is_stated() {
        let mut list = Stated::<Vec<String>>::default();
        assert_eq!((list.is_stated(), list.stated(), list.len()), (false, None, 0));
        list.clear();
        assert_eq!(list.stated(), Some(&Vec::new()));
        assert_ne!(list, Stated::default());
        let mut flag = Stated::from(false);
        assert_eq!((flag.stated(), *flag), (Some(&false), false));
        *flag = true;
        assert_eq!(flag, Stated::from(true));
    }
}
