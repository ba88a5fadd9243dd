use serde::{Deserialize, Serialize};

use crate::source::Source;

/// The way the end of the return path is brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReturnPathEnd {
    /// By a shutdown, if the file to the destination is there and has failed.
    OnFileError,
    /// By a shutdown, if an error of the migration was recorded (9425ef3f99).
    OnMigrationError,
}

impl ReturnPathEnd {
    /// Returns true if it is shut down before its thread is joined.
    pub(crate) fn is_forced(self, source: &Source) -> bool {
        match self {
            ReturnPathEnd::OnFileError => {
                source.migration.to_dst_file.get() && source.file.get_error()
            }
            ReturnPathEnd::OnMigrationError => source.migrate_has_error(),
        }
    }
}
