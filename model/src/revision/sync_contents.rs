use serde::{Deserialize, Serialize};

use super::SlotOwner;
use crate::send::{SendParams, SendState};

/// Pages in a packet with SYNC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SyncContents {
    /// Those of the channel's own set.
    Pages,
    /// Nothing: the set is not looked at (d7e58f412c).
    Nothing,
}

impl SyncContents {
    /// Returns the number of pages that the packet of a channel speaks of.
    pub(crate) fn pages(self, owner: SlotOwner, send: &SendState, p: &SendParams) -> u64 {
        match self {
            SyncContents::Pages => owner.len(&send.page_set(p.pages.get())),
            SyncContents::Nothing => 0,
        }
    }
}
