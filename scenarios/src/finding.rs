//! Facts about a bug that was found here, or that the newest revision has.

use model::World;

use crate::{Bug, Fixed};

/// Facts about a bug that was found here, or that the newest revision has.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    /// The first release that shows it. The first that is modelled as it was is v8.2.
    pub since: &'static str,
    /// The command that ends a wait, where something waits.
    pub help: Help,
    /// Releases of a real QEMU that it was seen on.
    pub seen: &'static [&'static str],
    /// Documents elsewhere that know it.
    pub known: Known,
    /// The builds of QEMU that have it.
    pub code: Code,
}

/// Remedy of a user for a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// Nothing waits.
    NothingWaits,
    /// No command ends it.
    Nothing,
    /// `migrate_cancel` ends it, and so does `yank`.
    CancelOrYank,
    /// `yank` ends it, on any monitor.
    Yank,
    /// `yank` ends it on a monitor that is out of band; any other waits for the main loop.
    YankOutOfBand,
    /// A second `yank` ends it.
    YankAgain,
    /// `migrate-continue` ends it, if its argument is the state that the migration is in.
    ContinueInThatState,
}

/// Documents elsewhere that know a bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// No document that was found.
    Here,
    /// Users have reported what they saw of it, in these places.
    Reported(&'static str),
    /// A commit of upstream is about it.
    Commit(&'static str),
}

/// Builds of QEMU that have a bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Each.
    Any,
    /// Those without optimisation: an optimiser makes one read of two.
    Unoptimised,
}

impl Finding {
    /// Facts of most findings.
    pub(crate) const HERE: Finding = Finding {
        since: "v8.2",
        help: Help::NothingWaits,
        seen: &[],
        known: Known::Here,
        code: Code::Any,
    };
}

impl Bug {
    /// The facts about it, if it was found here or the newest revision has it.
    pub fn finding(&self) -> Option<&Finding> {
        match &self.fixed {
            Fixed::FoundHere(finding) | Fixed::Proposed(_, finding) | Fixed::Mended(_, finding) => {
                Some(finding)
            }
            Fixed::By(_) | Fixed::Latent { .. } | Fixed::Never { .. } => None,
        }
    }

    /// Lists what its world has that not every world has, in the words of a world.
    pub fn needs(&self) -> Vec<String> {
        let size = World { channels: self.world.channels, ..World::PLAIN }.to_string();
        let channels = size.split(", ").next().filter(|_| self.world.channels > 1);
        let said = self.world.to_string();
        let behind = said.split(", ").skip(2).filter(|words| *words != "sockets");
        channels.into_iter().chain(behind).map(str::to_string).collect()
    }
}
