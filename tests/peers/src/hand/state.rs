//! All that a step can change.

use std::hash::{Hash, Hasher};

use super::{MOST, THREADS};

/// The state of the protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(super) threads: [Thread; THREADS],
    pub(super) channels: [Channel; MOST],
    /// The number of events that were put into the main loop's queue, and of those taken out: the
    /// migration thread alone puts any, so this is the whole queue.
    pub(super) asked: u8,
    pub(super) taken: u8,
    /// Tokens of semaphores.
    pub(super) events: u8,
    pub(super) channels_created: u8,
    pub(super) channels_ready: u8,
    pub(super) exiting: bool,
    pub(super) failed: bool,
    pub(super) freed: bool,
    /// True if an assertion failed or freed memory was used.
    pub(super) broken: bool,
    /// Locals of the migration thread.
    pub(super) next: u8,
    pub(super) round: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Channel {
    /// Tokens of semaphores.
    pub(super) sem: u8,
    pub(super) sem_sync: u8,
    pub(super) pending_job: bool,
    pub(super) pending_sync: bool,
    pub(super) connected: bool,
    pub(super) thread_created: bool,
    pub(super) thread_listed: bool,
    pub(super) tls_created: bool,
    pub(super) tls_listed: bool,
}

/// The step of a thread, and the channel that it is busy with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Thread {
    pub(super) step: Step,
    pub(super) at: u8,
}

/// The step that a thread takes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Step {
    #[default]
    Unborn,
    Ended,
    // The main loop.
    CreateMigration,
    WaitForEvent,
    TakeEvent,
    SetTlsCreated,
    CreateTls,
    ListTls,
    JoinMigration,
    SetExiting,
    Wake,
    ReadConnected,
    ReadTlsCreated,
    TakeTls,
    JoinTls,
    ReadThreadCreated,
    TakeThread,
    JoinThread,
    // The thread that connects a channel.
    SetConnected,
    SetThreadCreated,
    CreateThread,
    ListThread,
    PostCreated,
    GiveUp,
    ExchangeExiting,
    SetFailed,
    PostSyncForIt,
    PostReadyForIt,
    // The migration thread.
    Ask,
    PostAsked,
    WaitForCreation,
    BeginRound,
    WaitForReady,
    BeginLook,
    LookForJob,
    SetJob,
    PostJob,
    BeginAsking,
    SetSync,
    PostSync,
    BeginWaiting,
    WaitForItsReady,
    WaitForSync,
    AskForCleanup,
    PostCleanup,
    // A channel's thread.
    PostReady,
    WaitForWork,
    ReadExiting,
    ReadJob,
    ClearJob,
    ReadSync,
    ClearSync,
    PostAnswer,
}

// One byte, where a derived one would hash eight.
impl Hash for Step {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_u8(*self as u8);
    }
}

/// Takes a token; nothing if there is none.
pub(super) fn wait(tokens: &mut u8) -> Option<()> {
    *tokens = tokens.checked_sub(1)?;
    Some(())
}

impl State {
    /// The state that is left in the end, as the protocol itself reports it; nothing if the main
    /// loop has not come to its end.
    #[cfg(test)]
    pub(crate) fn outcome(&self, channels: u8) -> Option<String> {
        let channels = &self.channels[..usize::from(channels)];
        let left = |word: fn(&Channel) -> bool| -> String {
            channels.iter().map(|channel| if word(channel) { '1' } else { '0' }).collect()
        };
        self.freed.then(|| {
            format!(
                "failed {}, connected {}, jobs {}, syncs {}",
                u8::from(self.failed),
                left(|channel| channel.connected),
                left(|channel| channel.pending_job),
                left(|channel| channel.pending_sync),
            )
        })
    }
}
