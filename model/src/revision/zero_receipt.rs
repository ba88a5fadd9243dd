use serde::{Deserialize, Serialize};

use crate::incoming::Incoming;

/// Reaction of a channel of the destination to a page that is said to be zero.
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
    pub(crate) fn zero(self, incoming: &Incoming, page: u8) {
        let clear = || incoming.pages.at(page).version.set(0);
        match self {
            ZeroReceipt::Looked => clear(),
            ZeroReceipt::Recorded if incoming.is_received(page) => clear(),
            ZeroReceipt::Recorded => incoming.set_received(page),
        }
    }

    /// A page has come that is not zero.
    pub(crate) fn normal(self, incoming: &Incoming, page: u8) {
        match self {
            ZeroReceipt::Looked => (),
            ZeroReceipt::Recorded => incoming.set_received(page),
        }
    }
}
