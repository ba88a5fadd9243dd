//! The effect of an access on its object, as far as it decides what commutes.
//!
//! Two relations are needed. Clocks know a path, and what one thread learns
//! from another by an atomic: to them a store is a store ([`Mode::depends`]).
//! A search by states knows only what is in memory, so it may say of two
//! accesses that they commute if both orders leave the same behind and return
//! the same ([`Mode::depends_on_entry`]). What that is can depend on values: two threads
//! that set the same flag do not disturb each other, nor does a store of what is
//! there already disturb its reader. This is conditional independence, as in
//! P. Godefroid, D. Pirottin: Refining dependencies improves partial-order
//! verification methods, CAV 1993: it need hold only in the state in which it is asked.

use serde::{Deserialize, Serialize};

use crate::operation::{Operation, OperationKind};

/// The detail with which a footprint describes an access.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Grain {
    /// Its kind.
    #[default]
    Kinds,
    /// Its kind, and as far as commuting depends on it, which values it met and left.
    Values,
}

/// The effect on an object, as far as it decides what commutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub(crate) enum Mode {
    /// A read. Where footprints have values: of a word that is not 1, or is no atomic.
    Read,
    /// A write. Where footprints have values: one that may leave another value.
    Write,
    /// Adds to a counter, and does not tell the thread what it was.
    Count,
    /// An atomic was read, and was 1.
    ReadSet,
    /// A 1 was stored where there was something else.
    Set,
    /// A 1 was stored where there was one.
    SetAgain,
    /// A reference of memory was taken.
    Ref,
    /// One was dropped that was not the last.
    Unref,
    /// A look at a word by an await.
    Await,
    /// The thread came to stand before a wait: ending the semaphore then aborts.
    Arrive,
    Post,
    Wait,
    Lock,
    Unlock,
    PushUrgent,
    PushIdle,
    TakeUrgent,
    TakeIdle,
}

impl Mode {
    /// Returns true if two accesses of the same object may not change places.
    ///
    /// Semaphores are first in, first out: the k-th wait follows the k-th post
    /// and no other, so a post and a wait commute unless they are that pair. An
    /// idle push and a take commute: what is taken was polled for. An urgent one
    /// does not: it may be what is taken, though the poll was for another.
    pub(crate) fn depends(self, other: Mode) -> bool {
        !self.commutes(other) && !other.commutes(self)
    }

    fn commutes(self, other: Mode) -> bool {
        match self {
            Mode::Read | Mode::ReadSet | Mode::Await => other.reads(),
            Mode::Count => other == Mode::Count,
            Mode::Arrive => other != Mode::Write,
            Mode::Wait => other.is_post() || other.is_take(),
            Mode::PushIdle => other.is_take(),
            Mode::Write
            | Mode::Set
            | Mode::SetAgain
            | Mode::Ref
            | Mode::Unref
            | Mode::Post
            | Mode::PushUrgent
            | Mode::Lock
            | Mode::Unlock
            | Mode::TakeUrgent
            | Mode::TakeIdle => false,
        }
    }

    /// Returns true if a step that does this, in the state that it was taken in, may not
    /// change places with what a summary has as `entry`: for searches that know
    /// states and no clocks.
    ///
    /// Tokens have no owner, so two posts leave the same state in either order. Of a
    /// flag, a summary does not say whether it was set already ([`Mode::entry`]),
    /// because that changes when two threads that set it change places.
    pub(crate) fn depends_on_entry(self, entry: Mode) -> bool {
        let commutes = match (self, entry) {
            (Mode::Post, Mode::Post) => true,
            // The flag is set, and stays so up to the first write that is another's.
            (Mode::ReadSet | Mode::SetAgain, Mode::Set) => true,
            (Mode::SetAgain, _) if entry.reads() => true,
            (Mode::Set, Mode::Set) => true,
            // The memory lives on under any user, and with one reference more as well. With
            // one less, a thread that drops its own might find that it is the last.
            (Mode::Ref, Mode::Ref | Mode::Read) => true,
            (Mode::Read, Mode::Ref | Mode::Unref) => true,
            (Mode::Unref, Mode::Ref | Mode::Read) => true,
            _ => false,
        };
        !commutes && self.depends(entry)
    }

    /// Returns true if `entry` might come before a step that does this, and conflicts with it.
    ///
    /// While a mutex is held no thread takes it, and while it is free no thread gives it back:
    /// a thread that does so must take it first.
    pub(crate) fn competes_with(self, entry: Mode) -> bool {
        let excluded = match self {
            Mode::Unlock => matches!(entry, Mode::Lock | Mode::Unlock),
            Mode::Lock => entry == Mode::Unlock,
            _ => false,
        };
        !excluded && self.depends_on_entry(entry)
    }

