//! What somebody outside does.

use super::{Action, Role, Start, World};

impl World {
    /// Whether somebody ends the process.
    pub(crate) fn quits(&self) -> bool {
        self.action == Action::Quit
    }

    /// Whether what is done is done to the destination.
    pub(crate) fn acts_on_destination(&self) -> bool {
        match self.action.row().role {
            Role::EndsDestination => true,
            Role::Quits => self.start == Start::Incoming,
            Role::Nothing | Role::Ends | Role::Asks | Role::Changes => false,
        }
    }

    /// How many threads that takes.
    pub(super) fn outside_threads(&self) -> usize {
        usize::from(self.action != Action::None)
    }
}
