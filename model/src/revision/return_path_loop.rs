use serde::{Deserialize, Serialize};

use crate::migration::MigrationStatus;

/// States of the migration in which the thread of the return path reads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathLoop {
    /// Those that are set up or active: a cancel ends the loop before the next message.
    SetupOrActive,
    /// Those that are running, CANCELLING included (f018eb62b2).
    Running,
}

impl ReturnPathLoop {
    /// Returns true if `state` is one of them.
    pub(crate) fn goes_on(self, state: MigrationStatus) -> bool {
        match self {
            ReturnPathLoop::SetupOrActive => state.is_setup_or_active(),
            ReturnPathLoop::Running => state.is_running(),
        }
    }
}
