//! Lookup of a violation in the catalogue.

use std::sync::LazyLock;

use model::{FaultKind, HISTORY, Revision, World};
use sim_io::{Breach, Found, Violation};

use crate::{BUGS, Bug, Fixed};

/// The bug that `violation` is, in a world, at a revision that may have it.
///
/// The newest revision has only the bugs that no commit mended: what looks like a mended one there
/// is news. Any other revision may have every bug of which it lacks a fix.
///
/// If management changes what a migration goes by, nearly anything may follow: a bug of such a
/// world is looked for there first, and nowhere else.
pub fn listed(violation: &Violation, world: &World, revision: &Revision) -> Option<&'static Bug> {
    let newest = *revision == Revision::head();
    let possible = |bug: &Bug| match newest {
        true => bug.is_in_newest(),
        false => bug.may_be_in(revision),
    };
    let is = |bug: &&Bug| possible(bug) && bug.fits(world) && bug.is(violation);
    let (changed, usual): (Vec<&Bug>, Vec<&Bug>) =
        BUGS.iter().partition(|bug| bug.world.action.changes_parameters());
    let here = changed.into_iter().filter(|bug| bug.world.action == world.action);
    here.chain(usual).find(is)
}

/// Label of a violation by the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum Label {
    /// It is this bug.
    Known(&'static Bug),
    /// It is this bug, which the newest revision does not have: this one is the newest but
    /// for a commit that mended it.
    Back(&'static Bug),
    /// It was only seen after something that a process dies of.
    AfterCrash,
    /// No entry accounts for it, at a revision that the catalogue does not claim to cover.
    Unlisted,
    /// No entry accounts for it, at the newest revision or at that but for one commit.
    New,
}

impl Label {
    /// True if no entry accounts for it, or only one that the intact newest revision lacks.
    pub fn is_news(&self) -> bool {
        match self {
            Label::New | Label::Back(_) => true,
            Label::Known(_) | Label::AfterCrash | Label::Unlisted => false,
        }
    }

    /// The name of the bug, if it is one of the catalogue.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Label::Known(bug) | Label::Back(bug) => Some(bug.name),
            Label::AfterCrash | Label::Unlisted | Label::New => None,
        }
    }

    /// The label of what was found in `world` at `revision`.
    pub fn of(found: &Found, world: &World, revision: &Revision) -> Label {
        let bug = listed(&found.violation, world, revision);
        match (bug, &found.after) {
            (Some(bug), _) if bug.is_back_in(revision) => Label::Back(bug),
            (Some(bug), _) => Label::Known(bug),
            (None, Some(_)) => Label::AfterCrash,
            (None, None) if !is_accounted_for(revision) => Label::Unlisted,
            (None, None) if is_forced(&found.violation, world) => Label::Unlisted,
            (None, None) => Label::New,
        }
    }
}

/// Returns true if an entry should account for all that `revision` shows: for the newest, and for
/// the newest but for one commit, which has to be told from it.
fn is_accounted_for(revision: &Revision) -> bool {
    static COVERED: LazyLock<Vec<Revision>> = LazyLock::new(|| {
        let names = HISTORY.iter().map(|patch| format!("head-{}", patch.commit));
        let but_one = names.filter_map(|name| Some(Revision::named(&name).ok()?.revision));
        std::iter::once(Revision::head()).chain(but_one).collect()
    });
    COVERED.contains(revision)
}

/// Returns true if `world` forces `violation` on QEMU: a stray post is nothing that QEMU does, and
/// since 859ebaf346 an assertion is what should meet it.
fn is_forced(violation: &Violation, world: &World) -> bool {
    let strays = |channel| world.has(channel, FaultKind::StrayPost);
    let asserts = violation.breach == Breach::Assertion("pending_sync".into());
    asserts && (0..world.channels).any(strays)
}

impl Bug {
    /// Returns true if `revision` lacks one of the commits that mended it.
    fn may_be_in(&self, revision: &Revision) -> bool {
        match self.fixed {
            Fixed::By(commits) | Fixed::Mended(commits, _) => {
                commits.iter().any(|commit| !revision.has(commit))
            }
            Fixed::Latent { commit, .. } => !revision.has(commit),
            Fixed::Never { .. } | Fixed::FoundHere(_) | Fixed::Proposed(_, _) => true,
        }
    }

    /// Returns true if `revision` is the newest but for one commit that mended it.
    fn is_back_in(&self, revision: &Revision) -> bool {
        let without = |commit: &str| Revision::named(&format!("head-{commit}"));
        let is = |commit: &&str| without(commit).is_ok_and(|named| named.revision == *revision);
        match self.fixed {
            Fixed::By(commits) | Fixed::Mended(commits, _) => commits.iter().any(is),
            Fixed::Latent { commit, .. } => is(&commit),
            Fixed::Never { .. } | Fixed::FoundHere(_) | Fixed::Proposed(_, _) => false,
        }
    }

    /// Returns true if the newest revision that is modelled has it.
    pub fn is_in_newest(&self) -> bool {
        match self.fixed {
            Fixed::By(_) | Fixed::Mended(_, _) | Fixed::Latent { .. } | Fixed::Never { .. } => {
                false
            }
            Fixed::FoundHere(_) | Fixed::Proposed(_, _) => true,
        }
    }
}
