//! A counterexample: everything that is needed to see a violation again.

use model::{World, program};
use serde::{Deserialize, Serialize};
use sim_io::{
    Ablation, Breach, EngineName, Event, Found, Program, Recording, Route, StrategyKind, Token,
    Violation, replay, replay_livelock,
};

use crate::ablation_named;

/// The version of the format.
pub const FORMAT: u32 = 1;

/// A schedule with its violations, and how to play it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterexample {
    /// The version of the format: [`FORMAT`].
    pub format: u32,
    /// The version of the program that wrote it.
    pub code: String,
    /// The bug or scenario that it came from; a random or a given world has none.
    pub scenario: Option<String>,
    /// The revision, as [`model::Revision::named`] takes it.
    pub revision: String,
    /// The world.
    pub world: World,
    /// The code that is taken out, as [`ablation_named`] takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop: Option<String>,
    /// The engine that ran it.
    pub engine: EngineName,
    /// The strategy that chose it.
    pub strategy: StrategyKind,
    /// The seed of random choices.
    pub seed: u64,
    /// The engine's own name for the schedule, if it has one.
    pub engine_schedule: Option<String>,
    /// The thread that took each step.
    pub positions: Vec<u8>,
    /// Each step by its meaning.
    pub steps: Vec<Token>,
    /// The index, from 0, of the violation that it was written for.
    pub shows: usize,
    /// The violations.
    pub violations: Vec<Violation>,
    /// QEMU's trace events.
    pub events: Vec<Event>,
}

/// A program, perhaps without something.
pub(crate) fn lacking(program: Program, lacks: Option<&Ablation>) -> Program {
    match lacks {
        Some(ablation) => program.without(ablation.clone()),
        None => program,
    }
}

/// The most steps that a replay takes.
pub(crate) const STEPS_MAX: usize = 1_000_000;

/// Plays a schedule that showed `violations`. Only a livelock is looked for
/// where it ends: other schedules may come back to a state, too, and go on.
pub(crate) fn play(program: &Program, route: Route, violations: &[Violation]) -> Recording {
    let livelock = violations.iter().any(|violation| violation.breach == Breach::Livelock);
    let play = if livelock { replay_livelock } else { replay };
    play(program, route, STEPS_MAX)
}

impl Counterexample {
    /// Runs what was `found` in `world` at `revision`, perhaps without something, once more, and
    /// writes it down.
    ///
    /// # Panics
    /// If the revision does not exist.
    pub fn record(
        scenario: Option<&str>,
        revision: &str,
        world: World,
        lacks: Option<&Ablation>,
        budget: &crate::Budget,
        found: &Found,
    ) -> (Counterexample, Recording) {
        let named = model::Revision::named(revision).expect("a search had this revision");
        let program = lacking(program(world, named.revision), lacks);
        let route = Route::Positions(found.schedule.clone());
        let recording = play(&program, route, std::slice::from_ref(&found.violation));
        let same = |violation: &Violation| violation.is_like(&found.violation);
        let counterexample = Counterexample {
            format: FORMAT,
            code: env!("CARGO_PKG_VERSION").to_string(),
            scenario: scenario.map(str::to_string),
            revision: revision.to_string(),
            world,
            drop: lacks.map(ToString::to_string),
            engine: budget.engine,
            strategy: budget.strategy,
            seed: budget.seed,
            engine_schedule: found.engine_schedule.clone(),
            positions: recording.positions.clone(),
            steps: recording.steps.iter().map(|step| step.token.clone()).collect(),
            shows: recording.violations.iter().position(same).unwrap_or(0),
            violations: recording.violations.clone(),
            events: recording.events.clone(),
        };
        (counterexample, recording)
    }

    /// The program that it plays.
    ///
    /// # Errors
    /// With a sentence, if its revision, its world or what it lacks does not exist.
    pub fn program(&self) -> Result<Program, String> {
        self.world.check()?;
        let named = model::Revision::named(&self.revision).map_err(|error| error.to_string())?;
        let lacks = self.drop.as_deref().map(ablation_named).transpose()?;
        Ok(lacking(program(self.world, named.revision), lacks.as_ref()))
    }

    /// Plays it by meaning, so that it survives edits of the model.
    ///
    /// # Errors
    /// With a sentence, if its revision or its world does not exist.
    pub fn replay(&self) -> Result<Recording, String> {
        Ok(play(&self.program()?, Route::Meaning(self.steps.clone()), &self.violations))
    }

    /// Plays it by position, as it was.
    ///
    /// # Errors
    /// With a sentence, if its revision or its world does not exist.
    pub fn replay_positions(&self) -> Result<Recording, String> {
        Ok(play(&self.program()?, Route::Positions(self.positions.clone()), &self.violations))
    }
}
