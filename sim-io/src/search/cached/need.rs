//! The condition for which a thread that cannot take a step waits.

use serde::{Deserialize, Serialize};

use crate::{
    machine::{Machine, Status, footprint::Mode},
    object::{ThreadId, ThreadSet},
    operation::OperationKind,
};

use super::summary::{Summaries, Summary};

/// The reason why a thread cannot take a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Need {
    /// No thread has created it.
    Birth,
    /// A post of this semaphore, or a push to this queue; or its end, which lets
    /// its waiting threads go on to abort.
    Token(u32),
    /// A step of this thread, which is joined.
    Thread(ThreadId),
    /// A step of this thread, which holds the mutex; or the end of that.
    Lock {
        /// The thread that holds it.
        holder: ThreadId,
        /// The mutex.
        mutex: u32,
    },
    /// A store to one of these words.
    Store(Vec<u32>),
}

/// The threads that are not enabled, and why.
pub(super) fn needs(machine: &Machine, enabled: ThreadSet) -> Vec<(ThreadId, Need)> {
    let all = (0..machine.thread_count() as u8).map(ThreadId);
    let waiting = all.filter(|thread| enabled >> thread.0 & 1 == 0);
    waiting.filter_map(|thread| Some((thread, need(machine, thread)?))).collect()
}

fn need(machine: &Machine, thread: ThreadId) -> Option<Need> {
    match machine.status(thread) {
        Status::Unborn => return Some(Need::Birth),
        Status::Finished => return None,
        Status::Ready => (),
    }
    let operation = machine.announced(thread)?;
    let object = usize::from(operation.object.0);
    match operation.kind {
        OperationKind::MutexLock => {
            let holder = machine.objects[object].value.checked_sub(1)?;
            Some(Need::Lock { holder: ThreadId(holder as u8), mutex: object as u32 })
        }
        OperationKind::Join => Some(Need::Thread(ThreadId(operation.argument as u8 - 1))),
        OperationKind::Await => {
            let guard = &machine.threads[usize::from(thread.0)].guard;
            Some(Need::Store(guard.iter().map(|(word, _)| u32::from(word.0)).collect()))
        }
        OperationKind::SemWait | OperationKind::Poll => {
            Some(Need::Token(u32::from(operation.object.0)))
        }
        // Nothing else ever waits (`OperationKind::may_wait`).
        _ => None,
    }
}

impl Need {
    /// The threads that may help while `mover` stands still, as far as `below`, which comes after
    /// its step, has seen it done.
    pub(super) fn helpers(
        &self,
        creators: ThreadSet,
        below: Summary,
        mover: ThreadId,
        summaries: &Summaries,
    ) -> ThreadSet {
        let users = |key, wanted: fn(Mode) -> bool| summaries.users(below, key, mover, wanted);
        match self {
            Need::Birth => creators,
            Need::Thread(thread) => 1 << thread.0,
            Need::Lock { holder, mutex } => {
                1 << holder.0 | users(*mutex, |mode| mode == Mode::Write)
            }
            Need::Token(key) => users(*key, |mode| mode.is_post() || mode == Mode::Write),
            Need::Store(words) => {
                words.iter().fold(0, |set, word| set | users(*word, Mode::changes))
            }
        }
    }
}
