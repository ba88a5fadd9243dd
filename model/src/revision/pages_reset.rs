use serde::{Deserialize, Serialize};

use super::SlotOwner;
use crate::send::Pages;

/// When a page set is emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PagesReset {
    /// When the packet is filled.
    BeforeWrite,
    /// When the packet is written (836eca47f6).
    AfterWrite,
}

impl PagesReset {
    /// The packet is filled.
    pub(crate) fn filled(self, owner: SlotOwner, pages: &Pages) {
        match self {
            PagesReset::BeforeWrite => owner.emptied(pages),
            PagesReset::AfterWrite => (),
        }
    }

    /// The packet is written.
    pub(crate) fn written(self, owner: SlotOwner, pages: &Pages) {
        match self {
            PagesReset::BeforeWrite => (),
            PagesReset::AfterWrite => owner.emptied(pages),
        }
    }
}
