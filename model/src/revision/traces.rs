//! What the trace events are called, and when they are fired. Threads cannot tell;
//! readers of logs can.

mod creation_trace;
mod migration_trace;
mod recv_trace;
mod send_trace;

use serde::{Deserialize, Serialize};

pub use self::{
    creation_trace::CreationTrace, migration_trace::MigrationTrace, recv_trace::RecvTrace,
    send_trace::SendTrace,
};

/// How a revision fires QEMU's trace events, where others do otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Traces {
    /// What says that a packet was filled.
    pub send: SendTrace,
    /// What says that one was read.
    pub recv: RecvTrace,
    /// Whether an event says that a channel could not be created.
    pub creation: CreationTrace,
    /// What the events of a cancel and of the cleanup are called.
    pub migration: MigrationTrace,
}

impl Traces {
    /// Before the first row of the history.
    pub(super) const ORIGIN: Traces = Traces {
        send: SendTrace::Jobs,
        recv: RecvTrace::Received,
        creation: CreationTrace::Silent,
        migration: MigrationTrace::WithFile,
    };
}
