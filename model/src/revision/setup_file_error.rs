use serde::{Deserialize, Serialize};

use crate::source::Source;

/// Place of the error of a setup of RAM or of a device that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SetupFileError {
    /// Also in the file of the main channel.
    InFile,
    /// Only with its caller (9b0b00a675).
    Returned,
}

impl SetupFileError {
    /// It has failed.
    pub(crate) fn failed(self, source: &Source) {
        match self {
            SetupFileError::InFile => source.file.set_error(),
            SetupFileError::Returned => (),
        }
    }
}
