//! The steps that threads take, as they announce them.

use crate::object::ObjectId;

/// One step of a thread: announced before it happens, then performed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The kind of the operation.
    pub kind: OperationKind,
    /// The object on which it acts.
    pub object: ObjectId,
    /// The value stored, the value compared with, the mask waited for.
    pub argument: u64,
    /// The new value of a compare-and-exchange.
    pub second: u64,
}

/// The kinds of steps. The first five groups are QEMU's primitives; the queue is GLib's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum OperationKind {
    /// `qemu_sem_post`.
    SemPost,
    /// `qemu_sem_wait`: not enabled while the count is zero, unless it is not initialised.
    SemWait,
    /// `qemu_sem_destroy`.
    SemDestroy,
    /// `qemu_mutex_lock`: not enabled while a thread holds it, unless it is not initialised.
    MutexLock,
    /// `qemu_mutex_unlock`.
    MutexUnlock,
    /// `qemu_mutex_destroy`.
    MutexDestroy,
    /// An atomic load.
    Load(Order),
    /// An atomic store.
    Store(Order),
    /// `qatomic_xchg`, sequentially consistent.
    Exchange,
    /// `qatomic_cmpxchg`, sequentially consistent.
    CompareExchange,
    /// `qatomic_fetch_add`, sequentially consistent.
    FetchAdd,
    /// A `FetchAdd` whose result decides nothing that the thread does
    /// (see [`crate::Counter`]).
    Count,
    /// A plain read: a data race if a write is not ordered with it.
    PlainRead,
    /// A plain write: a data race if any access is not ordered with it.
    PlainWrite,
    /// `qemu_thread_create`.
    Create,
    /// `qemu_thread_join`: not enabled while the thread runs.
    Join,
    /// `g_source_attach` or `qemu_bh_schedule`: adds to a queue.
    Push,
    /// Waits until a queue has something that was not polled for yet.
    Poll,
    /// Takes the next entry of a queue.
    Take,
    /// Waits until one of several words has a value (see [`crate::await_any`]).
    Await,
}

/// The memory order of an atomic access, as QEMU's `qatomic_*` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Order {
    /// `qatomic_read`, `qatomic_set`.
    Relaxed,
    /// `qatomic_load_acquire`.
    Acquire,
    /// `qatomic_store_release`.
    Release,
}

impl Operation {
    /// A step without an argument.
    pub(crate) fn new(kind: OperationKind, object: ObjectId) -> Self {
        Operation { kind, object, argument: 0, second: 0 }
    }

    /// A step with an argument.
    pub(crate) fn with(kind: OperationKind, object: ObjectId, argument: u64) -> Self {
        Operation { kind, object, argument, second: 0 }
    }

    /// Returns true if the argument is the number of a thread, plus one.
    pub(crate) fn names_thread(self) -> bool {
        matches!(self.kind, OperationKind::Create | OperationKind::Join)
    }
}

impl OperationKind {
    /// Returns true if there are states in which it cannot be done.
    pub(crate) fn may_wait(self) -> bool {
        match self {
            OperationKind::SemWait
            | OperationKind::MutexLock
            | OperationKind::Join
            | OperationKind::Poll
            | OperationKind::Await => true,
            OperationKind::SemPost
            | OperationKind::SemDestroy
            | OperationKind::MutexUnlock
            | OperationKind::MutexDestroy
            | OperationKind::Load(_)
            | OperationKind::Store(_)
            | OperationKind::Exchange
            | OperationKind::CompareExchange
            | OperationKind::FetchAdd
            | OperationKind::Count
            | OperationKind::PlainRead
            | OperationKind::PlainWrite
            | OperationKind::Create
            | OperationKind::Push
            | OperationKind::Take => false,
        }
    }

    /// Returns true if it waits only while its object is initialised.
    pub(crate) fn waits_while_alive(self) -> bool {
        matches!(self, OperationKind::SemWait | OperationKind::MutexLock)
    }

    /// True for locks, plain memory and the end of an object. Nearly every way out of a
    /// thread ends with these, so that they do not tell one way from another.
    pub(crate) fn is_housekeeping(self) -> bool {
        match self {
            OperationKind::SemDestroy
            | OperationKind::MutexLock
            | OperationKind::MutexUnlock
            | OperationKind::MutexDestroy
            | OperationKind::PlainRead
            | OperationKind::PlainWrite => true,
            OperationKind::SemPost
            | OperationKind::SemWait
            | OperationKind::Load(_)
            | OperationKind::Store(_)
            | OperationKind::Exchange
            | OperationKind::CompareExchange
            | OperationKind::FetchAdd
            | OperationKind::Count
            | OperationKind::Create
            | OperationKind::Join
            | OperationKind::Push
            | OperationKind::Poll
            | OperationKind::Take
            | OperationKind::Await => false,
        }
    }

    /// The name that schedules and reports use.
    pub fn name(self) -> &'static str {
        match self {
            OperationKind::SemPost => "post",
            OperationKind::SemWait => "wait",
            OperationKind::SemDestroy => "sem-destroy",
            OperationKind::MutexLock => "lock",
            OperationKind::MutexUnlock => "unlock",
            OperationKind::MutexDestroy => "mutex-destroy",
            OperationKind::Load(Order::Acquire) => "load-acquire",
            OperationKind::Load(Order::Relaxed | Order::Release) => "load",
            OperationKind::Store(Order::Release) => "store-release",
            OperationKind::Store(Order::Relaxed | Order::Acquire) => "store",
            OperationKind::Exchange => "xchg",
            OperationKind::CompareExchange => "cmpxchg",
            OperationKind::FetchAdd => "fetch-add",
            OperationKind::Count => "count",
            OperationKind::PlainRead => "read",
            OperationKind::PlainWrite => "write",
            OperationKind::Create => "create",
            OperationKind::Join => "join",
            OperationKind::Push => "push",
            OperationKind::Poll => "poll",
            OperationKind::Take => "take",
            OperationKind::Await => "await",
        }
    }
}
