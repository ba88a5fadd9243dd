//! CPR: the machine and what is saved of it must not drift apart.

use sim_io::{Name, broken, in_function};

use crate::{revision::CprStop, rules, source::Source, world::Mode};

impl Source {
    /// `migrate_mode_is_cpr`.
    fn migrate_mode_is_cpr(&self) -> bool {
        match self.world.mode {
            Mode::Normal => false,
            Mode::CprReboot => true,
        }
    }

    /// Before the migration thread is created.
    pub(super) fn stop_for_cpr(&self) {
        if self.migrate_mode_is_cpr() && self.revision.cpr_stop == CprStop::BeforeThread {
            self.migration_stop_vm();
        }
    }

    /// Stops the machine when the completion begins.
    pub(super) fn stop_for_completion(&self) {
        if self.migrate_mode_is_cpr() && self.revision.cpr_stop == CprStop::InCompletion {
            self.migration_stop_vm();
        }
    }

    /// `migration_stop_vm`, with the big lock held. Only CPR asks.
    fn migration_stop_vm(&self) {
        let _in = in_function("migration_stop_vm");
        self.migration.stopped.set(true);
    }

    /// S19, where a page is sent.
    pub(super) fn check_stopped(&self) {
        if self.migrate_mode_is_cpr() && !self.migration.stopped.get() {
            let detail = "a page is sent, and the machine runs";
            broken(rules::S19.name, Name::of("current_migration"), detail);
        }
    }
}
