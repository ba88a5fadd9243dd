//! What somebody outside does.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What somebody outside does, at any moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Nothing.
    None,
    /// `migrate_cancel`, on the main loop.
    Cancel,
    /// `yank`, on the monitor's own thread.
    Yank,
    /// `query-migrate`, on the main loop.
    Query,
    /// `migrate` once more, on the main loop.
    Again,
    /// `yank` on the destination, on the thread of its monitor.
    YankDestination,
    /// `migrate-set-parameters`, on the main loop: one more of `multifd-channels`, when the
    /// migration has begun to create those that there are.
    RaiseChannels,
    /// The same, and one less.
    LowerChannels,
    /// `migrate-set-capabilities`, on the main loop: `multifd` off. QEMU refuses it while
    /// the migration is running.
    SwitchOff,
    /// `quit`, on the main loop of the only host: the source, or a destination alone.
    Quit,
}

impl Action {
    /// Whether it changes what the migration goes by.
    pub fn changes_parameters(self) -> bool {
        match self {
            Action::RaiseChannels | Action::LowerChannels | Action::SwitchOff => true,
            Action::None
            | Action::Cancel
            | Action::Yank
            | Action::Query
            | Action::Again
            | Action::YankDestination
            | Action::Quit => false,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::None => Ok(()),
            Action::Cancel => write!(f, ", cancelled"),
            Action::Yank => write!(f, ", yanked"),
            Action::Query => write!(f, ", queried"),
            Action::Again => write!(f, ", migrated again"),
            Action::YankDestination => write!(f, ", the destination yanked"),
            Action::RaiseChannels => write!(f, ", multifd-channels raised"),
            Action::LowerChannels => write!(f, ", multifd-channels lowered"),
            Action::SwitchOff => write!(f, ", multifd switched off"),
            Action::Quit => write!(f, ", quit"),
        }
    }
}
