//! `MigrationState`: how far the migration is, and what went wrong first.

use sim_io::{
    Atomic, Error, Ghost, Misstep, Name, Plain, QemuMutex, QemuThread, Word, broken, g_new0,
    in_function, memory, qatomic_cmpxchg, qatomic_read, qemu_mutex_init, qemu_mutex_lock,
    qemu_mutex_unlock,
};

use super::notifiers::Heard;
use crate::{events, rules, source::Source, world::World};

memory! {
    /// `MigrationState`.
    pub(crate) struct MigrationState {
        /// Progress of the migration. C reads it as a plain `int` and changes it by
        /// `qatomic_cmpxchg`; here every read is a relaxed load.
        pub state: Atomic<MigrationStatus>,
        /// Guards `error`.
        pub error_mutex: QemuMutex,
        /// The first error, as a word; 0 is none.
        pub error: Plain<u64>,
        /// Guards `to_dst_file`.
        pub qemu_file_lock: QemuMutex,
        /// Set while the main channel is there.
        pub to_dst_file: Plain<bool>,
        /// The migration thread.
        pub thread: QemuThread,
        /// Set from its creation until it is joined. Only the main loop uses it.
        pub migration_thread_running: Plain<bool>,
        /// Set when the cleanup has ended.
        pub cleaned_up: Ghost<bool>,
        /// Set when `total_time`, `mbps` and `downtime` are those of the whole migration. Guarded
        /// by the big lock.
        pub counters_final: Plain<bool>,
        /// Set if a channel has an error of its own to record.
        pub root_cause: Ghost<bool>,
        /// Set if the recorded error says only that there was one.
        pub follows: Ghost<bool>,
        /// The last event that notifiers have heard.
        pub heard: Ghost<Heard>,
        /// Set if the machine is in `RUN_STATE_POSTMIGRATE`. Guarded by the big lock.
        pub post_migrate: Plain<bool>,
        /// `pause_event`, until 952691b7a6 a semaphore: whether a pause may end.
        /// Both are emptied and posted under the big lock, and one wait takes all.
        pub pause_event: Atomic<bool>,
        /// Set while it waits before the switchover, for a management that looks.
        pub waits: Atomic<bool>,
        /// Set when management has nothing to wait for any more.
        pub over: Atomic<bool>,
        /// Set when the second `migrate` was answered.
        pub answered: Ghost<bool>,
        /// Set if the machine is stopped. Only CPR asks.
        pub stopped: Ghost<bool>,
        /// Connects that were begun.
        pub connects_begun: Ghost<u64>,
        /// Connects whose callback has returned.
        pub connects_ended: Ghost<u64>,
    }
}

/// `MigrationStatus`, as far as it is reached here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MigrationStatus {
    None,
    Setup,
    Active,
    Device,
    Completed,
    Cancelling,
    Cancelled,
    Failed,
    PreSwitchover,
    PostcopyDevice,
    PostcopyActive,
    PostcopyPaused,
    Failing,
}

impl MigrationStatus {
    const ALL: [MigrationStatus; 13] = [
        MigrationStatus::None,
        MigrationStatus::Setup,
        MigrationStatus::Active,
        MigrationStatus::Device,
        MigrationStatus::Completed,
        MigrationStatus::Cancelling,
        MigrationStatus::Cancelled,
        MigrationStatus::Failed,
        MigrationStatus::PreSwitchover,
        MigrationStatus::PostcopyDevice,
        MigrationStatus::PostcopyActive,
        MigrationStatus::PostcopyPaused,
        MigrationStatus::Failing,
    ];

    /// The name in QMP.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// `migration_is_setup_or_active`.
    pub(crate) fn is_setup_or_active(self) -> bool {
        match self {
            MigrationStatus::Setup
            | MigrationStatus::Active
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused => true,
            MigrationStatus::None
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed
            | MigrationStatus::Failing => false,
        }
    }

    /// `migration_is_active`. No thread iterates in DEVICE.
    pub(crate) fn is_active(self) -> bool {
        match self {
            MigrationStatus::Active
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive => true,
            MigrationStatus::None
            | MigrationStatus::Setup
            | MigrationStatus::Device
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed
            | MigrationStatus::PreSwitchover
            | MigrationStatus::PostcopyPaused
            | MigrationStatus::Failing => false,
        }
    }

    /// `migration_in_postcopy`, of a state that was read.
    pub(crate) fn is_postcopy(self) -> bool {
        match self {
            MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused => true,
            MigrationStatus::None
            | MigrationStatus::Setup
            | MigrationStatus::Active
            | MigrationStatus::Device
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed
            | MigrationStatus::Failing
            | MigrationStatus::PreSwitchover => false,
        }
    }

    /// `migration_is_running`.
    pub(crate) fn is_running(self) -> bool {
        match self {
            MigrationStatus::Setup
            | MigrationStatus::Active
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused
            | MigrationStatus::Cancelling
            | MigrationStatus::Failing => true,
            MigrationStatus::None
            | MigrationStatus::Completed
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed => false,
        }
    }
}

