use serde::{Deserialize, Serialize};

/// Who closes the file of the return path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathFile {
    /// Whoever joins its thread.
    WithJoin,
    /// The cleanup, or a pause of a postcopy (11.0:return-path-file).
    InCleanup,
}
