use serde::{Deserialize, Serialize};

/// The moment at which the cleanup ends the return path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathJoin {
    /// After it has closed the file to the destination.
    AfterFile,
    /// Before anything else (22b04245f0).
    First,
}
