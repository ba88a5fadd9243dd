//! Rows of the history.

use super::Revision;

/// An upstream commit.
#[derive(Clone, Copy, Debug)]
pub struct Patch {
    /// The commit in qemu.git, abbreviated, or what stands for it.
    pub commit: &'static str,
    /// The kind of that name.
    pub id: Id,
    /// The first release that contains it.
    pub release: &'static str,
    /// Its subject.
    pub subject: &'static str,
    /// Its decision.
    pub effect: Effect,
    /// Its separability from a later revision.
    pub separable: Separable,
}

/// Kind of name of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// Its id in qemu.git.
    Upstream,
    /// The id of the patch as it was posted: in qemu.git it has another, which is not known here.
    Posted,
    /// A name that it has only here, `11.0:always-kick`: it was found by reading two releases,
    /// and may be several commits.
    Own,
}

/// Decision of a commit.
#[derive(Clone, Copy, Debug)]
pub enum Effect {
    /// Something that threads can tell.
    Decides(fn(&mut Revision)),
    /// Nothing that threads can tell, for this reason.
    None(&'static str),
    /// Something that is not modelled yet: this.
    NotYet(&'static str),
}

/// Decides whether a commit can be taken out of a later revision by itself.
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
