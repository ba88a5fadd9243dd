//! `pause-before-switchover`: the migration waits until it is told to go on.

use sim_io::{
    Atomic, await_any, in_function, qatomic_read, qatomic_set, qemu_bh_schedule,
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
            Pause::Continued | Pause::ContinuedAnyhow => true,
        }
    }

    /// Management says `migrate-continue` as soon as it sees what it is there to see.
    pub(crate) fn manage_pause(&self) {
        if !self.pauses() {
            return;
        }
        let s = *self;
        qemu_thread_create_detached(s.management(), move || {
            let _in = in_function("monitor_qmp_dispatcher_co");
            if await_any(&[s.is_to_continue(), (s.migration.over.as_word(), 1)]) == 0 {
                qemu_bh_schedule(s.main_loop.sources, Callback::Continue);
            }
        });
    }

    /// Returns the state that management waits for: PRE_SWITCHOVER, or a migration that waits, in
    /// whatever state it is.
    fn is_to_continue(&self) -> (Atomic<u64>, u64) {
        let migration = self.migration;
        match self.world.pause {
            Pause::Never | Pause::Continued => {
                (migration.state.as_word(), MigrationStatus::PreSwitchover as u64)
            }
            Pause::ContinuedAnyhow => (migration.waits.as_word(), 1),
        }
    }

    /// The migration has been cleaned up.
    pub(super) fn tell_management(&self) {
        if self.pauses() {
            qatomic_set(self.migration.over, true);
        }
    }

    /// `qmp_migrate_continue`, on the main loop with the big lock held: its argument is a
    /// state, and it is refused in any other.
    pub(crate) fn qmp_migrate_continue(&self) {
        let _in = in_function("qmp_migrate_continue");
        let state = qatomic_read(self.migration.state);
        let expected = match self.world.pause {
            Pause::Never | Pause::Continued => MigrationStatus::PreSwitchover,
            // Who is refused asks for the state and says it once more.
            Pause::ContinuedAnyhow => state,
        };
        if state == expected {
            self.end_pause();
        }
    }

    pub(super) fn end_pause(&self) {
        qatomic_set(self.migration.pause_event, true);
    }

    /// Waits, with the big lock not held, for `pause_event`.
    pub(crate) fn wait_for_continue(&self) {
        if self.world.pause == Pause::ContinuedAnyhow {
            qatomic_set(self.migration.waits, true);
        }
        await_any(&[(self.migration.pause_event, true)]);
    }

    /// `migration_switchover_prepare`, until 4881411136 `migration_maybe_pause`,
    /// with the big lock held. Whether the switchover may begin.
    pub(super) fn migration_switchover_prepare(&self, active: &mut MigrationStatus) -> bool {
        let _in = in_function("migration_switchover_prepare");
        self.revision.switchover.prepare(self, active)
    }

    /// Returns the scan's place after a round.
    pub(super) fn scan_of_round(&self, round: u8) -> Scan {
        if self.postcopy.is_some() {
            return if round == 1 { Scan::GoesOn } else { Scan::WrapsFirst };
        }
        if self.pauses() && round == self.world.rounds { Scan::GoesOn } else { Scan::Wraps }
    }
}
