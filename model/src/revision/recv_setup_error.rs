use serde::{Deserialize, Serialize};
use sim_io::{Error, Name, c_assert};

/// Reaction of the destination to a setup of multifd that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecvSetupError {
    /// It sets an error where one is set already.
    SetTwice,
    /// It hands it on (1d3886f837).
    HandedOn,
}

impl RecvSetupError {
    /// There was one.
    pub(crate) fn handle(self, error: Error) -> Error {
        match self {
            RecvSetupError::SetTwice => {
                c_assert(false, "*errp == NULL", Name::of("multifd_recv_state"));
            }
            RecvSetupError::HandedOn => (),
        }
        error
    }
}
