//! Keeps the process's panic hook as it was.
//!
//! shuttle replaces the hook when it first runs. From then on a panic anywhere
//! in the process, ours or a test's, would print a schedule that is not its
//! own. So it is made to run once on nothing, and the old hook is put back.

use std::{panic, sync::Once};

use shuttle::{Config, FailurePersistence, Runner, scheduler::RoundRobinScheduler};

/// Lets shuttle install its hook, and removes it. Only the first call does anything.
pub(super) fn tame() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        let mut config = Config::new();
        config.failure_persistence = FailurePersistence::None;
        Runner::new(RoundRobinScheduler::new(1), config).run(|| ());
        panic::set_hook(before);
    });
}
