//! Scenarios and bugs.

use model::{Revision, World};
use sim_io::{Program, Violation};

use crate::{finding::Finding, pattern::Pattern};

/// A world, and what it is there to reach.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// The scenario in a sentence.
    pub summary: &'static str,
    /// The world.
    pub world: World,
    /// The ends of its executions; each of these must be reached.
    pub reaches: &'static [&'static str],
}

/// A bug: a world, what it breaks there, and the commits that mended it.
#[derive(Debug)]
pub struct Bug {
    /// Its name in the corpus, on the command line and in reports.
    pub name: &'static str,
    /// The failure in a sentence.
    pub summary: &'static str,
    /// Its effect on users.
    pub effect: Effect,
    /// The smallest world known to show it.
    pub world: World,
    /// The violations that are this bug.
    pub breaks: &'static [Pattern],
    /// Its fate.
    pub fixed: Fixed,
    /// A note for readers: where the corpus and the source differ.
    pub note: &'static str,
}

/// Effect of a bug on users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// QEMU dies.
    Crash,
    /// The migration never ends.
    Hang,
    /// Something is never given back.
    Leak,
    /// Data that is sent or reported is wrong.
    Corruption,
    /// Nothing, yet.
    Latent,
}

/// Fate of a bug.
#[derive(Clone, Copy, Debug)]
pub enum Fixed {
    /// These commits mended it, the last of them for good. Present before the
    /// first.
    By(&'static [&'static str]),
    /// It was found here, in what was the newest revision then; these commits have mended it
    /// since, the last of them for good.
    Mended(&'static [&'static str], Finding),
    /// This commit mended it, but what was there before it did not show it:
    /// this revision, which lacks only that commit, does.
    Latent {
        /// The commit.
        commit: &'static str,
        /// The revision that shows it.
        shown_at: &'static str,
    },
    /// Upstream never had it: these revisions are mutants.
    Never {
        /// The mutants that show it.
        mutants: &'static [&'static str],
        /// The mutants that do not, and so show what is not needed.
        harmless: &'static [&'static str],
    },
    /// It was found here, it is in the newest revision, and no document of
    /// upstream names it.
    FoundHere(Finding),
    /// Upstream knows it, and it is in the newest revision: this commit, as it was posted,
    /// is to mend it, and is not in that.
    Proposed(&'static str, Finding),
}

impl Bug {
    /// The program that shows it, at `revision`.
    pub fn program(&self, revision: Revision) -> Program {
        model::program(self.world, revision)
    }

    /// Returns true if `violation` is this bug.
    pub fn is(&self, violation: &Violation) -> bool {
        self.breaks.iter().any(|pattern| pattern.matches(violation))
    }

    /// The bug of a name.
    pub fn named(name: &str) -> Option<&'static Bug> {
        crate::BUGS.iter().copied().find(|bug| bug.name == name)
    }
}

impl Scenario {
    /// The healthy scenario of a name.
    pub fn named(name: &str) -> Option<&'static Scenario> {
        crate::HEALTHY.iter().find(|scenario| scenario.name == name)
    }
}
