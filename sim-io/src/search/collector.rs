//! Gathers what executions show.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    time::Instant,
};

use serde::{Deserialize, Serialize};

use super::{
    Search, Stop,
    digests::ByDigest,
    observation::Observation,
    standing,
    strategy::{Coverage, Strategy},
    verdict::{CutReason, Ending, Found, Sample, Verdict},
};
use crate::violation::{Identity, Violation};

/// The most classes of schedules that are told apart: memory stays bounded.
const CLASSES_MAX: usize = 1 << 20;

/// The results of the executions of a search.
#[derive(Default, Serialize, Deserialize)]
struct Shown {
    schedules: u64,
    abandoned: u64,
    resumed: u64,
    steps: u64,
    found: Vec<Found>,
    keys: HashMap<Identity, usize>,
    outcomes: BTreeMap<String, u64>,
    // Only ever counted, never iterated: its order cannot leak.
    classes: HashMap<u64, u32, ByDigest>,
    seen_once: u64,
    classed: u64,
}

/// Gathers what the executions of one search show, and says when it is over.
pub(crate) struct Collector {
    search: Search,
    start: Instant,
    shown: Shown,
    cut: Option<CutReason>,
    note: Option<String>,
}

impl Collector {
    pub(crate) fn new(search: &Search) -> Self {
        Collector {
            search: search.clone(),
            start: Instant::now(),
            shown: Shown::default(),
            cut: None,
            note: None,
        }
    }

    /// The collector of a search that goes on where another stood.
    pub(crate) fn load<'a>(search: &Search, kept: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (shown, rest) = standing::take(kept)?;
        Some((Collector { shown, ..Collector::new(search) }, rest))
    }

    /// Writes down what was shown so far.
    pub(super) fn keep(&self, out: &mut dyn io::Write) -> io::Result<()> {
        standing::write(&self.shown, out)
    }

    /// The number of distinct violations found.
    pub(super) fn found(&self) -> usize {
        self.shown.found.len()
    }

    /// The number of schedules run.
    pub(super) fn schedules(&self) -> u64 {
        self.shown.schedules
    }

    /// Returns true if another execution may begin; notes why not.
    pub(crate) fn goes_on(&mut self) -> bool {
        if self.cut.is_none() {
            self.cut = self.limit();
        }
        self.cut.is_none()
    }

    /// The number of executions that may still begin.
    pub(crate) fn room(&self) -> u64 {
        let most = self.search.schedules_max.unwrap_or(u64::MAX);
        most.saturating_sub(self.shown.schedules)
    }

    /// Returns true if it has found what the search was looking for.
    pub(crate) fn has_found(&self) -> bool {
        self.cut == Some(CutReason::Found)
    }

    /// The limit that it has come to.
    pub(crate) fn limit(&self) -> Option<CutReason> {
        if self.room() == 0 {
            return Some(CutReason::Schedules);
        }
        let late = |max| self.start.elapsed() >= max;
        self.search.time_max.is_some_and(late).then_some(CutReason::Time)
    }

    /// The engine cannot go on.
    pub(crate) fn give_up(&mut self, note: String) {
        self.cut = Some(CutReason::Engine);
        self.note = Some(note);
    }

    /// The verdict of an engine that cannot begin, because of `reason`.
    pub(crate) fn refuse(mut self, reason: &str) -> Verdict {
        self.give_up(reason.into());
        self.verdict_with(Coverage::Sample)
    }

    /// The last execution went on from a state that was kept.
    pub(crate) fn went_back(&mut self) {
        self.shown.resumed += 1;
    }

    /// An execution is over.
    pub(crate) fn add(&mut self, observation: Observation) {
        let Observation { steps, class, outcome, violations, schedule, name } = observation;
        self.shown.schedules += 1;
        self.shown.steps += steps;
        match class {
            None => self.shown.abandoned += 1,
            Some(class) => self.classify(class),
        }
        if let Some(outcome) = outcome {
            *self.shown.outcomes.entry(outcome).or_insert(0) += 1;
        }
        let mut died_of = None;
        for violation in violations {
            let fatal = violation.breach.is_fatal().then(|| violation.clone());
            self.violation(violation, died_of.as_ref(), &schedule, name.as_deref());
            died_of = died_of.or(fatal);
        }
    }

    fn classify(&mut self, class: u64) {
        if self.shown.classes.len() >= CLASSES_MAX && !self.shown.classes.contains_key(&class) {
            return;
        }
        self.shown.classed += 1;
        let times = self.shown.classes.entry(class).or_insert(0);
        *times = times.saturating_add(1);
        match *times {
            1 => self.shown.seen_once += 1,
            2 => self.shown.seen_once -= 1,
            _ => (),
        }
    }

    /// A violation, in a schedule in which the process may have died before.
    fn violation(
        &mut self,
        violation: Violation,
        after: Option<&Violation>,
        schedule: &[u8],
        name: Option<&str>,
    ) {
        let wanted = match &self.search.stop {
            Stop::Never => false,
            Stop::AtFirst => true,
            Stop::AtMatch(matches) => matches(&violation),
        };
        if wanted {
            self.cut = Some(CutReason::Found);
        }
        let index = *self.shown.keys.entry(violation.identity()).or_insert(self.shown.found.len());
        let known = self.shown.found.get_mut(index);
        if let Some(found) = &known
            && (found.after.is_none() || after.is_some())
        {
            self.shown.found[index].times += 1;
            return;
        }
        let times = known.map_or(1, |found| found.times + 1);
        let found = Found {
            violation,
            first: self.shown.schedules,
            times,
            schedule: schedule.to_vec(),
            engine_schedule: name.map(str::to_string),
            after: after.cloned(),
        };
        match self.shown.found.get_mut(index) {
            Some(consequence) => *consequence = found,
            None => self.shown.found.push(found),
        }
    }

    fn sample(&self) -> Sample {
        let unseen = match self.shown.classed {
            0 => 1.0,
            classed => self.shown.seen_once as f64 / classed as f64,
        };
        Sample { classes: self.shown.classes.len() as u64, unseen }
    }

    /// The verdict on a search under `strategy`.
    pub(crate) fn verdict(self, strategy: &dyn Strategy) -> Verdict {
        let coverage = strategy.coverage();
        self.verdict_with(coverage)
    }

    /// The verdict on a search that covered `coverage` unless it was cut.
    pub(crate) fn verdict_with(self, coverage: Coverage) -> Verdict {
        let sample = self.sample();
        let ending = match (self.cut, coverage) {
            (Some(CutReason::Schedules), Coverage::Sample) => Ending::Sampled(sample),
            (
                Some(CutReason::Schedules | CutReason::Time) | None,
                Coverage::PreemptionsSoFar(preemptions),
            ) => Ending::Bounded { preemptions },
            (Some(reason), _) => Ending::Cut { reason, sample },
            (None, Coverage::Everything) => Ending::Exhausted,
            (None, Coverage::Preemptions(preemptions)) => Ending::Bounded { preemptions },
            (None, Coverage::Sample) => Ending::Sampled(sample),
            (None, Coverage::Memory) => Ending::Cut { reason: CutReason::Memory, sample },
        };
        Verdict {
            ending,
            schedules: self.shown.schedules,
            abandoned: self.shown.abandoned,
            resumed: self.shown.resumed,
            steps: self.shown.steps,
            found: self.shown.found,
            outcomes: self.shown.outcomes,
            branchings: vec![],
            note: self.note,
        }
    }
}
