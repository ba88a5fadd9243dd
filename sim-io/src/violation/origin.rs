//! Deeds of threads that a violation comes of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A deed that a violation comes of, beside the step that shows it.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Origin {
    /// The deed.
    pub deed: Deed,
    /// The name of the thread that did it.
    pub thread: String,
    /// The QEMU function that it did it in.
    pub function: String,
    /// The order of the deed and the step that shows the violation.
    pub relation: Relation,
}

/// A deed at the object of a violation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// The memory was allocated.
    Allocated,
    /// The thread was created.
    Created,
    /// The memory was freed.
    Freed,
    /// The lock or the semaphore was destroyed.
    Destroyed,
    /// The memory was read.
    Read,
    /// The memory was written.
    Written,
    /// The lock is held.
    Holds,
    /// The semaphore is waited on.
    Waits,
}

/// The order of a deed and the step that shows the violation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// It happens before.
    Before,
    /// Nothing orders the two.
    Unordered,
    /// The search does not keep what tells it.
    Untold,
}

impl Deed {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Deed::Allocated => "allocated",
            Deed::Created => "created",
            Deed::Freed => "freed",
            Deed::Destroyed => "destroyed",
            Deed::Read => "read",
            Deed::Written => "written",
            Deed::Holds => "held",
            Deed::Waits => "waited on",
        }
    }
}

impl Origin {
    /// The name of the thread without the number that tells it from others of its kind.
    pub fn role(&self) -> &str {
        super::role(&self.thread)
    }

    /// The deed in a line, for all threads of a kind.
    fn signature(&self) -> String {
        format!("{} in {} by {}", self.deed.name(), self.function, self.role())
    }
}

/// The deeds in a line: equal for any number of threads of a kind.
pub(super) fn signature(origins: &[Origin]) -> String {
    let mut lines: Vec<String> =
        origins.iter().map(|origin| super::without_digits(&origin.signature())).collect();
    lines.sort();
    lines.dedup();
    lines.join("; ")
}
