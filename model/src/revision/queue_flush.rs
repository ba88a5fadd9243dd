use serde::{Deserialize, Serialize};

/// The moment at which the queue of pages is flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QueueFlush {
    /// As soon as a page fills it.
    WhenFull,
    /// As soon as another page meets it full (f88f86c4ee).
    BeforeOverflow,
}
