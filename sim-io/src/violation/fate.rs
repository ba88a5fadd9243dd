//! Threads of an execution that is stuck.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A thread of an execution that is stuck, and where it stands.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Fate {
    /// The name of the thread.
    pub thread: String,
    /// The QEMU function of its last step, or of the step that it waits to take; empty for
    /// a thread that took none.
    pub function: String,
    /// The place where it stands.
    pub stand: Stand,
}

/// The place where a thread stands for ever.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// It was never created.
    NeverCreated,
    /// It waits.
    Waits {
        /// The name of the operation, as [`crate::OperationKind::name`] has it.
        operation: String,
        /// The object, or the thread that it joins.
        object: String,
        /// The thread that holds a lock that it waits for.
        holder: Option<String>,
    },
    /// It has ended. No step is told if it took none but locks and plain memory.
    Ended(Option<LastStep>),
}

/// The last step of a thread that has ended: the way out that it took.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct LastStep {
    /// The name of the operation, as [`crate::OperationKind::name`] has it.
    pub operation: String,
    /// The object, or the thread that was created or joined.
    pub object: String,
    /// The value that it stored or compared with.
    pub argument: u64,
    /// The value that it returned.
    pub result: u64,
}

impl Fate {
    /// The thread's part, without the number that tells it from others of its kind.
    pub fn role(&self) -> &str {
        super::role(&self.thread)
    }

    /// The number that tells the thread from others of its kind.
    pub fn number(&self) -> Option<u8> {
        first_number(&self.thread)
    }

    /// The fate in a line, for all threads of its kind.
    fn signature(&self) -> String {
        let role = self.role();
        let within = match self.function.as_str() {
            "" => String::new(),
            function => format!(" in {function}"),
        };
        match &self.stand {
            Stand::NeverCreated => format!("{role} was never created"),
            Stand::Waits { operation, object, .. } => {
                format!("{role} {operation} {object}{within}")
            }
            Stand::Ended(None) => format!("{role} ended"),
            Stand::Ended(Some(last)) => {
                let LastStep { operation, object, result, .. } = last;
                let result = if operation.starts_with("load") && *result < 2 {
                    yes_or_no(*result)
                } else {
                    ""
                };
                format!("{role} ended{within} after {operation} {object}{result}")
            }
        }
    }
}

/// The value of a flag, in words: digits are left out of a signature.
fn yes_or_no(flag: u64) -> &'static str {
    if flag == 0 { ", not set" } else { ", set" }
}

/// The first number in a name.
pub(super) fn first_number(name: &str) -> Option<u8> {
    let start = name.find(|c: char| c.is_ascii_digit())?;
    let digits = &name[start..];
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// The cause of a deadlock in a line: equal for any number of threads of a
/// kind, as long as they stand alike.
pub(super) fn signature(fates: &[Fate]) -> String {
    let line = |fate: &Fate| super::without_digits(&fate.signature());
    let mut lines: Vec<String> = fates.iter().map(line).collect();
    lines.sort();
    lines.dedup();
    lines.join("; ")
}
