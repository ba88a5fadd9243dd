//! Actions of users: the one table of them.

use serde::{Deserialize, Serialize};

use super::{phrase::Phrase, vocabulary::Choice};

/// Purpose of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is none.
    Nothing,
    /// It ends the migration, and with it what a peer would make last for ever.
    Ends,
    /// It asks something of the source.
    Asks,
    /// It changes what the migration goes by.
    Changes,
    /// It ends the destination's connections.
    EndsDestination,
    /// It ends the process.
    Quits,
}

/// A row of the table: all that is known of an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionRow {
    /// The action.
    pub action: Action,
    /// Its words.
    pub words: &'static str,
    /// Its purpose: so where it can happen, and beside what it is drawn.
    pub role: Role,
}

macro_rules! actions {
    ($($(#[$meta:meta])+ $action:ident: $words:literal, $role:ident;)*) => {
        /// Action of a user, at any moment.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Action {
            $($(#[$meta])+ $action,)*
        }

        /// Every action.
        pub const ACTIONS: &[ActionRow] = &[$(ActionRow {
            action: Action::$action,
            words: $words,
            role: Role::$role,
        }),*];

        impl Choice for Action {
            const ALL: &'static [(Self, Phrase)] = &[$((Action::$action, Phrase($words))),*];

            fn words(self) -> &'static str {
                self.row().words
            }
        }
    };
}

actions! {
    /// Nothing.
    None: "", Nothing;
    /// `migrate_cancel`, on the main loop.
    Cancel: "cancelled", Ends;
    /// `yank`, on the monitor's own thread.
    Yank: "yanked", Ends;
    /// `query-migrate`, on the main loop.
    Query: "queried", Asks;
    /// `migrate` once more, on the main loop.
    Again: "migrated again", Asks;
    /// `yank` on the destination, on the thread of its monitor.
    YankDestination: "the destination yanked", EndsDestination;
    /// `migrate-set-parameters`, on the main loop: one more of `multifd-channels`, when the
    /// migration has begun to create those that there are.
    RaiseChannels: "multifd-channels raised", Changes;
    /// `migrate-set-parameters` at that moment: one less of `multifd-channels`.
    LowerChannels: "multifd-channels lowered", Changes;
    /// `migrate-set-capabilities`, on the main loop: `multifd` off. QEMU refuses it while
    /// the migration is running.
    SwitchOff: "multifd switched off", Changes;
    /// `quit`, on the main loop of the only host: the source, or a destination alone.
    Quit: "quit", Quits;
}

impl Action {
    /// Its row of the table, which is in the order of the actions.
    pub const fn row(self) -> &'static ActionRow {
        &ACTIONS[self as usize]
    }

    /// Returns true if it changes what the migration goes by.
    pub fn changes_parameters(self) -> bool {
        self.row().role == Role::Changes
    }
}
