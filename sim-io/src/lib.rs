//! A machine of threads, locks, semaphores, channels and a main loop, and the
//! engines that explore what its threads can do to each other.
//!
//! Model code calls the primitives of this crate as C calls QEMU's: they find
//! the engine that runs them by themselves. Each step announces itself before
//! it happens. What C leaves undefined is recorded as a [`Violation`], and the
//! schedule goes on.
//!
//! This crate does not know what a migration is.

mod engine;
mod heap;
mod machine;
mod object;
mod operation;
mod search;
mod sync;
mod thread;
mod trace;
mod violation;
mod word;

pub use crate::{
    engine::{EngineName, shuttle::replay_shuttle},
    heap::{
        Heap, broken, c_assert, g_free, g_new0, object_ref, object_unref, report_outcome, touch,
    },
    machine::{End, Machine, Status, Step},
    object::{Field, HeapId, MAX_THREADS, Name, ObjectId, ObjectKind, ThreadId, ThreadSet},
    operation::{Operation, OperationKind, Order},
    search::{
        CutReason, Divergence, Ending, Found, Program, RecordedStep, Recording, Route, Sample,
        Search, Stop, StrategyKind, Token, Verdict, replay,
    },
    sync::*,
    thread::{
        QemuThread, declare_thread, qemu_thread_create, qemu_thread_create_detached,
        qemu_thread_join,
    },
    trace::{Event, InFunction, in_function},
    violation::{Breach, Violation},
    word::Word,
};
