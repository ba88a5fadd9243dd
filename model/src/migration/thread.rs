//! `migration_thread`.

use sim_io::{
    in_function, loop_head, qatomic_read, qemu_bh_schedule, qemu_mutex_lock, qemu_mutex_unlock,
};

use super::MigrationStatus;
use crate::{
    events,
    link::Piece,
    revision::SetupThread,
    source::{Callback, Source},
    world::FaultKind,
};

/// Decisions of an iteration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MigIterateState {
    Resume,
    Skip,
    Break,
}

impl Source {
    /// `migration_thread`.
    pub(crate) fn migration_thread(&self) {
        let _in = in_function("migration_thread");
        self.revision.thread_reference.begins(self);
        if self.set_up_here() {
            self.migrate_precopy();
        }
        if self.is_paused() {
            return;
        }
        events::migration_thread_after_loop();
        self.migration_iteration_finish();
        self.unref_migration();
    }

    fn set_up_here(&self) -> bool {
        match self.revision.setup_thread {
            SetupThread::MainLoop => true,
            SetupThread::MigrationThread => self.multifd_send_setup(),
        }
    }

    fn migrate_precopy(&self) {
        let bql = self.main_loop.bql;
        qemu_mutex_lock(bql);
        self.qemu_savevm_state_header();
        qemu_mutex_unlock(bql);
        self.qemu_savevm_send_open_return_path();
        qemu_mutex_lock(bql);
        let set_up = self.qemu_savevm_state_setup();
        qemu_mutex_unlock(bql);
        // qemu_savevm_wait_unplug: no device has to be unplugged.
        self.migrate_set_state(MigrationStatus::Setup, MigrationStatus::Active);
        if !set_up && self.revision.setup_error.ends(self) {
            return;
        }
        events::migration_thread_setup_complete();
        let mut round = 0;
        loop {
            loop_head("migration_thread", &[u64::from(round)]);
            if !qatomic_read(self.migration.state).is_active() {
                break;
            }
            match self.migration_iteration_run(&mut round) {
                MigIterateState::Resume => (),
                MigIterateState::Skip => continue,
                MigIterateState::Break => break,
            }
            if self.migration_detect_error() {
                break;
            }
        }
    }

    fn qemu_savevm_state_header(&self) {
        let _in = in_function("qemu_savevm_state_header");
        // The header stays in the buffer of the file until the first flush.
        self.put(Piece::Header);
    }

    fn qemu_savevm_state_setup(&self) -> bool {
        let _in = in_function("qemu_savevm_state_setup");
        let set_up = self.ram_save_setup().is_ok() && !self.device_fails(FaultKind::SaveSetup);
        if !set_up {
            self.revision.setup_file_error.failed(self);
        }
        set_up
    }

    pub(super) fn device_fails(&self, how: FaultKind) -> bool {
        self.world.strikes_all(how)
    }

    fn migration_iteration_run(&self, round: &mut u8) -> MigIterateState {
        let _in = in_function("migration_iteration_run");
        if self.migration_in_postcopy() {
            return match self.iterate_in_postcopy(round) {
                true => MigIterateState::Break,
                false => MigIterateState::Resume,
            };
        }
        if self.shall_start_postcopy() {
            self.postcopy_start(*round);
            return MigIterateState::Skip;
        }
        if *round >= self.world.rounds {
            self.migration_completion();
            return MigIterateState::Break;
        }
        *round += 1;
        if self.ram_save_iterate(self.scan_of_round(*round)).is_err() {
            self.file.set_error();
        }
        MigIterateState::Resume
    }

    /// Returns true if the migration has to stop.
    fn migration_detect_error(&self) -> bool {
        let _in = in_function("migration_detect_error");
        let state = qatomic_read(self.migration.state);
        if matches!(state, MigrationStatus::Cancelling | MigrationStatus::Cancelled) {
            return true;
        }
        if !self.file.get_error() {
            return false;
        }
        self.record_file_error();
        if state == MigrationStatus::PostcopyActive {
            self.postcopy_pause();
            return true;
        }
        self.migrate_set_state(state, self.revision.failing.state());
        events::migration_thread_file_err();
        true
    }

    fn migration_iteration_finish(&self) {
        let _in = in_function("migration_iteration_finish");
        qemu_mutex_lock(self.main_loop.bql);
        self.revision.completion_end.after_loop(self);
        self.set_run_state();
        self.notify_failure();
        self.ref_migration();
        qemu_bh_schedule(self.main_loop.sources, Callback::Cleanup);
        qemu_mutex_unlock(self.main_loop.bql);
    }
}
