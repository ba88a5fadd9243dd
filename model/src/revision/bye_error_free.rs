use serde::{Deserialize, Serialize};

use sim_io::g_free;

use super::TlsEnd;
use crate::send::ByeError;

/// Code that frees the error of a session that could not be ended, if any does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ByeErrorFree {
    /// The scope that it is in.
    Scope,
    /// The scope, and the reporter of the error (ffaa1b50a8).
    Twice,
    /// The reporter of the error (c1116b1d73).
    Report,
}

impl ByeErrorFree {
    /// The error was reported. Before 82f038d596 it is not freed.
    pub(crate) fn reported(self, end: TlsEnd, error: ByeError) {
        match (end, self) {
            (TlsEnd::Never | TlsEnd::Always, _) => (),
            (TlsEnd::OnSuccess, ByeErrorFree::Scope | ByeErrorFree::Report) => {
                g_free(error.memory);
            }
            (TlsEnd::OnSuccess, ByeErrorFree::Twice) => {
                g_free(error.memory);
                g_free(error.memory);
            }
        }
    }
}
