//! `qmp_migrate`, when there was a migration before.
//!
//! As far as it goes by what the first one left: a second one that is let in
//! fails at once, as one does whose address is none.

use sim_io::{
    in_function, qatomic_read, qatomic_set, yank_register_instance, yank_unregister_instance,
};

use super::{MigrationState, MigrationStatus, notifiers::Heard};
use crate::{
    source::Source,
    world::{Action, World},
};

impl MigrationState {
    /// Returns true if a user is still to say `migrate` once more.
    pub(crate) fn awaits_migrate(&self, world: &World) -> bool {
        world.action == Action::Again && !self.answered.get()
    }
}

impl Source {
    fn migrates_again(&self) -> bool {
        self.world.action == Action::Again
    }

    /// A machine that was migrated stays as it is. Only a second `migrate` asks.
    pub(super) fn set_run_state(&self) {
        if !self.migrates_again() {
            return;
        }
        if qatomic_read(self.migration.state) == MigrationStatus::Completed {
            self.migration.post_migrate.set(true);
        }
    }

    /// `qmp_migrate`, on the main loop with the big lock held.
    pub(crate) fn qmp_migrate(&self) {
        let _in = in_function("qmp_migrate");
        if self.migrate_prepare() {
            self.migrate_set_state(MigrationStatus::Setup, self.revision.failing.state());
            self.revision.failing.cleaned_up(self);
            yank_unregister_instance(self.yank);
        }
        self.migration.answered.set(true);
    }

    fn migrate_prepare(&self) -> bool {
        let _in = in_function("migrate_prepare");
        if qatomic_read(self.migration.state).is_running() || self.migration.post_migrate.get() {
            return false;
        }
        self.migrate_init();
        let registered = yank_register_instance(self.yank);
        if !registered {
            self.revision.instance_clash.happens(self);
        }
        registered
    }

    /// `migrate_init`: with no lock but the big one.
    fn migrate_init(&self) {
        let _in = in_function("migrate_init");
        let migration = self.migration;
        migration.to_dst_file.set(false);
        qatomic_set(migration.state, MigrationStatus::None);
        self.rp_state.from_dst_file.set(false);
        migration.migration_thread_running.set(false);
        self.revision.error_reset.forget(self);
        migration.counters_final.set(false);
        migration.heard.set(Heard::Nothing);
        self.migrate_set_state(MigrationStatus::None, MigrationStatus::Setup);
    }
}
