//! Values, or sentences of error, from what was typed.

use std::{cmp::Reverse, fs, io, path::Path, time::Duration};

use model::{NamedRevision, Revision, did_you_mean, nearest};
use scenarios::{Budget, Counterexample, FORMAT, Resize, Subject, Want, ablation_named};
use sim_io::{Ablation, EngineName, ShuttleScheduler, StrategyKind, processors};

use super::{
    Failure,
    args::{Jobs, Searching, Size, Sort, Strategy, StrategyName, Wanted, Without},
    given::Given,
};

pub(super) fn misuse<T>(sentence: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Misuse(sentence.into()))
}

/// `90s`, `15m`, `8h`, or a number of seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        unit => return Err(format!("'{unit}' is no unit of time: write 90s, 15m or 8h")),
    };
    let number: u64 = digits.parse().map_err(|_| "write 90s, 15m or 8h".to_string())?;
    match number.checked_mul(unit) {
        Some(0) => Err("no time is too short to run anything".into()),
        Some(seconds) => Ok(Duration::from_secs(seconds)),
        None => Err("that is longer than clocks count".into()),
    }
}

/// `500M`, `8G`, or a number of bytes.
pub(super) fn memory(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match &text[digits.len()..] {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        unit => return Err(format!("'{unit}' is no unit of memory: write 500M or 8G")),
    };
    let number: u64 = digits.parse().map_err(|_| "write 500M or 8G".to_string())?;
    match number.checked_mul(1 << shift) {
        Some(0) => Err("no search fits into no memory".into()),
        Some(bytes) => Ok(bytes),
        None => Err("that is more than there can be".into()),
    }
}

/// Half of the machine's memory, in bytes.
pub(super) fn half_of_memory() -> u64 {
    let what = sysinfo::MemoryRefreshKind::nothing().with_ram();
    let kind = sysinfo::RefreshKind::nothing().with_memory(what);
    sysinfo::System::new_with_specifics(kind).total_memory() / 2
}

pub(super) fn revision(name: &str) -> Result<NamedRevision, Failure> {
    Revision::named(name).or_else(|error| misuse(error.to_string()))
}

/// The wanted violation, if any in particular is.
pub(super) fn want(wanted: &Wanted) -> Result<Option<Want>, Failure> {
    let named = |name: &String| Want::named(name).map_err(Failure::Misuse);
    wanted.want.as_ref().map(named).transpose()
}

/// The ablation that is asked for, if any is.
pub(super) fn ablation(without: &Without) -> Result<Option<Ablation>, Failure> {
    let named = |text: &String| ablation_named(text).map_err(Failure::Misuse);
    without.drop.as_ref().map(named).transpose()
}

pub(super) fn subject(name: &str) -> Result<Subject, Failure> {
    match Subject::named(name) {
        Some(subject) => Ok(subject),
        None => misuse(format!("unknown bug or scenario '{name}'{}", near(name))),
    }
}

fn near(name: &str) -> String {
    let shares = |subject: &Subject| {
        let words = name.split(['-', '_']).filter(|word| word.len() > 3);
        words.filter(|word| subject.name().contains(word)).count()
    };
    // The first of the best: the catalogue begins with what is best known.
    let best = Subject::all().min_by_key(|subject| Reverse(shares(subject)));
    match best.filter(|best| shares(best) > 0) {
        Some(best) => format!(": did you mean '{}'?", best.name()),
        None => match nearest(name, Subject::all().map(Subject::name)) {
            none if none.is_empty() => ": `multifd-sim list` names them all".into(),
            slips => did_you_mean(&slips),
        },
    }
}

/// The strategy that was asked for, or the usual one of `engine`: loom has only one.
pub(super) fn strategy(strategy: &Strategy, engine: EngineName) -> Result<StrategyKind, Failure> {
    let usual = match engine {
        EngineName::Loom => StrategyName::Dfs,
        EngineName::Explore => StrategyName::Portfolio,
        EngineName::Shuttle => StrategyName::ShuttlePct,
        EngineName::Os => StrategyName::Pct,
    };
    let name = strategy.strategy.unwrap_or(usual);
    let depth = strategy.depth.unwrap_or(3);
    match (name, strategy.preemptions, strategy.depth) {
        (StrategyName::Pct | StrategyName::ShuttlePct, None, Some(0)) => {
            misuse("--depth starts at 1")
        }
        (StrategyName::Pct, None, _) => Ok(StrategyKind::Pct { depth }),
        (StrategyName::ShuttlePct, None, _) => {
            Ok(StrategyKind::Shuttle(ShuttleScheduler::Pct { depth }))
        }
        (StrategyName::Dfs, preemptions, None) => Ok(StrategyKind::Dfs { preemptions }),
        (_, Some(_), _) => misuse("--preemptions belongs to --strategy dfs"),
        (_, None, Some(_)) => misuse("--depth belongs to --strategy pct and shuttle-pct"),
        (name, None, None) => Ok(plain(name)),
    }
}

