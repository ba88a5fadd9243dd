//! Postcopy: the destination runs before it has all of the guest's memory.
//!
//! A command asks for it at any moment, and the migration thread obeys before its next round. The
//! guest then has written to every page once more, unless that was its last round. Pages are sent
//! in the background alone: no page is asked for, so a fault of the destination's guest is not
//! played, nor is the channel that would answer it (capability `postcopy-preempt`). All that is
//! only said to those who debug is left out: ADVISE, and the PINGs 2, 3 and 4 but for their
//! flushes.

use sim_io::{
    Atomic, Error, Ghost, Name, QemuSemaphore, Structure, ThreadId, await_any, broken, c_assert,
    declare_thread, in_function, inner_loop, memory, qatomic_read, qatomic_set, qemu_bh_schedule,
    qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_init, qemu_sem_post, qemu_sem_wait,
    qemu_thread_create_detached, yank_unregister_function,
};

use super::MigrationStatus;
use crate::{
    link::Piece,
    message::{Message, SentPage, put_page},
    revision::PackageWait,
    rules,
    source::{Callback, Source},
    world::{FaultKind, World},
};

memory! {
    /// Additional state of a migration that may become postcopy.
    pub(crate) struct PostcopyState {
        /// `start_postcopy`.
        pub start: Atomic<bool>,
        /// `postcopy_package_loaded`, a plain `bool` in C, and up to v11.0 the event that is
        /// set right after it and waited for.
        pub package_loaded: Atomic<bool>,
        /// `rp_state.rp_sem`.
        pub rp_sem: QemuSemaphore,
        /// The round that the guest's memory is of when it stops here.
        pub round: Ghost<u64>,
        /// The rounds that were sent before that, and one.
        pub sent: Ghost<u64>,
        /// Set while the migration thread waits for a recovery.
        pub paused: Ghost<bool>,
    }
}

/// The state of it, and the thread that says `migrate-start-postcopy`.
#[derive(Clone, Copy)]
pub(crate) struct Postcopy {
    pub(crate) state: PostcopyState,
    starter: ThreadId,
}

impl Postcopy {
    pub(crate) fn declare(world: &World) -> Option<Postcopy> {
        world.postcopy.is_on().then(|| {
            let state = PostcopyState::declare(Name::of("postcopy"));
            state.memory.permanent();
            qemu_sem_init(state.rp_sem, 0);
            Postcopy { state, starter: declare_thread(Name::of("postcopy_starter")) }
        })
    }
}

impl Source {
    /// Says `migrate-start-postcopy`, as a user does at any moment.
    pub(crate) fn asks_for_postcopy(&self) {
        let Some(postcopy) = self.postcopy else { return };
        let sources = self.main_loop.sources;
        qemu_thread_create_detached(postcopy.starter, move || {
            let _in = in_function("monitor_qmp_dispatcher_co");
            qemu_bh_schedule(sources, Callback::StartPostcopy);
        });
    }

    /// `qmp_migrate_start_postcopy`, on the main loop with the big lock held.
    pub(crate) fn qmp_migrate_start_postcopy(&self) {
        let _in = in_function("qmp_migrate_start_postcopy");
        if let Some(postcopy) = self.postcopy {
            qatomic_set(postcopy.state.start, true);
        }
    }

    /// `migration_in_postcopy`.
    pub(crate) fn migration_in_postcopy(&self) -> bool {
        self.postcopy.is_some() && qatomic_read(self.migration.state).is_postcopy()
    }

    /// Returns true if a user has asked for postcopy.
    pub(super) fn shall_start_postcopy(&self) -> bool {
        self.postcopy.is_some_and(|postcopy| qatomic_read(postcopy.state.start))
    }

