//! The findings of a search, and how much it saw.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cached::Branching;
use crate::violation::Violation;

/// The end of a search. "It holds" may only be said of [`Ending::Exhausted`].
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
    /// The search ran as many schedules as were asked for.
    Sampled(Sample),
    /// The search stopped before it was done.
    Cut {
        /// The reason why it stopped.
        reason: CutReason,
        /// The sample that it had seen by then.
        sample: Sample,
    },
}

/// The coverage of a sample of schedules.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Schedules that differ in more than the order of steps on different objects.
    pub classes: u64,
    /// The probability that the next schedule is of a class not seen yet
    /// (Good and Turing: the share of schedules whose class was seen once).
    pub unseen: f64,
}

/// The reason why a search stopped before it was done.
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
    /// The violation.
    pub violation: Violation,
    /// The number of the first schedule that showed it, from 1.
    pub first: u64,
    /// The number of schedules that showed it.
    pub times: u64,
    /// The threads that took the steps of the first one: what
    /// [`replay`](super::replay()) takes.
    pub schedule: Vec<u8>,
    /// The engine's own name for the schedule, if it has one.
    pub engine_schedule: Option<String>,
    /// The violation of which a real process would have died before, in every schedule that
    /// showed this one so far: then it may be no more than a consequence.
    pub after: Option<Violation>,
}

/// The findings of a search, and how much it saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The end of the search.
    pub ending: Ending,
    /// The number of schedules that it ran.
    pub schedules: u64,
    /// The number of them that were abandoned, because what was left had been explored.
    pub abandoned: u64,
    /// The number of them that went on from a kept state, and did not begin at the start.
    pub resumed: u64,
    /// The number of steps that these had together.
    pub steps: u64,
    /// The violations, each once, in the order of their discovery.
    pub found: Vec<Found>,
    /// The outcomes that the program [reported](crate::report_outcome), and how often.
    pub outcomes: BTreeMap<String, u64>,
    /// The objects that made the search branch, most first, if [counted](super::Counts).
    #[serde(default)]
    pub branchings: Vec<Branching>,
    /// A remark: why an engine gave up, or what was not judged.
    pub note: Option<String>,
}
