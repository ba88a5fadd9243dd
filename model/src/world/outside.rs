//! What somebody outside does.

use super::{Action, Start, World};

impl World {
    /// Whether somebody ends the process.
    pub(crate) fn quits(&self) -> bool {
        self.action == Action::Quit
    }

    /// Whether what is done is done to the destination.
    pub(crate) fn acts_on_destination(&self) -> bool {
        match self.action {
            Action::YankDestination => true,
            Action::Quit => self.start == Start::Incoming,
            Action::None
            | Action::Cancel
            | Action::Yank
            | Action::Query
            | Action::Again
            | Action::RaiseChannels
            | Action::LowerChannels
            | Action::SwitchOff => false,
        }
    }

    /// How many threads that takes.
    pub(super) fn outside_threads(&self) -> usize {
        usize::from(self.action != Action::None)
    }
}
