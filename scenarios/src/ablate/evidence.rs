//! What tells that something is needed.

use model::{Revision, World};
use sim_io::{Breach, Ending, SPINS, Verdict};

use super::intact::{Intact, sight};
use crate::listing::Label;

/// How it is told that something is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// By a violation that has no name in the catalogue.
    New,
    /// By a violation that has one, but that the world does not show as it is.
    Named,
    /// By a thread that goes round without ever taking a step.
    Spins,
    /// By an outcome that the world does not have as it is.
    Appears,
    /// By an outcome that the world no longer has.
    Vanishes,
}

impl Kind {
    /// Every kind, the strongest first.
    pub const ALL: [Kind; 5] = [Kind::New, Kind::Named, Kind::Spins, Kind::Appears, Kind::Vanishes];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::New => "new",
            Kind::Named => "named",
            Kind::Spins => "spins",
            Kind::Appears => "outcome",
            Kind::Vanishes => "no outcome",
        }
    }
}

/// What a world shows without something, and does not show as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// How it tells.
    pub kind: Kind,
    /// The world.
    pub world: World,
    /// What is shown: the violation, or the outcome.
    pub what: String,
    /// Its cause in a line, if it is a violation and has one.
    pub cause: String,
    /// Its name in the catalogue, if it has one.
    pub name: Option<&'static str>,
}

impl Evidence {
    /// What `lacking`, a verdict without something, tells of a world, the strongest first.
    pub(super) fn of(lacking: &Verdict, intact: &Intact, revision: &Revision) -> Option<Evidence> {
        let violations = violations(lacking, intact, revision);
        let outcomes = outcomes(lacking, intact);
        violations.into_iter().chain(outcomes).min_by_key(|evidence| evidence.kind)
    }
}

fn violations(lacking: &Verdict, intact: &Intact, revision: &Revision) -> Vec<Evidence> {
    let world = intact.world;
    let unseen = lacking
        .found
        .iter()
        .filter(|found| !intact.sights.contains(&sight(found, &world, revision)));
    let evidence = unseen.filter_map(|found| {
        let (kind, name) = match (&found.violation.breach, Label::of(found, &world, revision)) {
            (Breach::Internal(text), _) if text.contains(SPINS) => (Kind::Spins, None),
            // Here the model is at its end, which tells nothing of QEMU.
            (Breach::Internal(_), _) | (_, Label::AfterCrash) => return None,
            (_, Label::Known(bug) | Label::Back(bug)) => (Kind::Named, Some(bug.name)),
            (_, Label::Unlisted | Label::New) => (Kind::New, None),
        };
        let (what, cause) = (found.violation.to_string(), found.violation.cause());
        Some(Evidence { kind, world, what, cause, name })
    });
    evidence.collect()
}

fn outcomes(lacking: &Verdict, intact: &Intact) -> Vec<Evidence> {
    let evidence = |kind, outcome: &String| Evidence {
        kind,
        world: intact.world,
        what: outcome.clone(),
        cause: String::new(),
        name: None,
    };
    let appear = lacking.outcomes.keys().filter(|outcome| !intact.outcomes.contains(*outcome));
    let mut all: Vec<Evidence> = appear.map(|outcome| evidence(Kind::Appears, outcome)).collect();
    // What was not searched to its end may still come out so.
    if lacking.ending == Ending::Exhausted {
        let gone =
            intact.outcomes.iter().filter(|outcome| !lacking.outcomes.contains_key(*outcome));
        all.extend(gone.map(|outcome| evidence(Kind::Vanishes, outcome)));
    }
    all
}
