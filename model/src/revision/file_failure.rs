use serde::{Deserialize, Serialize};
use sim_io::Error;

use crate::source::Source;

/// Reaction of the setup to a channel that cannot open the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileFailure {
    /// It returns, and says nothing.
    ReturnsAtOnce,
    /// It goes on with the others, waits for all, and fails (0bd5b9284f).
    AfterAll,
}

impl FileFailure {
    /// There was one; whether the setup goes on.
    pub(crate) fn goes_on(self, source: &Source, error: Error) -> bool {
        match self {
            FileFailure::ReturnsAtOnce => false,
            FileFailure::AfterAll => {
                source.migrate_set_error(error);
                true
            }
        }
    }
}
