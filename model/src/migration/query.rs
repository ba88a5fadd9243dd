//! `qmp_query_migrate`, on the main loop with the big lock held.

use sim_io::{Name, broken, in_function, qatomic_read};

use super::MigrationStatus;
use crate::{rules, source::Source};

impl Source {
    /// `qmp_query_migrate`.
    pub(crate) fn qmp_query_migrate(&self) {
        let _in = in_function("qmp_query_migrate");
        let completed = qatomic_read(self.migration.state) == MigrationStatus::Completed;
        if completed && !self.migration.counters_final.get() {
            let detail = "it shows COMPLETED and the counters of the last iteration";
            broken(rules::S18.name, Name::of("current_migration"), detail);
        }
    }
}
