//! Ablations: what a program does when one thing that it does to synchronise is not there.
//!
//! A program is not built anew for it. Whatever a thread does goes through the primitives of this
//! crate; where they are called says which place in the code it is ([`Site`]). A [`Program`] that
//! [lacks](Program::without) something is met there: the step is left out, done twice, or made
//! into one that does less ([`Change`]).
//!
//! A replacement is a function of what the running thread has done and read itself, and of locks
//! that it holds: the times that a place was passed are not counted. So a state is still all that
//! matters to what comes after it, and searches that keep states or go back to them stay right.
//!
//! [`Program`]: crate::Program
//! [`Program::without`]: crate::Program::without

mod act;
mod change;
mod course;
mod record;
mod site;

use std::{
    cell::{Cell, RefCell},
    fmt,
    panic::Location,
    sync::Arc,
};

pub(crate) use self::course::{given, leaves_out, performs};
pub use self::{
    act::Act,
    change::Change,
    course::SPINS,
    record::{Passed, Spot, recorded},
    site::{NoSite, Site},
};

/// One thing that is taken out of a program, or weakened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ablation {
    /// The place, in words.
    pub site: Site,
    /// The change to it.
    pub change: Change,
    /// The place in the code.
    pub spot: Spot,
}

impl fmt::Display for Ablation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.change.word(self.spot.names) {
            None => write!(f, "{}", self.site),
            Some(word) => write!(f, "{}={word}", self.site),
        }
    }
}

/// The treatment of the primitives that are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seam {
    /// They do what they are for.
    Intact,
    /// They do what they are for, and each is written down.
    Recorded,
    /// One is missing, or does less.
    Ablated,
}

thread_local! {
    /// The seam of the program that this thread of the operating system runs.
    static SEAM: Cell<Seam> = const { Cell::new(Seam::Intact) };
    static ABLATION: RefCell<Option<Arc<Ablation>>> = const { RefCell::new(None) };
}

/// The treatment of the primitives that this thread calls.
#[inline]
pub(crate) fn seam() -> Seam {
    SEAM.get()
}

/// Makes `ablation`, if there is one, that of what this thread of the operating system runs, until
/// it is dropped.
pub(crate) struct Installed(Seam, Option<Arc<Ablation>>);

impl Installed {
    pub(crate) fn of(ablation: Option<&Arc<Ablation>>) -> Installed {
        let seam = match ablation {
            Some(_) => Seam::Ablated,
            None if seam() == Seam::Recorded => Seam::Recorded,
            None => Seam::Intact,
        };
        Installed(SEAM.replace(seam), ABLATION.replace(ablation.cloned()))
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        SEAM.set(self.0);
        ABLATION.set(self.1.take());
    }
}

/// The change to `act` at `at`, if it is what is changed.
fn change_at(
    act: Act,
    at: &'static Location<'static>,
    names: impl FnOnce() -> (&'static str, &'static str, &'static str),
) -> Option<Change> {
    ABLATION.with_borrow(|ablation| {
        let ablation = ablation.as_ref()?;
        let spot = &ablation.spot;
        let near = spot.place.line() == at.line() && spot.act == act && spot.place == at;
        (near && names() == (spot.function, spot.memory, spot.field)).then_some(ablation.change)
    })
}
