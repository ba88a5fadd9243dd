use serde::{Deserialize, Serialize};

use sim_io::{qemu_mutex_lock, qemu_mutex_unlock, qemu_thread_join};

use super::Locking;
use crate::{incoming::Incoming, recv::RecvParams, send::SendParams};

/// Sign by which the cleanup knows the threads to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JoinFlag {
    /// `p->running`, set before the channel is connected, cleared when its thread exits.
    Running,
    /// `p->thread_created`, set right before the thread is created, never cleared
    /// (a2a63c4abd).
    ThreadCreated,
}

impl JoinFlag {
    /// The channel is about to be connected.
    pub(crate) fn connecting(self, p: &SendParams) {
        match self {
            JoinFlag::Running => p.running.set(true),
            JoinFlag::ThreadCreated => (),
        }
    }

    /// The thread of the channel is about to be created.
    pub(crate) fn creating(self, p: &SendParams) {
        match self {
            JoinFlag::Running => (),
            JoinFlag::ThreadCreated => p.thread_created.set(true),
        }
    }

    /// The thread of the channel exits.
    pub(crate) fn exiting(self, p: &SendParams, locking: Locking) {
        match (self, locking) {
            (JoinFlag::Running, Locking::Short | Locking::OverIo) => {
                qemu_mutex_lock(p.mutex);
                p.running.set(false);
                qemu_mutex_unlock(p.mutex);
            }
            (JoinFlag::Running, Locking::None) => p.running.set(false),
            (JoinFlag::ThreadCreated, _) => (),
        }
    }

    /// Returns true if the cleanup has to join the thread.
    pub(crate) fn is_joined(self, p: &SendParams) -> bool {
        match self {
            JoinFlag::Running => p.running.get(),
            JoinFlag::ThreadCreated => p.thread_created.get(),
        }
    }

    /// The thread of a channel of the destination is about to be created.
    pub(crate) fn recv_creating(self, p: &RecvParams) {
        match self {
            JoinFlag::Running => p.running.set(true),
            JoinFlag::ThreadCreated => p.thread_created.set(true),
        }
    }

    /// The thread of a channel of the destination exits.
    pub(crate) fn recv_exiting(self, p: &RecvParams) {
        match self {
            JoinFlag::Running => {
                qemu_mutex_lock(p.mutex);
                p.running.set(false);
                qemu_mutex_unlock(p.mutex);
            }
            JoinFlag::ThreadCreated => (),
        }
    }

    /// The cleanup of the destination joins a thread. Before a2a63c4abd it does
    /// so whether there is one or not.
    pub(crate) fn join_receiver(self, incoming: &Incoming, p: &RecvParams) {
        let stop = incoming.revision.recv_stop;
        match self {
            JoinFlag::Running => {
                if p.running.get() {
                    stop.before_join(incoming, p);
                }
                qemu_thread_join(p.thread);
            }
            JoinFlag::ThreadCreated => {
                stop.before_join(incoming, p);
                if p.thread_created.get() {
                    qemu_thread_join(p.thread);
                }
            }
        }
    }
}
