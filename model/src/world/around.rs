//! Settings of a migration besides its channels.

use serde::{Deserialize, Serialize};

use super::{Start, Transport, World};

/// Purpose of a migration (parameter `mode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The machine goes on elsewhere, and runs until the completion.
    #[default]
    Normal,
    /// The machine is kept while its host is restarted: `cpr-reboot`.
    CprReboot,
}

/// Decides whether a migration waits before the switchover (capability `pause-before-switchover`),
/// and when management continues it.
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
    /// It does, and management says `migrate-continue` of whatever state it finds, as soon as it
    /// waits.
    ContinuedAnyhow,
}

impl Pause {
    /// Returns the number of threads that it takes: management's.
    pub(super) fn threads(self) -> usize {
        match self {
            Pause::Never => 0,
            Pause::Continued | Pause::ContinuedAnyhow => 1,
        }
    }
}

/// Decides whether a migration may become postcopy (capability `postcopy-ram`), and who asks for
/// it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Postcopy {
    /// It may not.
    #[default]
    Never,
    /// Management says `migrate-start-postcopy`, at any moment.
    Started,
}

impl Postcopy {
    /// Returns true if it may.
    pub(crate) fn is_on(self) -> bool {
        match self {
            Postcopy::Never => false,
            Postcopy::Started => true,
        }
    }

    /// Returns the number of its threads: one says it, and one of the destination listens.
    pub(super) fn threads(self) -> usize {
        2 * usize::from(self.is_on())
    }
}

/// Reaction of the destination to a TLS session whose connection ends before it (property
/// `multifd-clean-tls-termination`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Termination {
    /// An error: the default.
    #[default]
    Clean,
    /// The end, as machines up to 9.2 have it, because their sources say no more.
    Any,
}

/// Decides whether a destination exits when its migration has failed (`exit-on-error` of
/// `migrate-incoming`). A revision that does not know it exits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExitOnError {
    /// It does: the default.
    #[default]
    On,
    /// It stays, so that management can ask what went wrong.
    Off,
}

/// Place at which each host takes the channels of multifd to be flushed (property
/// `multifd-flush-after-each-section`, which machines up to 8.0 have on).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlushAt {
    /// At the wrap of the scan for dirty pages; a FLUSH says so.
    #[default]
    Round,
    /// At the end of each section, which needs no FLUSH.
    Section,
    /// The source as in [`FlushAt::Section`], the destination as in [`FlushAt::Round`].
    SectionOfSource,
    /// The other way round.
    SectionOfDestination,
}

impl World {
    /// Returns true if it plays two hosts with connections between them.
    pub(crate) fn joins_hosts(&self) -> bool {
        self.start == Start::Both && self.transport != Transport::File
    }
}

impl FlushAt {
    /// The part that the source flushes after.
    pub(crate) fn source(self) -> Flushed {
        match self {
            FlushAt::Section | FlushAt::SectionOfSource => Flushed::EachSection,
            FlushAt::Round | FlushAt::SectionOfDestination => Flushed::EachRound,
        }
    }

    /// The part that the destination flushes after.
    pub(crate) fn destination(self) -> Flushed {
        match self {
            FlushAt::Section | FlushAt::SectionOfDestination => Flushed::EachSection,
            FlushAt::Round | FlushAt::SectionOfSource => Flushed::EachRound,
        }
    }
}

/// After what one host flushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// A round.
    EachRound,
    /// A section.
    EachSection,
}

/// Decides whether a migration has a return path (capability `return-path`), and what the
/// destination says over it.
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
    /// Returns the number of threads that it takes: one reads it, one is the destination's.
    pub(super) fn threads(self) -> usize {
        match self {
            ReturnPath::None => 0,
            ReturnPath::Stalls => 1,
            ReturnPath::Answers | ReturnPath::Fails => 2,
        }
    }
}
