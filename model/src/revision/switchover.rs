use serde::{Deserialize, Serialize};
use sim_io::{
    Name, c_assert, in_function, qatomic_read, qatomic_set, qemu_mutex_lock, qemu_mutex_unlock,
};

use crate::{migration::MigrationStatus, source::Source, world::Pause};

/// The way a migration comes to the switchover, and to wait before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Switchover {
    /// It waits whether or not it is in PRE_SWITCHOVER.
    Unchecked,
    /// It does not wait if it is being cancelled; then it drops the big lock
    /// and becomes PRE_SWITCHOVER (8958338b10).
    CheckedFirst,
    /// It becomes PRE_SWITCHOVER from the state that the completion began in,
    /// and then drops the big lock (1f9b657cae).
    UnderLock,
    /// It becomes so from the state that it finds (ec611bd731).
    FromAny,
    /// It asserts before that the state is ACTIVE, and becomes DEVICE also where it does not
    /// wait (4881411136).
    Asserted,
}

impl Switchover {
    /// The big lock is held before and after; whether the switchover may begin.
    pub(crate) fn prepare(self, s: &Source, active: &mut MigrationStatus) -> bool {
        let state = || qatomic_read(s.migration.state);
        let cancelling = || state() == MigrationStatus::Cancelling;
        match (self, s.world.pause) {
            (Switchover::Asserted, _) => {
                if cancelling() {
                    return false;
                }
                let is_active = state() == MigrationStatus::Active;
                c_assert(is_active, "migration_is_active()", Name::of("current_migration"));
            }
            // DEVICE comes only after a pause.
            (_, Pause::Never) => return true,
            (Switchover::Unchecked, Pause::Continued | Pause::ContinuedAnyhow) => (),
            (
                Switchover::CheckedFirst | Switchover::UnderLock | Switchover::FromAny,
                Pause::Continued | Pause::ContinuedAnyhow,
            ) => {
                if cancelling() {
                    return false;
                }
            }
        }
        let from = *active;
        *active = MigrationStatus::Device;
        match s.world.pause {
            Pause::Never => {
                s.migrate_set_state(state(), MigrationStatus::Device);
                true
            }
            Pause::Continued | Pause::ContinuedAnyhow => {
                qatomic_set(s.migration.pause_event, false);
                self.wait(s, from);
                state() == MigrationStatus::Device
            }
        }
    }

    /// Postcopy begins, and does not wait; whether it may. The big lock is held. As
    /// long as there is no DEVICE on the way, it is POSTCOPY_ACTIVE at once.
    pub(crate) fn start_postcopy(self, s: &Source) -> bool {
        let state = || qatomic_read(s.migration.state);
        let (active, postcopy) = (MigrationStatus::Active, MigrationStatus::PostcopyActive);
        match self {
            Switchover::Unchecked
            | Switchover::CheckedFirst
            | Switchover::UnderLock
            | Switchover::FromAny => {
                s.migrate_set_state(active, postcopy);
                true
            }
            Switchover::Asserted if state() == MigrationStatus::Cancelling => false,
            Switchover::Asserted => {
                let _in = in_function("migration_switchover_prepare");
                let is_active = state().is_active();
                c_assert(is_active, "migration_is_active()", Name::of("current_migration"));
                s.migrate_set_state(state(), MigrationStatus::Device);
                true
            }
        }
    }

    fn wait(self, s: &Source, active: MigrationStatus) {
        let bql = s.main_loop.bql;
        let (paused, device) = (MigrationStatus::PreSwitchover, MigrationStatus::Device);
        match self {
            Switchover::Unchecked | Switchover::CheckedFirst => {
                qemu_mutex_unlock(bql);
                s.migrate_set_state(active, paused);
                s.wait_for_continue();
                s.migrate_set_state(paused, device);
                qemu_mutex_lock(bql);
            }
            Switchover::UnderLock | Switchover::FromAny | Switchover::Asserted => {
                let from = if self == Switchover::UnderLock {
                    active
                } else {
                    qatomic_read(s.migration.state)
                };
                s.migrate_set_state(from, paused);
                qemu_mutex_unlock(bql);
                s.wait_for_continue();
                qemu_mutex_lock(bql);
                s.migrate_set_state(paused, device);
            }
        }
    }
}
