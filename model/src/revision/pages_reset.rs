use serde::{Deserialize, Serialize};

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
    pub(crate) fn filled(self, pages: &Pages) {
        match self {
            PagesReset::BeforeWrite => pages.multifd_pages_reset(),
            PagesReset::AfterWrite => (),
        }
    }

    /// The packet is written.
    pub(crate) fn written(self, pages: &Pages) {
        match self {
            PagesReset::BeforeWrite => (),
            PagesReset::AfterWrite => pages.multifd_pages_reset(),
        }
    }
}