    /// Returns true if two steps that do this in the same state may not change places there.
    pub(crate) fn depends_in_state(self, other: Mode) -> bool {
        self.depends_on_entry(other.entry()) || other.depends_on_entry(self.entry())
    }

    /// The access as summaries have it.
    pub(crate) fn entry(self) -> Mode {
        match self {
            Mode::SetAgain => Mode::Set,
            Mode::Read
            | Mode::Write
            | Mode::Count
            | Mode::ReadSet
            | Mode::Set
            | Mode::Ref
            | Mode::Unref
            | Mode::Await
            | Mode::Arrive
            | Mode::Post
            | Mode::Wait
            | Mode::Lock
            | Mode::Unlock
            | Mode::PushUrgent
            | Mode::PushIdle
            | Mode::TakeUrgent
            | Mode::TakeIdle => self,
        }
    }

    /// Returns true if the thread could have had to wait for it.
    pub(crate) fn may_wait(self) -> bool {
        matches!(self, Mode::Wait | Mode::Lock | Mode::Await)
    }

    /// Returns true if it may leave another value than there was, in a word.
    pub(crate) fn changes(self) -> bool {
        matches!(self, Mode::Write | Mode::Set | Mode::Count)
    }

    fn reads(self) -> bool {
        matches!(self, Mode::Read | Mode::ReadSet | Mode::Await)
    }

    fn is_take(self) -> bool {
        matches!(self, Mode::TakeUrgent | Mode::TakeIdle)
    }

    /// Returns true if it adds a token that a wait can take.
    pub(crate) fn is_post(self) -> bool {
        matches!(self, Mode::Post | Mode::PushUrgent | Mode::PushIdle)
    }

    /// A read of an atomic, or of what a rule remembers, that has found `value`.
    pub(super) fn of_load(value: u64) -> Mode {
        if value == 1 { Mode::ReadSet } else { Mode::Read }
    }

    /// A store of `new` over `old` in such a word.
    pub(super) fn of_store(old: u64, new: u64) -> Mode {
        match (old == new, new) {
            (false, 1) => Mode::Set,
            (true, 1) => Mode::SetAgain,
            (false, _) => Mode::Write,
            // A store of what is there disturbs no reader.
            (true, _) => Mode::Read,
        }
    }

    /// The mode of `operation`, which did this, once it is known that its object held `old`.
    pub(super) fn performed(
        self,
        operation: Operation,
        thread: usize,
        old: u64,
        grain: Grain,
    ) -> Mode {
        let holder = thread as u64 + 1;
        let fails = || old != operation.argument;
        match (operation.kind, grain) {
            // One that fails is a load to clocks as well.
            (OperationKind::CompareExchange, Grain::Kinds) if fails() => Mode::Read,
            (OperationKind::CompareExchange, Grain::Values) if fails() => Mode::of_load(old),
            (OperationKind::Load(_), Grain::Values) => Mode::of_load(old),
            // Of what it does not hold: that can come at any time.
            (OperationKind::MutexUnlock, _) if old != holder => Mode::Write,
            (OperationKind::Store(_), Grain::Values) => Mode::of_store(old, operation.argument),
            // It is told what was there, so it also reads.
            (OperationKind::Exchange, Grain::Values) if old == operation.argument => {
                Mode::of_load(old)
            }
            _ => self,
        }
    }
}

/// The effect of an operation on its object; a take also says what class it took.
pub(crate) fn mode(operation: Operation, taken: u64) -> Option<Mode> {
    Some(match operation.kind {
        OperationKind::SemPost => Mode::Post,
        OperationKind::SemWait | OperationKind::Poll => Mode::Wait,
        OperationKind::MutexLock => Mode::Lock,
        OperationKind::MutexUnlock => Mode::Unlock,
        OperationKind::Load(_) | OperationKind::PlainRead | OperationKind::Await => Mode::Read,
        OperationKind::Count => Mode::Count,
        OperationKind::SemDestroy
        | OperationKind::MutexDestroy
        | OperationKind::Store(_)
        | OperationKind::Exchange
        | OperationKind::CompareExchange
        | OperationKind::FetchAdd
        | OperationKind::PlainWrite
        | OperationKind::Create => Mode::Write,
        OperationKind::Join => return None,
        OperationKind::Push if operation.second == 0 => Mode::PushUrgent,
        OperationKind::Push => Mode::PushIdle,
        OperationKind::Take if taken == 0 => Mode::TakeUrgent,
        OperationKind::Take => Mode::TakeIdle,
    })
}
