//! Results already computed of two summaries, or of parts of them.

use std::{collections::HashMap, hash::Hash};

use super::{
    Page, Prepended, Summary, Uses,
    step::{Order, Step},
};
use crate::{
    machine::mix,
    search::digests::{ByDigest, bytes_of},
};

/// Results already computed of two. Only looked up, never iterated: no order can leak.
#[derive(Default)]
pub(super) struct Known {
    pub(super) unions: HashMap<u64, Summary, ByDigest>,
    pub(super) unions_of_pages: HashMap<u64, Page, ByDigest>,
    pub(super) unions_of_uses: HashMap<u64, Uses, ByDigest>,
    pub(super) steps: HashMap<Step, u32>,
    pub(super) orders: HashMap<Order, u32>,
    pub(super) prepended: HashMap<u64, Prepended, ByDigest>,
    pub(super) prepended_to_pages: HashMap<u64, Page, ByDigest>,
    pub(super) prepended_to_uses: HashMap<u64, Uses, ByDigest>,
    pub(super) moved: HashMap<u64, Summary, ByDigest>,
    pub(super) moved_pages: HashMap<u64, Page, ByDigest>,
    pub(super) moved_uses: HashMap<u64, Uses, ByDigest>,
}

impl Known {
    pub(super) fn bytes(&self) -> u64 {
        bytes_of(&self.unions)
            + bytes_of(&self.unions_of_pages)
            + bytes_of(&self.unions_of_uses)
            + bytes_of(&self.prepended)
            + bytes_of(&self.prepended_to_pages)
            + bytes_of(&self.prepended_to_uses)
            + bytes_of(&self.moved)
            + bytes_of(&self.moved_pages)
            + bytes_of(&self.moved_uses)
    }
}

/// No two pairs mix to the same.
pub(super) fn pair(a: u32, b: u32) -> u64 {
    mix(u64::from(a) << 32 | u64::from(b), 0)
}

/// The number of `new`, among those that are numbered.
pub(super) fn number<K: Hash + Eq>(numbers: &mut HashMap<K, u32>, new: K) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(new).or_insert(next)
}
