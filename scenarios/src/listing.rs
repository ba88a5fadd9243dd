//! Whether somebody has listed a violation already.

use model::{FaultKind, Revision, World};
use sim_io::{Breach, Violation};

use crate::{BUGS, Bug, Fixed};

/// The bug that `violation` is, at a revision that may have it.
///
/// The newest revision has only the bugs that nobody mended: what looks like
/// a mended one there is news. At any other revision every bug may be there.
pub fn listed(violation: &Violation, revision: &Revision) -> Option<&'static Bug> {
    let newest = *revision == Revision::head();
    let possible = |bug: &&Bug| !newest || bug.is_in_newest();
    BUGS.iter().copied().filter(possible).find(|bug| bug.is(violation))
}

/// Whether `world` forces `violation` on QEMU: a stray post is nothing that
/// QEMU does, and since 859ebaf346 an assertion is what should meet it.
pub(crate) fn is_forced(violation: &Violation, world: &World) -> bool {
    let strays = |channel| world.has(channel, FaultKind::StrayPost);
    let asserts = violation.breach == Breach::Assertion("pending_sync".into());
    asserts && (0..world.channels).any(strays)
}

impl Bug {
    /// Whether the newest revision that is modelled has it.
    pub fn is_in_newest(&self) -> bool {
        match self.fixed {
            Fixed::By(_) | Fixed::Latent { .. } | Fixed::Never { .. } => false,
            Fixed::Later(_) | Fixed::FoundHere => true,
        }
    }
}
