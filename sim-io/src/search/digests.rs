//! Tables whose keys are digests already.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::machine::mix;

/// The most bytes that a search by states takes unless it is told otherwise.
pub(crate) const MEMORY_MAX: u64 = 4 << 30;

/// The approximate number of bytes of a table: a key, a value and a tag for each place.
pub(super) fn bytes_of<K, V, S>(table: &HashMap<K, V, S>) -> u64 {
    (table.capacity() * (size_of::<(K, V)>() + 1)) as u64
}

/// Builds the hasher that leaves a digest as it is.
pub(super) type ByDigest = BuildHasherDefault<Identity>;

/// The hash of a digest is the digest.
#[derive(Default)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("a digest is a u64");
    }
    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

/// Builds the hasher that mixes as a digest does.
pub(super) type ByMixing = BuildHasherDefault<Mixing>;

/// The hash of words is a digest of them.
#[derive(Default)]
pub(super) struct Mixing(u64);

impl Hasher for Mixing {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("only words are mixed");
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = mix(self.0, word);
    }
    fn write_u32(&mut self, word: u32) {
        self.write_u64(word.into());
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}
