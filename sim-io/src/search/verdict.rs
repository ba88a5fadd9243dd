//! What a search found, and how much it saw.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cached::Branching;
use crate::violation::Violation;

/// How a search ended. "It holds" may only be said of [`Ending::Exhausted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Every schedule of the world was covered.
    Exhausted,
    /// Every schedule with at most so many preemptions was covered.
    Bounded {
        /// The bound.
        preemptions: u8,
    },
    /// As many schedules were run as were asked for.
    Sampled(Sample),
    /// The search stopped before it was done.
    Cut {
        /// Why it stopped.
        reason: CutReason,
        /// What it had seen by then.
        sample: Sample,
    },
}

/// What a sample of schedules has seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Schedules that differ in more than the order of steps on different objects.
    pub classes: u64,
    /// The probability that the next schedule is of a class not seen yet
    /// (Good and Turing: the share of schedules whose class was seen once).
    pub unseen: f64,
}

/// Why a search stopped before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutReason {
    /// It reached its limit of schedules.
    Schedules,
    /// It reached its limit of time.
    Time,
    /// It took all the memory that it may.
    Memory,
    /// It found what it was looking for.
    Found,
    /// The engine gave up, for the reason that stands beside the verdict.
    Engine,
}

/// A violation, and the first schedule that showed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What was broken.
    pub violation: Violation,
    /// The number of the first schedule that showed it, from 1.
    pub first: u64,
    /// How many schedules showed it.
    pub times: u64,
    /// The threads that took the steps of the first one: what
    /// [`replay`](super::replay()) takes.
    pub schedule: Vec<u8>,
    /// The engine's own name for the schedule, if it has one.
    pub engine_schedule: Option<String>,
    /// What a real process would have died of before, in every schedule that
    /// showed the violation so far: then it may be no more than a consequence.
    pub after: Option<Violation>,
}

/// What a search found, and how much it saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// How it ended.
    pub ending: Ending,
    /// How many schedules it ran.
    pub schedules: u64,
    /// How many of them were abandoned, because what was left had been explored.
    pub abandoned: u64,
    /// How many of them went on from a state that was kept, and did not begin at the start.
    pub resumed: u64,
    /// How many steps these had together.
    pub steps: u64,
    /// What was broken, each thing once, in the order of their discovery.
    pub found: Vec<Found>,
    /// What the program [reported](crate::report_outcome), and how often.
    pub outcomes: BTreeMap<String, u64>,
    /// What made the search branch, most first, if it was to [count](super::Counts) that.
    #[serde(default)]
    pub branchings: Vec<Branching>,
    /// What else there is to say: why an engine gave up, or what was not judged.
    pub note: Option<String>,
}
