//! Many looks, side by side, and what is surprising about them.

use std::ops::ControlFlow;

use model::{NamedRevision, Revision, World, program};
use sim_io::{CutReason, Ending, Found, Verdict, in_order};

use crate::{
    Bug, Scenario, Subject,
    check::{Cell, Expected, Proof, cells, matrix_cells},
    hunt::{Budget, hunt, survey},
    listing::Label,
};

/// One search of a campaign.
#[derive(Clone, Debug)]
pub enum Look {
    /// For a bug, at a revision.
    ForBug(Cell),
    /// At whatever a world shows.
    AtWorld {
        /// The owner of the world.
        subject: Subject,
        /// The revision.
        revision: NamedRevision,
    },
}

/// Change of the size of every world of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resize {
    /// So many channels.
    pub channels: Option<u8>,
    /// So many rounds.
    pub rounds: Option<u8>,
}

/// Result of a look.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The look.
    pub look: Look,
    /// The world that was looked at.
    pub world: World,
    /// The verdict; nothing where there is no such revision.
    pub verdict: Option<Verdict>,
    /// The surprises, which should not be there.
    pub surprises: Vec<Surprise>,
}

/// Something that should not be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Surprise {
    /// A bug was not seen where it should be.
    Missing,
    /// A bug was seen where it should be gone.
    StillThere,
    /// A revision that a proof needs does not exist.
    NoRevision(String),
    /// A scenario that should be healthy broke something.
    Broke(Found),
    /// A violation that is not listed, at the newest revision.
    Unlisted(Found),
    /// A scenario did not reach what it is for.
    NotReached(&'static str),
}

impl Resize {
    /// The world of another size.
    pub fn apply(self, world: World) -> World {
        World {
            channels: self.channels.unwrap_or(world.channels),
            rounds: self.rounds.unwrap_or(world.rounds),
            ..world
        }
    }
}

impl Look {
    /// Returns what is looked at.
    pub fn subject(&self) -> Subject {
        match self {
            Look::ForBug(cell) => Subject::Bug(cell.bug),
            Look::AtWorld { subject, .. } => *subject,
        }
    }

    /// The revision, if it exists.
    pub fn revision(&self) -> Result<&NamedRevision, &str> {
        match self {
            Look::ForBug(cell) => cell.revision.as_ref().map_err(String::as_str),
            Look::AtWorld { revision, .. } => Ok(revision),
        }
    }

    fn run(&self, world: World, budget: &Budget) -> Option<Verdict> {
        let revision = self.revision().ok()?.revision;
        let program = program(world, revision);
        Some(match self {
            Look::ForBug(cell) => {
                let bug = cell.bug;
                hunt(&program, &cell.share_of(budget), move |violation| bug.is(violation))
            }
            Look::AtWorld { .. } => survey(&program, budget),
        })
    }
}

/// The looks that prove what the catalogue says of `subjects`.
pub fn proof(subjects: &[Subject]) -> Vec<Look> {
    let head = Revision::named("head").expect("the newest revision has a name");
    let looks = |subject: &Subject| match *subject {
        Subject::Bug(bug) => cells(bug).into_iter().map(Look::ForBug).collect(),
        Subject::Healthy(_) | Subject::Place(_) | Subject::Given(_) => {
            vec![Look::AtWorld { subject: *subject, revision: head.clone() }]
        }
    };
    subjects.iter().flat_map(looks).collect()
}

/// The looks at `subjects` at one revision.
pub fn at_revision(subjects: &[Subject], revision: &NamedRevision) -> Vec<Look> {
    let look = |subject: &Subject| match *subject {
        Subject::Bug(bug) => Look::ForBug(Cell {
            bug,
            proof: Proof::History,
            revision: Ok(revision.clone()),
            expected: expected_at(bug, &revision.revision),
        }),
        Subject::Healthy(_) | Subject::Place(_) | Subject::Given(_) => {
            Look::AtWorld { subject: *subject, revision: revision.clone() }
        }
    };
    subjects.iter().map(look).collect()
}

