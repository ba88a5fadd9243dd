//! A thread as the machine sees it.

use super::Actor;
use crate::{
    object::{Name, ObjectId},
    operation::Operation,
    thread::Part,
};

/// The stage of a thread's life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Declared, not created.
    Unborn,
    /// Created; it stands before the step that it announces.
    Ready,
    /// Its function has returned.
    Finished,
}

#[derive(Clone)]
pub(crate) struct Thread {
    pub(crate) name: Name,
    pub(super) part: Part,
    pub(crate) status: Status,
    pub(crate) next: Option<Operation>,
    pub(crate) function: &'static str,
    pub(crate) joinable: bool,
    pub(crate) joined: bool,
    /// The thread that created it.
    pub(super) created: Option<Actor>,
    pub(crate) steps: u32,
    /// Its last step that was no lock and no plain memory, the value that it returned, and
    /// its function: the way out of a thread that has ended.
    pub(crate) last: Option<(Operation, u64, &'static str)>,
    /// The words and values that an announced [`OperationKind::Await`] waits for.
    pub(crate) guard: Vec<(ObjectId, u64)>,
}
