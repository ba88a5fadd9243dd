//! Names of the trace events, and the moments at which they are fired. Threads cannot tell; readers
//! of logs can.

mod creation_trace;
mod migration_trace;
mod recv_trace;
mod send_trace;

use serde::{Deserialize, Serialize};

pub use self::{
    creation_trace::CreationTrace, migration_trace::MigrationTrace, recv_trace::RecvTrace,
    send_trace::SendTrace,
};

/// The way a revision fires QEMU's trace events, where others do otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Traces {
    /// Event of a packet that was filled.
    pub send: SendTrace,
    /// Event of one that was read.
    pub recv: RecvTrace,
    /// Event of a channel that could not be created.
    pub creation: CreationTrace,
    /// Events of a cancel and of the cleanup.
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
