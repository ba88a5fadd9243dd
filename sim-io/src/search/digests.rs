//! Tables whose keys are digests already.

use std::hash::{BuildHasherDefault, Hasher};

/// The most states that a search stores: about 1 GiB.
pub(super) const STATES_MAX: usize = 1 << 24;

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
