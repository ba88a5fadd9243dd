//! What a migration is besides its channels.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a migration is for (parameter `mode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The machine goes on elsewhere, and runs until the completion.
    #[default]
    Normal,
    /// The machine is kept while its host is restarted: `cpr-reboot`.
    CprReboot,
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mode::Normal => Ok(()),
            Mode::CprReboot => write!(f, ", CPR"),
        }
    }
}

/// Whether a migration waits before the switchover (capability
/// `pause-before-switchover`), and what management does about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// It does not.
    #[default]
    Never,
    /// It does, and management says `migrate-continue` when it sees
    /// PRE_SWITCHOVER. The last round then ends in the middle of a scan, so
    /// that its packets can still be under way.
    Continued,
}

impl Pause {
    /// How many threads it takes: management's.
    pub(super) fn threads(self) -> usize {
        match self {
            Pause::Never => 0,
            Pause::Continued => 1,
        }
    }
}

impl fmt::Display for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pause::Never => Ok(()),
            Pause::Continued => write!(f, ", paused before the switchover"),
        }
    }
}

/// What the destination makes of a TLS session whose connection ends before it
/// (property `multifd-clean-tls-termination`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Termination {
    /// An error: the default.
    #[default]
    Clean,
    /// The end, as machines up to 9.2 have it, because their sources say no more.
    Any,
}

impl fmt::Display for Termination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Termination::Clean => Ok(()),
            Termination::Any => write!(f, ", sessions may just end"),
        }
    }
}

/// Whether a migration has a return path (capability `return-path`), and what
/// the destination says over it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnPath {
    /// There is none.
    #[default]
    None,
    /// It says that all is well when it has the whole stream.
    Answers,
    /// It never says anything, and keeps the connection open.
    Stalls,
    /// It says at any moment that it has failed.
    Fails,
}

impl ReturnPath {
    /// How many threads it takes: one reads it, one is the destination's.
    pub(super) fn threads(self) -> usize {
        match self {
            ReturnPath::None => 0,
            ReturnPath::Stalls => 1,
            ReturnPath::Answers | ReturnPath::Fails => 2,
        }
    }
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReturnPath::None => Ok(()),
            ReturnPath::Answers => write!(f, ", return path"),
            ReturnPath::Stalls => write!(f, ", return path stalls"),
            ReturnPath::Fails => write!(f, ", return path reports an error"),
        }
    }
}
