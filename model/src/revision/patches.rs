//! The revision that some patches make.

use super::{HISTORY, Patch, Revision, history::HEAD, origin::ORIGIN};

impl Revision {
    /// The newest revision that is modelled.
    pub fn head() -> Revision {
        Revision::from_patches(HISTORY)
    }

    /// The tree that it is, among QEMU's releases.
    pub fn head_tree() -> &'static str {
        HEAD
    }

    /// Returns true if it has what `commit` decided: deciding it once more changes nothing. `false`
    /// also where a later commit decided the same thing again.
    pub fn has(&self, commit: &str) -> bool {
        let patch = HISTORY.iter().find(|patch| patch.commit == commit);
        patch.is_some_and(|patch| {
            let mut again = *self;
            patch.apply(&mut again);
            again == *self
        })
    }

    /// The revision that has just these patches, in this order.
    pub(super) fn from_patches<'a>(patches: impl IntoIterator<Item = &'a Patch>) -> Revision {
        let mut revision = ORIGIN;
        patches.into_iter().for_each(|patch| patch.apply(&mut revision));
        revision
    }
}
