use serde::{Deserialize, Serialize};
use sim_io::{
    Atomic, qatomic_load_acquire, qatomic_read, qatomic_set, qatomic_store_release, smp_mb_acquire,
};

/// Barriers of the lock-less hand-off of pages.
///
/// Upstream has all of them; each mutant lacks one, to show what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Handoff {
    /// As upstream has it (488c84acb4).
    Upstream,
    /// Without `smp_mb_acquire` after the scan for an idle channel.
    NoFence,
    /// `pending_job = true` is stored relaxed.
    RelaxedPublish,
    /// `pending_job` is loaded relaxed by the channel.
    RelaxedTake,
    /// `pending_job = false` is stored relaxed.
    RelaxedClear,
}

impl Handoff {
    /// Every mutant.
    pub const MUTANTS: [Handoff; 4] =
        [Handoff::NoFence, Handoff::RelaxedPublish, Handoff::RelaxedTake, Handoff::RelaxedClear];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Handoff::Upstream => "upstream",
            Handoff::NoFence => "no-fence",
            Handoff::RelaxedPublish => "relaxed-publish",
            Handoff::RelaxedTake => "relaxed-take",
            Handoff::RelaxedClear => "relaxed-clear",
        }
    }

    /// The migration thread has found a channel whose `pending_job` is clear.
    pub(crate) fn found_idle(self) {
        match self {
            Handoff::NoFence => (),
            _ => smp_mb_acquire(),
        }
    }

    /// The migration thread hands the pages over.
    pub(crate) fn publish(self, pending_job: Atomic<u64>) {
        match self {
            Handoff::RelaxedPublish => qatomic_set(pending_job, 1),
            _ => qatomic_store_release(pending_job, 1),
        }
    }

    /// The channel looks for a job.
    pub(crate) fn take(self, pending_job: Atomic<u64>) -> bool {
        let pending = match self {
            Handoff::RelaxedTake => qatomic_read(pending_job),
            _ => qatomic_load_acquire(pending_job),
        };
        pending != 0
    }

    /// The channel hands the empty set back.
    pub(crate) fn clear(self, pending_job: Atomic<u64>) {
        match self {
            Handoff::RelaxedClear => qatomic_set(pending_job, 0),
            _ => qatomic_store_release(pending_job, 0),
        }
    }
}
