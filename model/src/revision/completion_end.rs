use serde::{Deserialize, Serialize};

use sim_io::{in_function, qatomic_read, qemu_mutex_lock, qemu_mutex_unlock};

use crate::{migration::MigrationStatus, source::Source};

/// The way a migration becomes COMPLETED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CompletionEnd {
    /// From the state that the completion began in, without the big lock; the
    /// counters follow when the thread ends.
    FromSavedState,
    /// From whatever state there is, under the big lock and after the counters
    /// (63f64d77f0).
    FromCurrentState,
}

impl CompletionEnd {
    /// The completion that began in state `saved` has succeeded.
    pub(crate) fn complete(self, source: &Source, saved: MigrationStatus) {
        match self {
            CompletionEnd::FromSavedState => {
                source.migrate_set_state(saved, MigrationStatus::Completed);
            }
            CompletionEnd::FromCurrentState => {
                let _in = in_function("migration_completion_end");
                qemu_mutex_lock(source.main_loop.bql);
                source.migration.counters_final.set(true);
                let current = qatomic_read(source.migration.state);
                source.migrate_set_state(current, MigrationStatus::Completed);
                qemu_mutex_unlock(source.main_loop.bql);
            }
        }
    }

    /// The migration thread ends, with the big lock held.
    pub(crate) fn after_loop(self, source: &Source) {
        match self {
            CompletionEnd::FromSavedState => {
                let state = qatomic_read(source.migration.state);
                if state == MigrationStatus::Completed {
                    source.migration.counters_final.set(true);
                }
            }
            CompletionEnd::FromCurrentState => (),
        }
    }
}