    /// `postcopy_start`, after so many rounds.
    pub(super) fn postcopy_start(&self, round: u8) {
        let _in = in_function("postcopy_start");
        self.rounds_end(u64::from(round));
        if self.ram_save_postcopy_prepare().is_err() {
            self.migrate_set_follow_up();
            self.iterates_in_vain();
            return;
        }
        qemu_mutex_lock(self.main_loop.bql);
        let started = self.stop_and_switch(round);
        if !started {
            self.revision.postcopy_failure.failed(self);
            self.revision.postcopy_heard.cannot_begin(self);
        }
        qemu_mutex_unlock(self.main_loop.bql);
        if !started {
            self.migrate_set_follow_up();
        }
    }

    /// The state is still ACTIVE, and no thread asks for errors: C goes round, and comes to the
    /// same end, until the channel that failed says FAILED. One step here.
    fn iterates_in_vain(&self) {
        let failing = self.revision.failing.state();
        let ends = [failing, MigrationStatus::Cancelling, MigrationStatus::Cancelled];
        await_any(&ends.map(|end| (self.migration.state, end)));
    }

    /// The guest stops here; whether it may begin there. The big lock is held.
    fn stop_and_switch(&self, round: u8) -> bool {
        let is_dirty = round < self.world.rounds;
        self.guest_stops(u64::from(round) + u64::from(is_dirty));
        if !self.revision.switchover.start_postcopy(self) {
            return false;
        }
        if self.join_no_save_threads().is_err() {
            self.file.set_error();
            return false;
        }
        if is_dirty {
            self.put(Piece::Discard);
        }
        // The error of the file is looked at below.
        let _of_ping: Result<(), Error> = self.qemu_fflush();
        if self.device_fails(FaultKind::SaveComplete) || self.file.get_error() {
            return false;
        }
        self.put(match self.revision.postcopy_device.pings() {
            true => Piece::PackagedWithPing,
            false => Piece::Packaged,
        });
        let _of_package: Result<(), Error> = self.qemu_fflush();
        self.revision.postcopy_heard.begins(self);
        if self.file.get_error() {
            return false;
        }
        let loading = self.revision.postcopy_device.loading();
        self.migrate_set_state(MigrationStatus::Device, loading);
        self.check_channels_empty();
        true
    }

    fn rounds_end(&self, rounds: u64) {
        if let Some(postcopy) = self.postcopy {
            postcopy.state.sent.set(rounds + 1);
        }
    }

    fn guest_stops(&self, round: u64) {
        if let Some(postcopy) = self.postcopy {
            postcopy.state.round.set(round);
        }
    }

    /// Every page as it is since the guest has stopped.
    pub(crate) fn put_postcopy_pages(&self, message: &mut Message) {
        let round = self.postcopy.map_or(0, |postcopy| postcopy.state.round.get());
        for page in 0..self.world.pages {
            let version = self.world.version(page, round);
            put_page(message, SentPage { page: page.into(), version });
        }
    }

    /// `migration_iteration_run` in postcopy; whether there is no other iteration.
    pub(super) fn iterate_in_postcopy(&self, round: &mut u8) -> bool {
        let complete = *round >= self.world.rounds;
        if !self.wait_for_package(complete) {
            return true;
        }
        if complete {
            self.migration_completion();
            return true;
        }
        *round = self.world.rounds;
        let section = [Piece::Section, Piece::Pages, Piece::Eos];
        section.into_iter().for_each(|piece| self.put(piece));
        // The file remembers a failure.
        let _remembered: Result<(), Error> = self.qemu_fflush();
        false
    }

    /// In POSTCOPY_DEVICE it goes on when the package is loaded, and only then completes;
    /// whether it does.
    fn wait_for_package(&self, complete: bool) -> bool {
        let Some(postcopy) = self.postcopy else { return true };
        let loaded = postcopy.state.package_loaded;
        let (device, active) = (MigrationStatus::PostcopyDevice, MigrationStatus::PostcopyActive);
        if qatomic_read(self.migration.state) == device && (qatomic_read(loaded) || complete) {
            if !self.waits_until_loaded(postcopy.state) {
                self.migrate_set_state(device, self.revision.failing.state());
                return false;
            }
            self.migrate_set_state(device, active);
        }
        true
    }

