use serde::{Deserialize, Serialize};

use sim_io::{qatomic_cmpxchg, qatomic_read};

use crate::{events, incoming::Incoming, migration::MigrationStatus};

/// Effect of a connection that the destination cannot use, before the load begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AcceptError {
    /// A line in the log.
    Printed,
    /// The process exits, unless it was told not to (2b667a8c0f); then it waits on. That
    /// commit also sets the state of the outgoing migration, which is not the one that failed.
    Exits,
    /// The process exits likewise, and the incoming migration is what fails (44fe18201c).
    FailsAndExits,
}

impl AcceptError {
    /// There was one.
    pub(crate) fn reported(self, incoming: &Incoming) {
        match self {
            AcceptError::Printed => return,
            AcceptError::Exits => {
                let state = incoming.outgoing.state;
                let old = qatomic_read(state);
                if qatomic_cmpxchg(state, old, MigrationStatus::Failed) == old {
                    events::migrate_set_state(MigrationStatus::Failed.name());
                }
            }
            AcceptError::FailsAndExits => {
                let old = qatomic_read(incoming.state.state);
                incoming.set_incoming_state(old, MigrationStatus::Failed);
            }
        }
        if incoming.exits_on_error() {
            incoming.exit();
        }
    }
}
