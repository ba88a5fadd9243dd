//! Keeps the process's panic hook as it was.
//!
//! shuttle and loom's coroutines replace the hook when they first run. From
//! shuttle's on, a panic anywhere in the process, in the harness or a test, would print
//! a schedule that is not its own. So each is made to run once on nothing, and
//! the old hook is put back.
//!
//! loom's coroutines end by a panic, every one of them, and rely on their own
//! hook to be silent about it. And a model from which something was taken out may come to its
//! end in many schedules, which is no bug of this program. So while such a search runs, a hook of
//! this module is silent on the threads of the searches, and calls the old one
//! elsewhere.

use std::{
    cell::Cell,
    panic::{self, PanicHookInfo},
    sync::{Mutex, MutexGuard, Once, PoisonError, RwLock},
};

use shuttle::{Config, FailurePersistence, Runner, scheduler::RoundRobinScheduler};

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// The number of searches that need silence.
static SEARCHES: Mutex<usize> = Mutex::new(0);
/// The hook that they keep from panics of theirs.
static BEFORE: RwLock<Option<Hook>> = RwLock::new(None);

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

fn searches() -> MutexGuard<'static, usize> {
    SEARCHES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets both install their hooks, and removes them. Only the first call does anything.
pub(super) fn tame() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Not while another search has its silent hook in place.
        let _searches = searches();
        let before = panic::take_hook();
        let mut config = Config::new();
        config.failure_persistence = FailurePersistence::None;
        Runner::new(RoundRobinScheduler::new(1), config).run(|| ());
        loom::model::Builder::new().check(|| ());
        panic::set_hook(before);
    });
}

/// Keeps panics of this thread silent until it is dropped.
pub(crate) struct Silence;

impl Silence {
    pub(crate) fn new() -> Self {
        let mut searches = searches();
        if *searches == 0 {
            *BEFORE.write().unwrap_or_else(PoisonError::into_inner) = Some(panic::take_hook());
            panic::set_hook(Box::new(pass_on));
        }
        *searches += 1;
        QUIET.set(true);
        Silence
    }
}

/// The hook while a search needs silence.
fn pass_on(info: &PanicHookInfo<'_>) {
    if QUIET.get() {
        return;
    }
    if let Some(before) = &*BEFORE.read().unwrap_or_else(PoisonError::into_inner) {
        before(info);
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        let mut searches = searches();
        QUIET.set(false);
        *searches -= 1;
        if *searches == 0 {
            let before = BEFORE.write().unwrap_or_else(PoisonError::into_inner).take();
            panic::set_hook(before.expect("the first search has kept it"));
        }
    }
}
