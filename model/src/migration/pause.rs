//! `pause-before-switchover`: the migration waits until it is told to go on.

use sim_io::{
    await_any, in_function, qatomic_read, qatomic_set, qemu_bh_schedule,
    qemu_thread_create_detached,
};

use super::{MigrationStatus, ram::Scan};
use crate::{
    source::{Callback, Source},
    world::Pause,
};

impl Source {
    fn pauses(&self) -> bool {
        match self.world.pause {
            Pause::Never => false,
            Pause::Continued => true,
        }
    }

    /// Management says `migrate-continue` as soon as it sees PRE_SWITCHOVER.
    pub(crate) fn manage_pause(&self) {
        if !self.pauses() {
            return;
        }
        let s = *self;
        qemu_thread_create_detached(s.management(), move || {
            let _in = in_function("monitor_qmp_dispatcher_co");
            let (state, paused) = (s.migration.state.as_word(), MigrationStatus::PreSwitchover);
            if await_any(&[(state, paused as u64), (s.migration.over.as_word(), 1)]) == 0 {
                qemu_bh_schedule(s.main_loop.sources, Callback::Continue);
            }
        });
    }

    /// The migration has been cleaned up.
    pub(super) fn tell_management(&self) {
        if self.pauses() {
            qatomic_set(self.migration.over, true);
        }
    }

    /// `qmp_migrate_continue`, on the main loop with the big lock held.
    pub(crate) fn qmp_migrate_continue(&self) {
        let _in = in_function("qmp_migrate_continue");
        if qatomic_read(self.migration.state) == MigrationStatus::PreSwitchover {
            self.end_pause();
        }
    }

    pub(super) fn end_pause(&self) {
        qatomic_set(self.migration.pause_event, true);
    }

    /// Waits, with the big lock not held, for `pause_event`.
    pub(crate) fn wait_for_continue(&self) {
        await_any(&[(self.migration.pause_event, true)]);
    }

    /// `migration_switchover_prepare`, until 4881411136 `migration_maybe_pause`,
    /// with the big lock held. Whether the switchover may begin.
    pub(super) fn migration_switchover_prepare(&self, active: &mut MigrationStatus) -> bool {
        let _in = in_function("migration_switchover_prepare");
        self.revision.switchover.prepare(self, active)
    }

    /// Where the scan stands after a round.
    pub(super) fn scan_of_round(&self, round: u8) -> Scan {
        if self.postcopy.is_some() {
            return if round == 1 { Scan::GoesOn } else { Scan::WrapsFirst };
        }
        if self.pauses() && round == self.world.rounds { Scan::GoesOn } else { Scan::Wraps }
    }
}
