use serde::{Deserialize, Serialize};

use sim_io::touch;

use crate::{incoming::Incoming, recv::ReceivedMap};

/// The moment at which the destination cleans up what loads RAM and devices, and with it the map of
/// the pages that have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoadvmCleanup {
    /// After the main channel is loaded, whatever the channels do.
    AfterLoad,
    /// After the channels have ended (4ce5622908).
    AfterChannels,
}

impl LoadvmCleanup {
    /// The main channel is loaded, or cannot be.
    pub(crate) fn loaded(self, incoming: &Incoming) {
        match self {
            LoadvmCleanup::AfterLoad => incoming.qemu_loadvm_state_cleanup(),
            LoadvmCleanup::AfterChannels => (),
        }
    }

    /// A channel uses the map. If it is freed after the channels, a thread that comes too late for
    /// it has come too late for `p` as well, where that is seen.
    pub(crate) fn used(self, map: ReceivedMap) {
        match self {
            LoadvmCleanup::AfterLoad => touch(map.memory),
            LoadvmCleanup::AfterChannels => (),
        }
    }
}
