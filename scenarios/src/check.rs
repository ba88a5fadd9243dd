//! The proof of a bug: present before its fix, gone after it, gone at the
//! newest revision, and back when the one commit is taken out.

use model::{NamedRevision, Revision};
use sim_io::Verdict;

use crate::{
    bug::{Bug, Fixed},
    hunt::{Budget, Whole, hunt},
    pattern::Wanted,
};

/// Meaning of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Just before the first commit that mended it.
    Before,
    /// Just after the last.
    After,
    /// At the newest revision.
    Head,
    /// At the newest revision, with a commit that mended it taken out.
    Reverted,
    /// A mutant.
    Mutant,
    /// A revision of the matrix.
    History,
}

/// Expectation of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The bug.
    Present,
    /// Not the bug.
    Gone,
    /// Neither: no proof tells.
    Unknown,
}

/// One bug at one revision.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The bug.
    pub bug: &'static Bug,
    /// The meaning of the cell.
    pub proof: Proof,
    /// The revision; why there is none, if there is none.
    pub revision: Result<NamedRevision, String>,
    /// The expectation.
    pub expected: Expected,
}

/// The cells that prove `bug`.
pub fn cells(bug: &'static Bug) -> Vec<Cell> {
    let cell = |proof, name: &str, expected| {
        let revision = Revision::named(name).map_err(|unknown| unknown.to_string());
        Cell { bug, proof, revision, expected }
    };
    let (present, gone) = (Expected::Present, Expected::Gone);
    match bug.fixed {
        Fixed::By(commits) | Fixed::Mended(commits, _) => {
            let (first, last) = (commits[0], commits[commits.len() - 1]);
            let mut all = vec![
                cell(Proof::Before, &format!("{first}^"), present),
                cell(Proof::After, last, gone),
                cell(Proof::Head, "head", gone),
            ];
            all.extend(
                commits
                    .iter()
                    .map(|commit| cell(Proof::Reverted, &format!("head-{commit}"), present)),
            );
            all
        }
        Fixed::Latent { commit, shown_at } => vec![
            cell(Proof::Before, shown_at, present),
            cell(Proof::After, commit, gone),
            cell(Proof::Head, "head", gone),
            cell(Proof::Reverted, &format!("head-{commit}"), present),
        ],
        Fixed::Never { mutants, harmless } => {
            let shown = mutants.iter().map(|mutant| cell(Proof::Mutant, mutant, present));
            let not = harmless.iter().map(|mutant| cell(Proof::Mutant, mutant, gone));
            shown.chain(not).chain([cell(Proof::Head, "head", gone)]).collect()
        }
        Fixed::FoundHere(_) | Fixed::Proposed(_, _) => vec![cell(Proof::Head, "head", present)],
    }
}

/// The cells of the matrix: the bug at each of these revisions.
pub fn matrix_cells(bug: &'static Bug, revisions: &[NamedRevision]) -> Vec<Cell> {
    let cell = |revision: &NamedRevision| Cell {
        bug,
        proof: Proof::History,
        revision: Ok(revision.clone()),
        expected: Expected::Unknown,
    };
    revisions.iter().map(cell).collect()
}

impl Cell {
    /// Returns the share of this cell in a budget: the matrix has many, and proves nothing.
    pub fn share_of(&self, budget: &Budget) -> Budget {
        let races =
            self.bug.breaks.iter().any(|pattern| matches!(pattern.wanted, Wanted::DataRace(_)));
        let whole = if races { Whole::Traces } else { budget.whole };
        let budget = &Budget { whole, ..*budget };
        match self.proof {
            Proof::History => Budget { exhaust: budget.exhaust / 8, ..*budget },
            Proof::Before | Proof::After | Proof::Head | Proof::Reverted | Proof::Mutant => *budget,
        }
    }
}

/// Looks for the bug in one cell. `None` where there is no revision to look at.
pub fn run_cell(cell: &Cell, budget: &Budget) -> Option<Verdict> {
    let revision = cell.revision.as_ref().ok()?;
    let program = cell.bug.program(revision.revision);
    let bug = cell.bug;
    Some(hunt(&program, &cell.share_of(budget), move |violation| bug.is(violation)))
}
