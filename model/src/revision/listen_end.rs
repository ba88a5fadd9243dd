use serde::{Deserialize, Serialize};

use sim_io::{Error, qemu_bh_schedule, qemu_mutex_lock, qemu_mutex_unlock};

use crate::incoming::{Callback, Incoming};

/// Thread that cleans up at the end of an incoming postcopy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ListenEnd {
    /// The thread that listens, which is detached; where it has failed, it exits
    /// at once.
    InThread,
    /// A bottom half, which joins it (468a7effde).
    InBottomHalf,
}

impl ListenEnd {
    /// The last that the thread does. How the process ends is played by the main loop.
    pub(crate) fn thread_ends(self, d: &Incoming, has_failed: bool) {
        let callback = match self {
            ListenEnd::InThread if has_failed => Callback::Quit,
            ListenEnd::InThread => {
                qemu_mutex_lock(d.main_loop.bql);
                d.migration_incoming_state_destroy();
                qemu_mutex_unlock(d.main_loop.bql);
                Callback::ListenEnded
            }
            ListenEnd::InBottomHalf => Callback::ListenEnded,
        };
        qemu_bh_schedule(d.main_loop.sources, callback);
    }

    /// Returns true if the incoming coroutine leaves the rest to the thread: as long as the thread
    /// cleans up by itself, only if the package is loaded.
    pub(crate) fn is_left_the_rest(self, loaded: &Result<(), Error>) -> bool {
        match self {
            ListenEnd::InThread => loaded.is_ok(),
            ListenEnd::InBottomHalf => true,
        }
    }

    /// Returns true if the bottom half to which the thread leaves the rest joins it.
    pub(crate) fn joins(self) -> bool {
        match self {
            ListenEnd::InThread => false,
            ListenEnd::InBottomHalf => true,
        }
    }
}