/// The looks of the matrix, row by row.
pub fn matrix(bugs: &[&'static Bug], revisions: &[NamedRevision]) -> Vec<Look> {
    bugs.iter().flat_map(|bug| matrix_cells(bug, revisions)).map(Look::ForBug).collect()
}

/// Returns what the proof of a bug says of this revision, if it says anything.
pub fn expected_at(bug: &'static Bug, revision: &Revision) -> Expected {
    let same = |cell: &Cell| cell.revision.as_ref().is_ok_and(|cell| cell.revision == *revision);
    cells(bug).into_iter().find(same).map_or(Expected::Unknown, |cell| cell.expected)
}

/// Looks at everything, on so many threads, and tells each result in order, until `told` breaks
/// off.
pub fn campaign(
    looks: &[Look],
    budget: &Budget,
    resize: Resize,
    jobs: usize,
    mut told: impl FnMut(&Looked) -> ControlFlow<()>,
) -> Vec<Looked> {
    let mut all = vec![];
    let work = |index: u64| {
        let look = &looks[index as usize];
        let world = resize.apply(look.subject().world());
        judge(look.clone(), world, look.run(world, budget))
    };
    in_order(jobs, looks.len() as u64, work, |_, looked| {
        let go_on = told(&looked);
        all.push(looked);
        go_on
    });
    all
}

fn judge(look: Look, world: World, verdict: Option<Verdict>) -> Looked {
    let surprises = match (&look, &verdict) {
        (_, Some(verdict)) if engine_refuses(verdict) => vec![],
        (Look::ForBug(cell), Some(verdict)) => about_bug(cell, &world, verdict),
        (Look::ForBug(cell), None) => about_no_revision(cell),
        (Look::AtWorld { subject, revision }, Some(verdict)) => {
            about_world(*subject, &world, revision, verdict)
        }
        (Look::AtWorld { .. }, None) => vec![],
    };
    Looked { look, world, verdict, surprises }
}

/// A world that an engine cannot hold says nothing, either way.
fn engine_refuses(verdict: &Verdict) -> bool {
    let gave_up = matches!(verdict.ending, Ending::Cut { reason: CutReason::Engine, .. });
    gave_up && verdict.schedules == 0
}

fn about_bug(cell: &Cell, world: &World, verdict: &Verdict) -> Vec<Surprise> {
    let seen = verdict.found.iter().any(|found| cell.bug.is(&found.violation));
    let mut surprises = match (cell.expected, seen) {
        (Expected::Present, false) => vec![Surprise::Missing],
        (Expected::Gone, true) => vec![Surprise::StillThere],
        (Expected::Present, true) | (Expected::Gone, false) | (Expected::Unknown, _) => vec![],
    };
    // What else appears where the commit is taken out is what the commit mended besides: the
    // cell at the intact revision tells whatever is there with it.
    if let Some(named) = cell.revision.as_ref().ok().filter(|named| !is_but_one(named)) {
        let others = verdict.found.iter().filter(|found| !cell.bug.is(&found.violation));
        surprises.extend(unlisted(others, world, &named.revision));
    }
    surprises
}

/// Returns true if a revision is the newest but for a commit, by its name.
fn is_but_one(named: &NamedRevision) -> bool {
    named.name.starts_with("head-")
}

/// A commit may be inseparable from what followed; every other revision of a proof exists.
fn about_no_revision(cell: &Cell) -> Vec<Surprise> {
    match (cell.proof, &cell.revision) {
        (Proof::Reverted, _) | (_, Ok(_)) => vec![],
        (_, Err(reason)) => vec![Surprise::NoRevision(reason.clone())],
    }
}

fn about_world(
    subject: Subject,
    world: &World,
    revision: &NamedRevision,
    verdict: &Verdict,
) -> Vec<Surprise> {
    match subject {
        Subject::Healthy(scenario) if revision.revision == Revision::head() => {
            about_healthy(scenario, verdict)
        }
        Subject::Healthy(_) | Subject::Bug(_) | Subject::Place(_) | Subject::Given(_) => {
            unlisted(verdict.found.iter(), world, &revision.revision)
        }
    }
}

fn about_healthy(scenario: &Scenario, verdict: &Verdict) -> Vec<Surprise> {
    let broke = verdict.found.iter().cloned().map(Surprise::Broke);
    let reached = |outcome: &&&str| verdict.outcomes.contains_key(**outcome);
    let not_reached = scenario.reaches.iter().filter(|outcome| !reached(outcome));
    broke.chain(not_reached.map(|outcome| Surprise::NotReached(outcome))).collect()
}

fn unlisted<'a>(
    found: impl Iterator<Item = &'a Found>,
    world: &World,
    revision: &Revision,
) -> Vec<Surprise> {
    let news = found.filter(|found| matches!(Label::of(found, world, revision), Label::New));
    news.cloned().map(Surprise::Unlisted).collect()
}
