//! What a row of the history is.

use super::Revision;

/// An upstream commit.
#[derive(Clone, Copy, Debug)]
pub struct Patch {
    /// The commit in qemu.git, abbreviated.
    pub commit: &'static str,
    /// The first release that contains it.
    pub release: &'static str,
    /// Its subject.
    pub subject: &'static str,
    /// What it decided.
    pub effect: Effect,
    /// Whether it can be taken out of a later revision.
    pub separable: Separable,
}

/// What a commit decided.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// Something that threads can tell.
    Decides(fn(&mut Revision)),
    /// Nothing that threads can tell, for this reason.
    None(&'static str),
    /// Something that is not modelled yet: this.
    NotYet(&'static str),
}

/// Whether a commit can be taken out of a later revision by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separable {
    /// It can.
    Yes,
    /// It can, until this commit came, for this reason.
    Until(&'static str, &'static str),
    /// There is nothing to take out: it decides nothing, or nothing that is modelled.
    Nothing,
}

impl Patch {
    pub(super) fn apply(&self, revision: &mut Revision) {
        match self.effect {
            Effect::Decides(decide) => decide(revision),
            Effect::None(_) | Effect::NotYet(_) => (),
        }
    }
}
