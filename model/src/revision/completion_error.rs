use serde::{Deserialize, Serialize};

use crate::{migration::Rest, source::Source};

/// Error that a completion records when it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompletionError {
    /// Nothing.
    Unsaid,
    /// The error of the file, or that there was one (30158d8850).
    FileFirst,
    /// Its own error, and otherwise that of the file (11.1:completion-errors).
    OwnFirst,
}

impl CompletionError {
    /// The completion has failed, after it has come so far.
    pub(crate) fn record(self, source: &Source, rest: Rest) {
        match (self, rest) {
            (CompletionError::Unsaid, _) => (),
            (CompletionError::OwnFirst, Rest::NotBegun) => source.migrate_set_follow_up(),
            (CompletionError::FileFirst | CompletionError::OwnFirst, rest) => {
                if source.file.get_error() {
                    source.record_file_error();
                } else if rest != Rest::Saved {
                    source.migrate_set_follow_up();
                }
            }
        }
    }
}
