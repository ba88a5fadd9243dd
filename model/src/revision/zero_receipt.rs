use serde::{Deserialize, Serialize};

use crate::incoming::GuestPage;

/// What a channel of the destination makes of a page that is said to be zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ZeroReceipt {
    /// It looks at the page, and clears it unless it is zero already (303e6f54f9).
    Looked,
    /// It clears the page if `receivedmap` has it, and notes it there if not: the memory
    /// of a destination begins as zeros (5ef7e26bdb).
    Recorded,
}

impl ZeroReceipt {
    /// A page is said to be zero.
    pub(crate) fn zero(self, page: GuestPage) {
        match self {
            ZeroReceipt::Looked => page.version.set(0),
            ZeroReceipt::Recorded if page.received.get() => page.version.set(0),
            ZeroReceipt::Recorded => page.received.set(true),
        }
    }

    /// A page has come that is not zero.
    pub(crate) fn normal(self, page: GuestPage) {
        match self {
            ZeroReceipt::Looked => (),
            ZeroReceipt::Recorded => page.received.set(true),
        }
    }
}
