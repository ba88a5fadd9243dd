use serde::{Deserialize, Serialize};

/// When the queue of pages is flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QueueFlush {
    /// When a page fills it.
    WhenFull,
    /// When another page meets it full (f88f86c4ee).
    BeforeOverflow,
}
