//! The standing of a search: how far it is, and how to go on from there later.

use std::io;

use serde::{Serialize, de::DeserializeOwned};

use super::collector::Collector;

/// The standing of a search between two schedules.
pub struct Standing<'a> {
    pub(crate) collector: &'a Collector,
    pub(crate) keep: &'a dyn Fn(&mut dyn io::Write) -> io::Result<()>,
    pub(crate) share: &'a dyn Fn() -> Option<f64>,
    pub(crate) is_last: bool,
}

impl Standing<'_> {
    /// The number of schedules run so far.
    pub fn schedules(&self) -> u64 {
        self.collector.schedules()
    }

    /// The number of distinct violations found so far.
    pub fn found(&self) -> usize {
        self.collector.found()
    }

    /// The number of schedules in all, as far as one can tell: Optimal-DPOR
    /// can, once it has seen some of them. A search by states cannot: what it must
    /// still try is known to it only when it comes back to where that begins.
    pub fn estimate(&self) -> Option<u64> {
        let share = (self.share)().filter(|share| *share > 0.0)?;
        Some((self.schedules() as f64 / share) as u64)
    }

    /// Returns true if it may stop here, because it has come to a limit.
    pub fn is_last(&self) -> bool {
        self.is_last
    }

    /// Writes down all that [`Search::watched`](super::Search::watched) needs to go on from here.
    ///
    /// # Errors
    /// If it cannot be written. [`io::ErrorKind::Unsupported`] if the strategy
    /// cannot be kept: Optimal-DPOR, search by states and iterative preemption
    /// bounding can.
    pub fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.collector.keep(out)?;
        (self.keep)(out)
    }
}

/// Watches a search: sees where it stands after each schedule, or each round of them.
pub type Watch<'a> = dyn FnMut(&Standing<'_>) + 'a;

/// Writes `value` down for [`read`].
pub(super) fn write(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    postcard::to_io(value, out).map(|_| ()).map_err(io::Error::other)
}

/// The value that [`write`] wrote, and the bytes after it; nothing if it is something else.
pub(super) fn take<T: DeserializeOwned>(kept: &[u8]) -> Option<(T, &[u8])> {
    postcard::take_from_bytes(kept).ok()
}

/// The value that [`write`] wrote, if no bytes follow; nothing if it is something else.
pub(super) fn read<T: DeserializeOwned>(kept: &[u8]) -> Option<T> {
    take(kept).and_then(|(value, rest)| rest.is_empty().then_some(value))
}
