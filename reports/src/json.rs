//! Values as JSON.

use model::rules::Rule;
use scenarios::{Budget, Label, Looked, Surprise};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sim_io::{Found, Verdict, Violation};

use crate::{cli::Console, words};

/// The budget of searches.
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

/// A finding, as `--json` has it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingJson {
    /// The breach, its place, and what it comes of.
    violation: Violation,
    /// The cause in a line, equal for any number of channels; empty where breach, object and
    /// function are all that is known.
    cause: String,
    /// The name of the rule that was broken.
    rule: String,
    /// The number of the first schedule that showed it, from 1.
    first_schedule: u64,
    /// The number of schedules that showed it.
    schedules: u64,
    /// The violation that would end a real process before, in every schedule that showed it.
    after: Option<Violation>,
    /// The entry of the catalogue that accounts for it, or what stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    listed_as: Option<String>,
}

impl FindingJson {
    /// The schema of it.
    pub fn schema() -> Schema {
        schema_for!(FindingJson)
    }

    fn of(found: &Found, listed_as: Option<String>) -> FindingJson {
        FindingJson {
            violation: found.violation.clone(),
            cause: found.violation.cause(),
            rule: Rule::broken_by(&found.violation).name.into(),
            first_schedule: found.first,
            schedules: found.times,
            after: found.after.clone(),
            listed_as,
        }
    }
}

/// A violation that was found, without its schedule.
pub(crate) fn found(found: &Found) -> Value {
    json!(FindingJson::of(found, None))
}

/// The violations that a look found, and the names that each is listed by.
fn named(looked: &Looked) -> Value {
    let (Some(all), Ok(revision)) = (&looked.verdict, looked.look.revision()) else {
        return Value::Null;
    };
    let label = |one: &Found| words::label(Label::of(one, &looked.world, &revision.revision));
    let with_label = |one: &Found| json!(FindingJson::of(one, Some(label(one))));
    let mut value = verdict(all);
    value["found"] = all.found.iter().map(with_label).collect();
    value
}

/// The verdict of a search.
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

/// The results of a look.
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
        "verdict": named(looked),
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
