use serde::{Deserialize, Serialize};

use super::SlotOwner;
use crate::send::Pages;

/// The moment at which a page set is emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PagesReset {
    /// At the filling of the packet.
    BeforeWrite,
    /// After the write of the packet (836eca47f6).
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
