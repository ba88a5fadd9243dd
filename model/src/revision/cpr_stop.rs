use serde::{Deserialize, Serialize};

/// The moment at which a migration for CPR stops the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CprStop {
    /// At its completion, as every migration does.
    InCompletion,
    /// Before the migration thread is created (9867d4ddd0).
    BeforeThread,
}
