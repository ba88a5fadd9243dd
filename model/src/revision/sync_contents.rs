use serde::{Deserialize, Serialize};

use super::SlotOwner;
use crate::send::{SendParams, SendState};

/// What a SYNC says about pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SyncContents {
    /// What the channel's own set has.
    Pages,
    /// Nothing: the set is not looked at (d7e58f412c).
    Nothing,
}

impl SyncContents {
    /// How many pages the packet of a channel speaks of.
    pub(crate) fn pages(self, owner: SlotOwner, send: &SendState, p: &SendParams) -> u64 {
        match self {
            SyncContents::Pages => owner.len(&send.page_set(p.pages.get())),
            SyncContents::Nothing => 0,
        }
    }
}
