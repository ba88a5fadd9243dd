//! Lists that are each kept once, and go by a number.

use std::{collections::HashMap, hash::Hash, rc::Rc};

use serde::{Deserialize, Serialize, Serializer};

use super::super::super::digests::{ByMixing, bytes_of};

/// Lists of `T`. Number 0 is the empty one.
#[derive(Deserialize)]
#[serde(from = "Vec<Rc<[T]>>", bound(deserialize = "T: Deserialize<'de> + Eq + Hash"))]
pub(super) struct Interned<T> {
    all: Vec<Rc<[T]>>,
    /// The length of all of them together.
    len: usize,
    // Only looked up, never iterated: its order cannot leak.
    numbers: HashMap<Rc<[T]>, u32, ByMixing>,
}

impl<T: Serialize> Serialize for Interned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The numbers follow from that.
        self.all.serialize(serializer)
    }
}

impl<T: Eq + Hash> From<Vec<Rc<[T]>>> for Interned<T> {
    fn from(all: Vec<Rc<[T]>>) -> Self {
        let numbers = all.iter().cloned().zip(0..).collect();
        let len = all.iter().map(|list| list.len()).sum();
        Interned { all, len, numbers }
    }
}

impl<T: Eq + Hash + Copy> Interned<T> {
    pub(super) fn new() -> Self {
        Interned::from(vec![Rc::from([])])
    }

    pub(super) fn number(&mut self, list: &[T]) -> u32 {
        if let Some(number) = self.numbers.get(list) {
            return *number;
        }
        let number = self.all.len() as u32;
        let list: Rc<[T]> = list.into();
        self.len += list.len();
        self.all.push(list.clone());
        self.numbers.insert(list, number);
        number
    }

    pub(super) fn get(&self, number: u32) -> &[T] {
        &self.all[number as usize]
    }

    /// The list, for callers that add others while they read it.
    pub(super) fn shared(&self, number: u32) -> Rc<[T]> {
        self.all[number as usize].clone()
    }

    /// The approximate number of bytes that they take.
    pub(super) fn bytes(&self) -> u64 {
        // Two counts for each list, and what points there.
        let each = size_of::<Rc<[T]>>() + 2 * size_of::<usize>();
        (self.all.len() * each + self.len * size_of::<T>()) as u64 + bytes_of(&self.numbers)
    }
}
