//! Devices that send their state over multifd.

use serde::{Deserialize, Serialize};

use super::phrase::Phrase;

/// The words of [`Devices`].
pub(super) const WORDS: Phrase = Phrase("{0} device{s} of {1} packet{s}");

/// Devices with a `save_complete_precopy_thread`, as VFIO's have.
///
/// If the revision knows no such threads, they save over the main channel as any device does, which
/// is not modelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// The number of devices.
    pub count: u8,
    /// The packets that the state of each takes.
    pub packets: u8,
}

impl Devices {
    /// There are none.
    pub const NONE: Devices = Devices { count: 0, packets: 0 };

    /// The packets of all of them.
    pub fn pieces(self) -> u64 {
        u64::from(self.count) * u64::from(self.packets)
    }
}
