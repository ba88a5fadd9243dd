//! The violations that a world still shows where the wanted one is not there.

use model::{Revision, World};
use scenarios::Label;
use sim_io::Verdict;

use crate::{explanation::title, words};

/// The text before each violation that is there beside the wanted one.
pub(crate) const STILL: &str = "this world still: ";

/// The violations of a verdict with the names that they are listed by, a line each.
pub(crate) fn broken_here(verdict: &Verdict, world: &World, revision: &Revision) -> Vec<String> {
    let line = |found| {
        let label = words::label(Label::of(found, world, revision));
        format!("{} [{label}]", title(&found.violation))
    };
    verdict.found.iter().map(line).collect()
}
