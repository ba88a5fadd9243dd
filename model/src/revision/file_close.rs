use serde::{Deserialize, Serialize};
use sim_io::qio_channel_stall;

use crate::{send::SendParams, source::Source, world::FaultKind};

/// Condition for which the cleanup waits when it closes a channel on a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileClose {
    /// All data is on the disk, with the big lock held.
    Synced,
    /// Nothing (61dec06082).
    AtOnce,
}

impl FileClose {
    /// A channel is about to be closed.
    pub(crate) fn closing(self, source: &Source, p: &SendParams) {
        match self {
            FileClose::Synced if source.world.strikes(p.id, FaultKind::DiskStalls) => {
                qio_channel_stall(source.file_channel(p.id));
            }
            FileClose::Synced | FileClose::AtOnce => (),
        }
    }
}
