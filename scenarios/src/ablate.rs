//! Ablations: which of the things that the code does to synchronise are needed, by taking them
//! out one at a time.
//!
//! Each is taken out of worlds that were searched completely as they are. What such a world shows
//! then and did not before tells that the thing is needed there. Where no world shows anything,
//! it was not seen to be needed, in so many complete searches; nothing more is claimed.

mod evidence;
mod intact;
mod lacking;
mod places;
mod reasons;
mod score;
mod worlds;

pub use self::{
    evidence::{Evidence, Kind},
    intact::Intact,
    lacking::{Lacking, Told, lacking},
    places::{Places, ablation_named, sites},
    reasons::{Reason, reasons},
    score::{Score, scores},
    worlds::worlds_of_ablation,
};

/// How much is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// A world that has more schedules than that as it is, to a search by states, is left out.
    pub intact: u64,
    /// When so many schedules were run without something, no further world is begun.
    pub lacking: u64,
}

impl Effort {
    /// What is spent if nobody says otherwise.
    pub const DEFAULT: Effort = Effort { intact: 200, lacking: 1_000 };
}

/// The most steps of one schedule: several times the longest of an intact world.
const STEPS_MAX: usize = 3_000;