impl Word for MigrationStatus {
    /// The names in QMP.
    const NAMES: &'static [&'static str] = &[
        "none",
        "setup",
        "active",
        "device",
        "completed",
        "cancelling",
        "cancelled",
        "failed",
        "pre-switchover",
        "postcopy-device",
        "postcopy-active",
        "postcopy-paused",
        "failing",
    ];

    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        Self::ALL[word as usize]
    }
}

impl MigrationState {
    /// Sets what is there before the migration: `migrate_init` has made it SETUP. Without a `quit`,
    /// the object is as old as the process.
    pub(crate) fn start(self, world: &World) {
        match world.quits() {
            true => g_new0(self.memory),
            false => self.memory.permanent(),
        }
        self.state.initialise(MigrationStatus::Setup);
        self.state.judge_changes(misstep);
        qemu_mutex_init(self.error_mutex);
        qemu_mutex_init(self.qemu_file_lock);
    }
}

/// A change of the state that must not be: S16 and ENDED.
pub(crate) fn misstep(old: u64, new: u64) -> Option<Misstep> {
    let [old, new] = [old, new].map(MigrationStatus::from_word);
    let detail = || format!("from {} to {}", old.name(), new.name());
    match (old, new) {
        // The next migration begins.
        (_, MigrationStatus::None | MigrationStatus::Setup) => None,
        (MigrationStatus::Cancelling, MigrationStatus::Cancelled) => None,
        (MigrationStatus::Cancelling, _) => Some((rules::S16.name, detail())),
        (MigrationStatus::Failing, MigrationStatus::Failed | MigrationStatus::Cancelling) => None,
        (MigrationStatus::Failing, _) => Some((rules::ENDED.name, detail())),
        (MigrationStatus::Completed | MigrationStatus::Cancelled | MigrationStatus::Failed, _) => {
            Some((rules::ENDED.name, detail()))
        }
        (_, _) => None,
    }
}

impl Source {
    /// `migrate_set_state`: one compare-and-exchange.
    #[track_caller]
    pub(crate) fn migrate_set_state(&self, old: MigrationStatus, new: MigrationStatus) {
        let was = qatomic_cmpxchg(self.migration.state, old, new);
        if was != old {
            return;
        }
        events::migrate_set_state(new.name());
        if new == MigrationStatus::Completed {
            self.check_completed();
        }
    }

    /// S15, at the moment when the state says that it holds.
    fn check_completed(&self) {
        let lost = self.send.pages_queued.get() - self.send.pages_written.get();
        let errors = self.send.errors.get();
        if lost > 0 || errors > 0 {
            let pages = (lost > 0).then(|| format!("{lost} pages were never written"));
            let channels = (errors > 0).then(|| format!("{errors} of its channels had failed"));
            let what: Vec<String> = [pages, channels].into_iter().flatten().collect();
            let detail = format!("COMPLETED, and {}", what.join(" and "));
            broken(rules::S15.name, Name::of("current_migration"), &detail);
        }
        self.check_file();
    }

    /// `migrate_set_error`: the first error wins.
    pub(crate) fn migrate_set_error(&self, error: Error) {
        self.record(error, false);
    }

    /// Records an error that follows from another: it says only that there was one.
    pub(crate) fn migrate_set_follow_up(&self) {
        self.record(Error::Broken, true);
    }

    fn record(&self, error: Error, follows: bool) {
        let _in = in_function("migrate_set_error");
        let migration = self.migration;
        qemu_mutex_lock(migration.error_mutex);
        if migration.error.get() == 0 {
            migration.error.set(error.to_word());
            migration.follows.set(follows);
        }
        qemu_mutex_unlock(migration.error_mutex);
    }

    /// S17, when the migration's error is reported.
    pub(crate) fn check_root_cause(&self) {
        let migration = self.migration;
        if migration.root_cause.get() && migration.follows.get() {
            let detail = "a channel's error came too late: what was recorded follows from it";
            broken(rules::S17.name, Name::of("current_migration"), detail);
        }
    }

    /// REASON, when a failed migration is reported.
    pub(crate) fn check_reason(&self) {
        let migration = self.migration;
        let failed = migration.state.peek() == MigrationStatus::Failed;
        if failed && migration.error.peek() == 0 {
            broken(rules::REASON.name, Name::of("current_migration"), "it has no error");
        }
    }

    /// `migrate_has_error`.
    pub(crate) fn migrate_has_error(&self) -> bool {
        let _in = in_function("migrate_has_error");
        let migration = self.migration;
        qemu_mutex_lock(migration.error_mutex);
        let has_error = migration.error.get() != 0;
        qemu_mutex_unlock(migration.error_mutex);
        has_error
    }

    /// Fails the migration as multifd's error paths do: they read the state twice, once to see
    /// whether the migration can fail and once as what it shall fail from.
    pub(crate) fn fail_if_ongoing(&self) {
        match qatomic_read(self.migration.state) {
            MigrationStatus::Setup
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::Active => {
                let old = qatomic_read(self.migration.state);
                self.migrate_set_state(old, self.revision.failing.state());
            }
            MigrationStatus::None
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling
            | MigrationStatus::Cancelled
            | MigrationStatus::Failed
            | MigrationStatus::Failing
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused => (),
        }
    }
}
