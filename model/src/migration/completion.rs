//! `migration_completion`: the virtual machine is stopped, the rest is sent.

use sim_io::{Error, in_function, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock};

use super::MigrationStatus;
use crate::{events, link::Piece, send::SaveThreads, source::Source, world::FaultKind};

/// Progress of a completion with what is left to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The switchover was interrupted, or there is none to be in that state.
    NotBegun,
    /// It could not be saved.
    Lost,
    /// It is saved.
    Saved,
}

impl Source {
    pub(super) fn migration_completion(&self) {
        let _in = in_function("migration_completion");
        let mut active = qatomic_read(self.migration.state);
        // C asks the state once more: it may have changed meanwhile.
        let still = qatomic_read(self.migration.state);
        let rest = match still {
            MigrationStatus::Active => self.migration_completion_precopy(&mut active),
            MigrationStatus::PostcopyActive => {
                self.migration_completion_postcopy();
                Rest::Saved
            }
            _ => Rest::NotBegun,
        };
        let failed = rest != Rest::Saved
            || self.close_return_path_on_source()
            || self.completion_file_error();
        if !failed {
            self.revision.completion_end.complete(self, active);
        } else {
            self.revision.completion_error.record(self, rest);
            self.migration_completion_failed(active);
        }
    }

    fn migration_completion_failed(&self, active: MigrationStatus) {
        let _in = in_function("migration_completion_failed");
        self.revision.completion_failure.failed(self, active);
    }

    fn completion_file_error(&self) -> bool {
        let error = self.file.get_error();
        if error {
            events::migration_completion_file_err();
        }
        error
    }

    /// The virtual machine is stopped; the rest goes over with the big lock held.
    /// `active` is the state that the migration is in, as C remembers it.
    fn migration_completion_precopy(&self, active: &mut MigrationStatus) -> Rest {
        let _in = in_function("migration_completion_precopy");
        qemu_mutex_lock(self.main_loop.bql);
        self.stop_for_completion();
        let rest = match self.migration_switchover_prepare(active) {
            false => Rest::NotBegun,
            true if self.save_the_rest() => Rest::Saved,
            true => Rest::Lost,
        };
        qemu_mutex_unlock(self.main_loop.bql);
        rest
    }

    fn save_the_rest(&self) -> bool {
        let saved = match self.saves_in_threads() {
            None => self.save_iterable(),
            Some(threads) => self.save_beside(threads) && self.save_the_end(),
        };
        if saved {
            self.stream_ended();
        }
        saved
    }

    /// Saves what goes over the main channel; a failure is the file's error at once.
    fn save_iterable(&self) -> bool {
        let saved = self.ram_save_complete().is_ok() && !self.device_fails(FaultKind::SaveComplete);
        if !saved {
            self.file.set_error();
        }
        saved
    }

    /// `qemu_savevm_state_complete_precopy_iterable`, while threads save devices.
    fn save_beside(&self, threads: SaveThreads) -> bool {
        let _in = in_function("qemu_savevm_state_complete_precopy_iterable");
        // migration_switchover_start has told the destination, whatever becomes of it.
        self.put(Piece::SwitchoverStart);
        let _told: Result<(), Error> = self.qemu_fflush();
        self.spawn_save_threads(threads);
        let saved = self.save_iterable();
        if !saved || self.migrate_has_error() {
            self.multifd_abort_device_state_save_threads();
        }
        let joined = self.multifd_join_device_state_save_threads(threads);
        if saved && !joined {
            self.file.set_error();
        }
        saved && joined
    }

    /// The end of the stream, which comes after the states of devices.
    fn save_the_end(&self) -> bool {
        self.put(Piece::End);
        self.qemu_fflush().is_ok()
    }
}
