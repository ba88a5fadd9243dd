//! A machine of threads, locks, semaphores, channels and a main loop, and the
//! engines that explore what its threads can do to each other.
//!
//! Model code calls the primitives of this crate as C calls QEMU's: they find
//! the engine that runs them by themselves. Each step announces itself before
//! it happens. What C leaves undefined is recorded as a [`Violation`], and the
//! schedule goes on.
//!
//! This crate does not know what a migration is.

mod ablation;
mod channel;
mod engine;
mod heap;
mod machine;
mod main_loop;
mod mishap;
mod object;
mod operation;
mod parallel;
mod search;
mod sync;
mod task;
mod thread;
mod trace;
mod violation;
mod word;
mod yank;

pub use crate::{
    ablation::{Ablation, Act, Change, NoSite, Passed, SPINS, Site, Spot, recorded},
    channel::{
        Arrived, ChannelObject, Error, File, FilePiece, Peer, QIOChannel, Received, Socket,
        qio_channel_append, qio_channel_close, qio_channel_is_orphaned, qio_channel_is_shut,
        qio_channel_new, qio_channel_pread, qio_channel_pwritev, qio_channel_read_all,
        qio_channel_read_all_eof, qio_channel_read_peek, qio_channel_shutdown, qio_channel_stall,
        qio_channel_tls_bye, qio_channel_tls_push, qio_channel_unref, qio_channel_write,
        qio_channel_write_all, qio_channel_write_unseen,
    },
    engine::{EngineName, bare_switch, replay_shuttle, scheduled_operation},
    heap::{
        Heap, broken, broken_ghost, c_assert, g_free, g_new0, object_ref, object_unref,
        report_outcome, touch,
    },
    machine::{Changes, End, Freed, Machine, Misstep, Status, Step},
    main_loop::{Sources, g_idle_source_attach, next_callback, qemu_bh_schedule, qemu_poll},
    mishap::{Mishap, mishap},
    object::{
        Array, Field, HeapId, MAX_THREADS, Name, ObjectId, ObjectKind, Structure, ThreadId,
        ThreadSet,
    },
    operation::{Operation, OperationKind, Order},
    parallel::{in_order, processors},
    search::{
        Branching, Counts, CutReason, Divergence, Ending, Found, Heard, Program, Race,
        RecordedStep, Recording, Route, Sample, Search, ShuttleScheduler, Standing, Stop,
        StrategyKind, Token, Verdict, Watch, flip, races, replay, replay_livelock,
    },
    sync::*,
    task::{
        QIOTask, qio_task_free, qio_task_new, qio_task_propagate_error, qio_task_run_in_thread,
        qio_task_set_result,
    },
    thread::{
        InnerLoop, Part, QemuThread, declare_environment_thread, declare_thread, inner_loop,
        loop_head, process_ends, qemu_thread_create, qemu_thread_create_detached, qemu_thread_join,
    },
    trace::{Event, InFunction, in_function},
    violation::{
        Acts, Breach, Deed, Fate, Identity, LastStep, Origin, Relation, Stand, Violation, Which,
        declare_acts,
    },
    word::{Word, value_name},
    yank::{
        YankInstance, qmp_yank, yank_register_function, yank_register_instance,
        yank_unregister_function, yank_unregister_instance,
    },
};
