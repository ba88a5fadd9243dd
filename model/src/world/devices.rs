//! Devices that send their state over multifd.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Devices with a `save_complete_precopy_thread`, as VFIO's have.
///
/// Where the revision knows no such threads, they save over the main channel as any
/// device does, which is not modelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Devices {
    /// How many there are.
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

impl fmt::Display for Devices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: u8| if count == 1 { "" } else { "s" };
        match self.count {
            0 => Ok(()),
            count => {
                let (some, of) = (plural(count), plural(self.packets));
                write!(f, ", {count} device{some} of {} packet{of}", self.packets)
            }
        }
    }
}
