//! Values as JSON.

use scenarios::{Budget, Looked, Surprise};
use serde_json::{Value, json};
use sim_io::{Found, Verdict};

use crate::{cli::Console, words};

/// How searches are made.
pub(crate) fn budget(budget: &Budget) -> Value {
    json!({
        "engine": budget.engine,
        "memory_model": words::memory_model(budget.engine),
        "strategy": budget.strategy,
        "seed": budget.seed,
        "schedules_max": budget.schedules,
        "seconds_max": budget.time.map(|time| time.as_secs()),
        "steps_max": budget.steps,
    })
}

/// A violation that was found, without its schedule.
pub(crate) fn found(found: &Found) -> Value {
    json!({
        "violation": found.violation,
        "cause": found.violation.cause(),
        "rule": model::rules::Rule::broken_by(&found.violation).name,
        "first_schedule": found.first,
        "schedules": found.times,
        "after": found.after,
    })
}

/// What a search found.
pub(crate) fn verdict(verdict: &Verdict) -> Value {
    json!({
        "ending": verdict.ending,
        "schedules": verdict.schedules,
        "steps": verdict.steps,
        "found": verdict.found.iter().map(found).collect::<Vec<_>>(),
        "outcomes": verdict.outcomes,
        "note": verdict.note,
    })
}

/// What a look has shown.
pub(crate) fn looked(looked: &Looked) -> Value {
    let (proof, expected, seen) = match &looked.look {
        scenarios::Look::ForBug(cell) => {
            let seen = |verdict: &Verdict| verdict.found.iter().any(|f| cell.bug.is(&f.violation));
            let expected = words::expected(cell.expected);
            (Some(words::proof(cell.proof)), Some(expected), looked.verdict.as_ref().map(seen))
        }
        scenarios::Look::AtWorld { .. } => (None, None, None),
    };
    json!({
        "name": looked.look.subject().name(),
        "proof": proof,
        "revision": looked.look.revision().ok().map(|named| &named.name),
        "no_revision": looked.look.revision().err(),
        "world": looked.world,
        "expected": expected,
        "seen": seen,
        "verdict": looked.verdict.as_ref().map(verdict),
        "surprises": looked.surprises.iter().map(surprise).collect::<Vec<_>>(),
    })
}

fn surprise(surprise: &Surprise) -> Value {
    match surprise {
        Surprise::Missing => json!({ "kind": "missing" }),
        Surprise::StillThere => json!({ "kind": "still-there" }),
        Surprise::NoRevision(why) => json!({ "kind": "no-revision", "why": why }),
        Surprise::Broke(broke) => json!({ "kind": "broke", "found": found(broke) }),
        Surprise::Unlisted(news) => json!({ "kind": "unlisted", "found": found(news) }),
        Surprise::NotReached(outcome) => json!({ "kind": "not-reached", "outcome": outcome }),
    }
}

/// Prints a document.
pub(crate) fn print(value: &Value, console: &mut Console<'_>) -> std::io::Result<()> {
    writeln!(console.out, "{value:#}")
}
