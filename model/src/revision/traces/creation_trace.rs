use serde::{Deserialize, Serialize};

use crate::events;

/// Event of a channel that could not be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CreationTrace {
    /// None does.
    Silent,
    /// `multifd_new_send_channel_async_error` does (967e388987).
    Said,
}

impl CreationTrace {
    pub(crate) fn failed(self, id: u8) {
        match self {
            CreationTrace::Silent => (),
            CreationTrace::Said => events::multifd_new_send_channel_async_error(id),
        }
    }
}
