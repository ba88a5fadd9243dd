//! Actions from outside.

use super::{Action, Role, Start, World};

impl World {
    /// Returns true if a user ends the process.
    pub(crate) fn quits(&self) -> bool {
        self.action == Action::Quit
    }

    /// Returns true if the action is on the destination.
    pub(crate) fn acts_on_destination(&self) -> bool {
        match self.action.row().role {
            Role::EndsDestination => true,
            Role::Quits => self.start == Start::Incoming,
            Role::Nothing | Role::Ends | Role::Asks | Role::Changes => false,
        }
    }

    /// Returns the number of threads that the action takes.
    pub(super) fn outside_threads(&self) -> usize {
        usize::from(self.action != Action::None)
    }
}
