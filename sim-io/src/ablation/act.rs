//! Acts that can be taken out.

use super::Change;
use crate::operation::{OperationKind, Order};

/// An act of a thread at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// `qemu_sem_post`.
    Post,
    /// `qemu_sem_wait`.
    Wait,
    /// `qemu_mutex_lock`, with the unlock that belongs to it.
    Lock,
    /// `qemu_mutex_unlock`, with the lock that comes next: it is held in between.
    Unlock,
    /// A relaxed load.
    Load,
    /// A load that acquires.
    LoadAcquire,
    /// A read of what races.
    Read,
    /// A relaxed store.
    Store,
    /// A store that releases.
    StoreRelease,
    /// A write of what races.
    Write,
    /// `qatomic_xchg`.
    Exchange,
    /// `qatomic_cmpxchg`.
    CompareExchange,
    /// `qatomic_fetch_inc`.
    FetchAdd,
    /// `smp_mb_acquire`.
    Fence,
    /// A callback for the main loop.
    Push,
    /// A wait until some word has a value.
    Await,
    /// `qemu_thread_join`.
    Join,
    /// A read of plain memory.
    Get,
    /// A write of plain memory.
    Set,
    /// `g_free`.
    Free,
    /// `object_ref`.
    Ref,
    /// `object_unref`.
    Unref,
    /// `qio_channel_shutdown`.
    Shutdown,
    /// `qio_channel_close`.
    Close,
    /// `yank_register_function`.
    Register,
    /// `yank_unregister_function`, `yank_unregister_instance`.
    Unregister,
}

impl Act {
    /// Every one, in the order in which they are told.
    pub const ALL: &[Act] = &[
        Act::Post,
        Act::Wait,
        Act::Lock,
        Act::Unlock,
        Act::Load,
        Act::LoadAcquire,
        Act::Read,
        Act::Store,
        Act::StoreRelease,
        Act::Write,
        Act::Exchange,
        Act::CompareExchange,
        Act::FetchAdd,
        Act::Fence,
        Act::Push,
        Act::Await,
        Act::Join,
        Act::Get,
        Act::Set,
        Act::Free,
        Act::Ref,
        Act::Unref,
        Act::Shutdown,
        Act::Close,
        Act::Register,
        Act::Unregister,
    ];

    /// Its name, in a site.
    pub fn name(self) -> &'static str {
        match self {
            Act::Post => "post",
            Act::Wait => "wait",
            Act::Lock => "lock",
            Act::Unlock => "unlock",
            Act::Load => "load",
            Act::LoadAcquire => "load-acquire",
            Act::Read => "read",
            Act::Store => "store",
            Act::StoreRelease => "store-release",
            Act::Write => "write",
            Act::Exchange => "xchg",
            Act::CompareExchange => "cmpxchg",
            Act::FetchAdd => "fetch-add",
            Act::Fence => "fence",
            Act::Push => "push",
            Act::Await => "await",
            Act::Join => "join",
            Act::Get => "get",
            Act::Set => "set",
            Act::Free => "free",
            Act::Ref => "ref",
            Act::Unref => "unref",
            Act::Shutdown => "shutdown",
            Act::Close => "close",
            Act::Register => "yank-register",
            Act::Unregister => "yank-unregister",
        }
    }

    /// The act of a step; nothing for steps that nothing can be taken from.
    pub(super) fn of(kind: OperationKind) -> Option<Act> {
        match kind {
            OperationKind::SemPost => Some(Act::Post),
            OperationKind::SemWait => Some(Act::Wait),
            OperationKind::MutexLock => Some(Act::Lock),
            OperationKind::MutexUnlock => Some(Act::Unlock),
            OperationKind::Load(Order::Acquire) => Some(Act::LoadAcquire),
            OperationKind::Load(Order::Relaxed | Order::Release) => Some(Act::Load),
            OperationKind::Store(Order::Release) => Some(Act::StoreRelease),
            OperationKind::Store(Order::Relaxed | Order::Acquire) => Some(Act::Store),
            OperationKind::Exchange => Some(Act::Exchange),
            OperationKind::CompareExchange => Some(Act::CompareExchange),
            OperationKind::FetchAdd => Some(Act::FetchAdd),
            OperationKind::PlainRead => Some(Act::Read),
            OperationKind::PlainWrite => Some(Act::Write),
            OperationKind::Push => Some(Act::Push),
            OperationKind::Await => Some(Act::Await),
            // No thread acts upon a count; ends, births and turns of the main loop order nothing
            // that could be left out.
            OperationKind::Count
            | OperationKind::SemDestroy
            | OperationKind::MutexDestroy
            | OperationKind::Create
            | OperationKind::Join
            | OperationKind::Poll
            | OperationKind::Take => None,
        }
    }

    /// The changes that it can take where it was seen to return `values`, the least first.
    pub fn changes(self, values: &[u64]) -> Vec<Change> {
        match self {
            Act::Post => vec![Change::Dropped, Change::Twice],
            Act::Join => vec![Change::Dropped, Change::Detached],
            Act::CompareExchange => vec![Change::Always, Change::Never],
            Act::Load | Act::Read => fixed(values),
            Act::Get => flags(values),
            Act::Set if values.iter().any(|value| *value > 1) => vec![],
            Act::LoadAcquire => [vec![Change::Relaxed], fixed(values)].concat(),
            Act::StoreRelease => vec![Change::Dropped, Change::Relaxed],
            Act::Exchange => [vec![Change::Dropped], flags(values)].concat(),
            Act::Wait
            | Act::Lock
            | Act::Unlock
            | Act::Store
            | Act::Write
            | Act::FetchAdd
            | Act::Fence
            | Act::Push
            | Act::Await
            | Act::Set
            | Act::Free
            | Act::Ref
            | Act::Unref
            | Act::Shutdown
            | Act::Close
            | Act::Register
            | Act::Unregister => vec![Change::Dropped],
        }
    }

    /// Returns true if `change` can become of it.
    pub fn takes(self, change: Change) -> bool {
        match change {
            Change::Gives(_) => {
                matches!(self, Act::Load | Act::LoadAcquire | Act::Read | Act::Get | Act::Exchange)
            }
            Change::Dropped
            | Change::Twice
            | Change::Always
            | Change::Never
            | Change::Relaxed
            | Change::Detached => self.changes(&[0]).contains(&change),
        }
    }
}

/// The most values that a load is made to give.
const VALUES_MAX: usize = 6;

/// Either value of a flag.
fn flags(values: &[u64]) -> Vec<Change> {
    let is_flag = values.iter().all(|value| *value < 2);
    if is_flag { vec![Change::Gives(0), Change::Gives(1)] } else { vec![] }
}

/// Either value of a flag, or those that were seen.
fn fixed(values: &[u64]) -> Vec<Change> {
    match flags(values) {
        none if none.is_empty() => {
            values.iter().take(VALUES_MAX).map(|value| Change::Gives(*value)).collect()
        }
        both => both,
    }
}
