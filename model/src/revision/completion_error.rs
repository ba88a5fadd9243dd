use serde::{Deserialize, Serialize};

use crate::source::Source;

/// What a completion that fails says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompletionError {
    /// Nothing.
    Unsaid,
    /// The error of the file, or that there was one (30158d8850).
    Recorded,
}

impl CompletionError {
    /// The completion has failed; `saved` if everything was saved before.
    pub(crate) fn record(self, source: &Source, saved: bool) {
        match self {
            CompletionError::Unsaid => (),
            CompletionError::Recorded => {
                if source.file.get_error() {
                    source.record_file_error();
                } else if !saved {
                    source.migrate_set_follow_up();
                }
            }
        }
    }
}