/// A strategy that has nothing to be set.
fn plain(name: StrategyName) -> StrategyKind {
    match name {
        StrategyName::Portfolio => StrategyKind::Portfolio,
        StrategyName::Dfs => StrategyKind::Dfs { preemptions: None },
        StrategyName::Dpor => StrategyKind::Dpor,
        StrategyName::Cached => StrategyKind::Cached,
        StrategyName::Iterative => StrategyKind::Iterative,
        StrategyName::Random => StrategyKind::Random,
        StrategyName::Pct => StrategyKind::Pct { depth: 3 },
        StrategyName::Pos => StrategyKind::Pos,
        StrategyName::Surw => StrategyKind::Surw,
        StrategyName::Feedback => StrategyKind::Feedback,
        StrategyName::Period => StrategyKind::Period,
        StrategyName::ShuttleRandom => StrategyKind::Shuttle(ShuttleScheduler::Random),
        StrategyName::ShuttlePct => StrategyKind::Shuttle(ShuttleScheduler::Pct { depth: 3 }),
        StrategyName::Urw => StrategyKind::Shuttle(ShuttleScheduler::Urw),
        StrategyName::ShuttleDfs => StrategyKind::Shuttle(ShuttleScheduler::Dfs),
    }
}

/// Checks that `engine` can choose by `strategy`.
fn fits(strategy: StrategyKind, engine: EngineName) -> Result<(), Failure> {
    match (strategy, engine) {
        (_, EngineName::Shuttle)
        | (
            StrategyKind::Random | StrategyKind::Pct { .. } | StrategyKind::Dfs { .. },
            EngineName::Explore | EngineName::Loom | EngineName::Os,
        ) => Ok(()),
        (StrategyKind::Shuttle(_), _) => misuse(
            "only --engine shuttle has --strategy urw, shuttle-random, shuttle-pct and shuttle-dfs",
        ),
        (_, EngineName::Explore) => Ok(()),
        (_, EngineName::Loom | EngineName::Os) => misuse(
            "only --engine explore and shuttle have --strategy portfolio, dpor, cached, iterative, \
             pos, surw, feedback and period",
        ),
    }
}

pub(super) fn budget(search: &Searching) -> Result<Budget, Failure> {
    let budget = Budget {
        engine: search.engine.into(),
        strategy: strategy(&search.strategy, search.engine.into())?,
        seed: search.seed,
        schedules: search.schedules,
        time: search.time,
        exhaust: exhaust(search),
        ..Budget::DEFAULT
    };
    if budget.schedules == 0 {
        return misuse("no search has zero schedules: --schedules starts at 1");
    }
    fits(budget.strategy, budget.engine)?;
    Ok(budget)
}

/// The schedules spent on exhausting a world. A named strategy or another engine gets none;
/// a budget of few schedules gets few of these as well.
fn exhaust(search: &Searching) -> u64 {
    let asked = &search.strategy;
    let given = asked.strategy.is_some() || asked.depth.is_some() || asked.preemptions.is_some();
    let other = EngineName::from(search.engine) != EngineName::Explore;
    let usual = Budget::DEFAULT;
    let most = usual.exhaust.min(search.schedules.saturating_mul(usual.exhaust / usual.schedules));
    if given || other { 0 } else { most }
}

pub(super) fn jobs(jobs: Jobs) -> Result<usize, Failure> {
    match jobs.jobs {
        Some(0) => misuse("nothing runs on zero threads: --jobs starts at 1"),
        Some(jobs) => Ok(usize::from(jobs)),
        None => Ok(processors()),
    }
}

pub(super) fn sort(sort: &Sort) -> Result<scenarios::Sort, Failure> {
    let given = &sort.strategy;
    let usual = given.strategy.is_none() && given.preemptions.is_none() && given.depth.is_none();
    let strategy = if usual { None } else { Some(strategy(given, EngineName::Explore)?) };
    if let Some(strategy) = strategy {
        fits(strategy, EngineName::Explore)?;
    }
    let given = Given::of(sort.scenario.as_deref(), &sort.place)?;
    let asked = sort.revision.as_deref();
    let revision = match &given {
        Some(given) => given.revision_or_head(asked)?,
        None => revision(asked.unwrap_or("head"))?,
    };
    Ok(scenarios::Sort { revision, subject: given.map(|given| given.subject), strategy })
}

/// The size that the worlds of `subjects` get, if they can have it.
pub(super) fn resize(size: &Size, subjects: &[Subject]) -> Result<Resize, Failure> {
    let resize = Resize { channels: size.channels, rounds: size.rounds };
    for subject in subjects {
        if let Err(why) = resize.apply(subject.world()).check() {
            return misuse(format!("{} cannot have that size: {why}", subject.name()));
        }
    }
    Ok(resize)
}

/// The counterexample of a file.
pub(super) fn counterexample(path: &Path) -> Result<Counterexample, Failure> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return misuse(format!("'{shown}' is no counterexample: it is not text"));
        }
        Err(error) => return misuse(format!("cannot read '{shown}': {error}")),
    };
    check_format(&text).map_err(|why| Failure::Misuse(format!("'{shown}' {why}")))?;
    match serde_json::from_str(&text) {
        Ok(counterexample) => Ok(counterexample),
        Err(error) => misuse(format!("'{shown}' is no counterexample of this version: {error}")),
    }
}

fn check_format(text: &str) -> Result<(), String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            return format!("is truncated: it ends in line {}", error.line());
        }
        format!("is no counterexample: it is not JSON ({error})")
    })?;
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    match format {
        None => Err("is no counterexample: it names no format".into()),
        Some(format) if format == u64::from(FORMAT) => Ok(()),
        Some(format) => {
            Err(format!("has format {format}; this version of multifd-sim reads format {FORMAT}"))
        }
    }
}
