use serde::{Deserialize, Serialize};

use crate::source::Source;

/// Moments at which a loop over the channels asks for their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelCount {
    /// In each of its turns.
    EachTurn,
    /// Before the first: a send since 75d782a1e9, a sync since ba92642400.
    Once,
}

impl ChannelCount {
    /// The loop begins; how many there are, unless each turn asks.
    pub(crate) fn begins(self, source: &Source) -> Option<u8> {
        match self {
            ChannelCount::EachTurn => None,
            ChannelCount::Once => Some(source.migrate_multifd_channels()),
        }
    }
}
