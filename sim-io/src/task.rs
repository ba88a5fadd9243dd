//! `QIOTask`: something that completes later, on the main loop or where it was done.
//!
//! Source: `io/task.c`.

use crate::{
    channel::{Error, QIOChannel, qio_channel_unref},
    heap::{g_free, g_new0, object_ref},
    main_loop::{Sources, g_idle_source_attach},
    memory,
    object::ThreadId,
    sync::{
        Plain, QemuMutex, qemu_mutex_destroy, qemu_mutex_init, qemu_mutex_lock, qemu_mutex_unlock,
    },
    thread::qemu_thread_create_detached,
    word::Word,
};

memory! {
    /// A task.
    pub struct QIOTask {
        /// Orders the worker's report before the free of the task.
        pub thread_lock: QemuMutex,
        /// The error of the worker, plus one; zero if it succeeded.
        pub err: Plain<u64>,
    }
}

/// `qio_task_new`: takes a reference of its source.
pub fn qio_task_new(task: QIOTask, source: QIOChannel) {
    g_new0(task.memory);
    object_ref(source.object);
    qemu_mutex_init(task.thread_lock);
}

/// `qio_task_run_in_thread`: a detached thread does `work`, and then makes
/// `callback` ready in the main loop.
pub fn qio_task_run_in_thread<T: Word + Send + 'static>(
    task: QIOTask,
    worker: ThreadId,
    sources: Sources,
    callback: T,
    work: impl FnOnce() -> Result<(), Error> + Send + 'static,
) {
    qemu_thread_create_detached(worker, move || {
        let _in = crate::trace::in_function("qio_task_thread_worker");
        qio_task_set_result(task, work());
        qemu_mutex_lock(task.thread_lock);
        g_idle_source_attach(sources, callback);
        qemu_mutex_unlock(task.thread_lock);
    });
}

/// `qio_task_set_error`, or nothing.
pub fn qio_task_set_result(task: QIOTask, result: Result<(), Error>) {
    task.err.set(result.map_or_else(Word::to_word, |()| 0));
}

/// `qio_task_propagate_error`.
///
/// # Errors
/// With what the task failed with.
pub fn qio_task_propagate_error(task: QIOTask) -> Result<(), Error> {
    match task.err.get() {
        0 => Ok(()),
        error => Err(Error::from_word(error)),
    }
}

/// `qio_task_free`, after the callback: waits until the worker has let go,
/// and drops the reference of the source.
pub fn qio_task_free(task: QIOTask, source: QIOChannel) {
    qemu_mutex_lock(task.thread_lock);
    qio_channel_unref(source);
    qemu_mutex_unlock(task.thread_lock);
    qemu_mutex_destroy(task.thread_lock);
    g_free(task.memory);
}
