use serde::{Deserialize, Serialize};

/// Code that closes the file of the return path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathFile {
    /// The join of its thread.
    WithJoin,
    /// The cleanup, or a pause of a postcopy (11.0:return-path-file).
    InCleanup,
}
