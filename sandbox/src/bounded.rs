//! Collections that forget their oldest items instead of growing without end.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// A list that keeps the newest items.
#[derive(Debug)]
pub(crate) struct Ring<T> {
    items: VecDeque<T>,
    most: usize,
}

impl<T> Ring<T> {
    /// An empty ring that keeps `most` items.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            items: VecDeque::new(),
            most,
        }
    }

    /// Adds an item and forgets the oldest when there is no room.
    pub(crate) fn push(&mut self, item: T) {
        if self.items.len() >= self.most {
            self.items.pop_front();
        }
        self.items.push_back(item);
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter()
    }
}

/// A map that keeps the newest entries.
#[derive(Debug)]
pub(crate) struct BoundedMap<K, V> {
    entries: HashMap<K, V>,
    order: VecDeque<K>,
    most: usize,
}

impl<K: Eq + Hash + Clone, V> BoundedMap<K, V> {
    /// An empty map that keeps `most` entries.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            entries: HashMap::new(),
            order: VecDeque::new(),
            most,
        }
    }

    /// Adds an entry under a new key and forgets the oldest when there is no room.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.order.len() >= self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
        self.order.push_back(key.clone());
        self.entries.insert(key, value);
    }

    /// The entry of a key.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.entries.get(key)
    }

    /// The entry of a key, to be changed; a new one where there is none.
    pub(crate) fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        if !self.entries.contains_key(&key) {
            self.insert(key.clone(), V::default());
        }
        self.entries.entry(key).or_default()
    }

    /// The entry of a key, to be changed.
    pub(crate) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.entries.get_mut(key)
    }

    /// Every entry, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter()
    }

    /// Every entry, to be changed, in no order.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.entries.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_ring_forgets_the_oldest() {
        let mut ring = Ring::new(2);
        (1..=3).for_each(|n| ring.push(n));
        assert_eq!(ring.iter().copied().collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_full_map_forgets_the_oldest() {
        let mut map = BoundedMap::new(2);
        (1..=3).for_each(|n| map.insert(n, n * 10));
        assert_eq!(
            (map.get(&1), map.get(&2), map.get(&3)),
            (None, Some(&20), Some(&30))
        );
    }
}
