//! Tests of a migration: what it is put through, what went wrong then, and how to look for it.
//!
//! A [`Bug`] is a file in `bugs/` and a line in `bugs.rs`; a healthy
//! [`Scenario`] is a line in `healthy.rs`.

mod ablate;
mod baseline;
mod bench;
mod bug;
mod bugs;
mod campaign;
mod check;
mod counterexample;
mod decisive;
mod draw;
mod finding;
mod fuzz;
mod healthy;
mod hunt;
mod listing;
mod needs;
mod night;
mod pattern;
mod place;
mod release;
mod sightings;
mod simplify;
mod subject;
mod sweep;
mod want;
mod whole;
mod why;

pub use crate::{
    ablate::{
        Effort, Evidence, Intact, Kind, Lacking, Places, Reason, Score, Told, ablation_named,
        lacking, reasons, scores, sites, worlds_of_ablation,
    },
    baseline::{
        BACK, Baseline, Change, Comparison, Difference, Extent, Item, NEW, Shown, UNLISTED, parts,
    },
    bench::{Aim, FIGURES, Figure, Measure},
    bug::{Bug, Effect, Fixed, Scenario},
    bugs::BUGS,
    campaign::{Look, Looked, Resize, Surprise, at_revision, campaign, expected_at, matrix, proof},
    check::{Cell, Expected, Proof, cells, matrix_cells, run_cell},
    counterexample::{Counterexample, FORMAT},
    decisive::{Becomes, Flip, flips},
    finding::{Code, Finding, Help, Known},
    fuzz::{Run, run_number},
    healthy::HEALTHY,
    hunt::{Budget, Whole, hunt, survey},
    listing::{Label, listed},
    night::{
        Added, Cause, Causes, Kept, Key, Listed, Night, OfSize, Open, Planned, Ran, Rates, Rounds,
        Sort, Tally, Totals, Unseen, Visit, Worth, size,
    },
    pattern::{Pattern, Wanted},
    place::{PLACES, Place},
    release::{Place as FreedIn, Release, release_of},
    sightings::{Sightings, sightings},
    simplify::simplify,
    subject::Subject,
    sweep::{Around, Swept, faulty_worlds, sweep, worlds_around},
    want::Want,
    whole::WholeSearch,
    why::Why,
};