    /// Waits until the package is loaded; returns false if the migration has failed.
    fn waits_until_loaded(&self, state: PostcopyState) -> bool {
        match self.revision.package_wait {
            PackageWait::Event => {
                await_any(&[(state.package_loaded, true)]);
                true
            }
            PackageWait::ReturnPath => {
                let attempt = inner_loop();
                loop {
                    attempt.head(&[]);
                    if qatomic_read(state.package_loaded) {
                        return true;
                    }
                    if !self.migration_rp_wait(state) {
                        return false;
                    }
                }
            }
        }
    }

    /// `migration_rp_wait`; whether the migration has no error.
    fn migration_rp_wait(&self, state: PostcopyState) -> bool {
        let _in = in_function("migration_rp_wait");
        if self.migrate_has_error() {
            return false;
        }
        qemu_sem_wait(state.rp_sem);
        !self.migrate_has_error()
    }

    /// `migration_rp_kick`.
    pub(crate) fn migration_rp_kick(&self) {
        if let Some(postcopy) = self.postcopy {
            qemu_sem_post(postcopy.state.rp_sem);
        }
    }

    /// The thread of the return path has read that the package is loaded.
    pub(super) fn postcopy_package_loaded(&self) {
        if let Some(postcopy) = self.postcopy {
            qatomic_set(postcopy.state.package_loaded, true);
        }
        match self.revision.package_wait {
            PackageWait::Event => (),
            PackageWait::ReturnPath => self.migration_rp_kick(),
        }
    }

    /// `migration_completion_postcopy`.
    pub(super) fn migration_completion_postcopy(&self) {
        let _in = in_function("migration_completion_postcopy");
        qemu_mutex_lock(self.main_loop.bql);
        // ram_save_complete scans to the end, where no sync asks the channels any more.
        let end = [Piece::Section, Piece::Eos, Piece::End];
        end.into_iter().for_each(|piece| self.put(piece));
        let _remembered: Result<(), Error> = self.qemu_fflush();
        qemu_mutex_unlock(self.main_loop.bql);
    }

    /// `postcopy_pause`: the main channel goes, and the channels stay as they are.
    /// Only a recovery ends the wait, and none is played: the process is ended instead.
    pub(super) fn postcopy_pause(&self) {
        let _in = in_function("postcopy_pause");
        let active = qatomic_read(self.migration.state) == MigrationStatus::PostcopyActive;
        c_assert(active, "s->state == POSTCOPY_ACTIVE", Name::of("current_migration"));
        self.close_return_path_on_source();
        self.release_dst_files();
        yank_unregister_function(self.yank, self.main_yank_index());
        qemu_mutex_lock(self.migration.qemu_file_lock);
        self.migration.to_dst_file.set(false);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
        self.qemu_file_shutdown(self.file);
        self.qemu_fclose(self.file);
        let current = qatomic_read(self.migration.state);
        self.migrate_set_state(current, MigrationStatus::PostcopyPaused);
        if let Some(postcopy) = self.postcopy {
            postcopy.state.paused.set(true);
        }
        qemu_bh_schedule(self.main_loop.sources, Callback::Quit);
    }

    /// Returns true if the migration thread waits for a recovery, and so never ends.
    pub(super) fn is_paused(&self) -> bool {
        self.postcopy.is_some_and(|postcopy| postcopy.state.paused.get())
    }

    /// L8, at the end of the cleanup.
    pub(super) fn check_over(&self) {
        let state = self.migration.state.peek();
        if self.postcopy.is_some() && state.is_running() {
            let detail = format!("it stays in {}, and refuses every other", state.name());
            broken(rules::L8.name, Name::of("current_migration"), &detail);
        }
    }

    /// S21, when the migration has become postcopy.
    fn check_channels_empty(&self) {
        let (queued, written) = (self.send.pages_queued.get(), self.send.pages_written.get());
        if queued != written {
            let detail = format!("postcopy begins, and {} pages are not sent", queued - written);
            broken(rules::S21.name, Name::of("current_migration"), &detail);
        }
    }
}
