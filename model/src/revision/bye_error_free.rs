use serde::{Deserialize, Serialize};

use sim_io::g_free;

use super::TlsEnd;
use crate::send::ByeError;

/// Who frees the error of a session that could not be ended, since somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ByeErrorFree {
    /// The scope that it is in.
    Scope,
    /// The scope, and whoever reports it (ffaa1b50a8).
    Twice,
    /// Whoever reports it (c1116b1d73).
    Report,
}

impl ByeErrorFree {
    /// The error was reported. Before 82f038d596 nobody frees it.
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
