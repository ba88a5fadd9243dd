//! What somebody outside does.

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
