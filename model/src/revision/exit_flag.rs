use serde::{Deserialize, Serialize};

/// The way a channel learns that it shall exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ExitFlag {
    /// By `p->quit` of its own, which follows the global `exiting` under `p->mutex`.
    PerChannel,
    /// By `exiting` alone, set before anything else (15f3f21d59).
    Global,
}
