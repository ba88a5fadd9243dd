use serde::{Deserialize, Serialize};

/// Thread that sets multifd up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SetupThread {
    /// The main loop, which cannot complete a connection meanwhile.
    MainLoop,
    /// The migration thread, without the big lock (dd904bc13f).
    MigrationThread,
}
