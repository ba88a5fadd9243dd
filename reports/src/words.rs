//! The words for values.

use model::revision::{Id, Separable};
use scenarios::{Budget, Bug, Effect, Expected, Fixed, Label, Proof, Resize, Whole};
use sim_io::{CutReason, Ending, EngineName, Sample, ShuttleScheduler, StrategyKind, Verdict};

use crate::facts;

/// `1,234,567`.
pub(crate) fn number(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut grouped = digits[..first].to_string();
    for (index, digit) in digits[first..].chars().enumerate() {
        if index % 3 == 0 && !grouped.is_empty() {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The number rounded, as `1,200,000`: two digits of a value that is not known exactly.
pub(crate) fn rounded(value: u64) -> String {
    let unit = 10_u64.pow(value.max(1).ilog10().saturating_sub(1));
    number((value + unit / 2) / unit * unit)
}

/// `1 run`, `2 runs`.
pub(crate) fn count(count: u64, noun: &str) -> String {
    let hisses = noun.ends_with("ch") || noun.ends_with("ss");
    match (count, hisses) {
        (1, _) => format!("1 {noun}"),
        (_, true) => format!("{} {noun}es", number(count)),
        (_, false) => format!("{} {noun}s", number(count)),
    }
}

/// `45 s`, `12 min`, `8 h 5 min`.
pub(crate) fn duration(seconds: u64) -> String {
    match (seconds / 3_600, seconds / 60 % 60) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min {} s", seconds % 60),
        (hours, minutes) => format!("{} h {minutes} min", number(hours)),
    }
}

pub(crate) fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Crash => "crash",
        Effect::Hang => "hang",
        Effect::Leak => "leak",
        Effect::Corruption => "corruption",
        Effect::Latent => "latent",
    }
}

/// The fate of a bug.
pub(crate) fn fixed(fixed: Fixed) -> String {
    match fixed {
        Fixed::By(commits) => format!("fixed by {}", commits.join(", ")),
        Fixed::Mended(commits, _) => format!("found here, fixed by {}", commits.join(", ")),
        Fixed::Latent { commit, shown_at } => format!("fixed by {commit}, shown at {shown_at}"),
        Fixed::Never { mutants, .. } => format!("mutants only: {}", mutants.join(", ")),
        Fixed::FoundHere(finding) => format!("FOUND HERE, {}", facts::upstream(finding.known)),
        Fixed::Proposed(commit, _) => format!("known upstream, {commit} is not in head"),
    }
}

/// The catalogue's view of a violation.
pub(crate) fn label(label: Label) -> String {
    match label {
        Label::Known(bug) => bug.name.into(),
        Label::Back(bug) => format!("BACK: {}", bug.name),
        Label::AfterCrash => "seen only after a crash".into(),
        Label::Unlisted => "not in the catalogue".into(),
        Label::New => "NEW".into(),
    }
}

/// A bug that is back.
pub(crate) fn back(bug: &Bug) -> String {
    format!("{}: a commit that mended it is taken out of this revision", bug.name)
}

pub(crate) fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::Before => "before",
        Proof::After => "after",
        Proof::Head => "head",
        Proof::Reverted => "reverted",
        Proof::Mutant => "mutant",
        Proof::History => "at",
    }
}

pub(crate) fn expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Present => "present",
        Expected::Gone => "gone",
        Expected::Unknown => "unknown",
    }
}

/// What stands for a commit, where that is not its id in qemu.git.
pub(crate) fn id(id: Id) -> Option<&'static str> {
    match id {
        Id::Upstream => None,
        Id::Posted => Some("the id is that of the patch as it was posted"),
        Id::Own => Some("the id is not known, and the subject is not its own"),
    }
}

pub(crate) fn separable(separable: Separable) -> String {
    match separable {
        Separable::Yes => "can be taken out".into(),
        Separable::Until(by, reason) => format!("can be taken out until {by}: {reason}"),
        Separable::Nothing => "nothing to take out".into(),
    }
}

pub(crate) fn strategy(strategy: StrategyKind) -> String {
    match strategy {
        StrategyKind::Dfs { preemptions: None } => "depth-first".into(),
        StrategyKind::Dfs { preemptions: Some(most) } => {
            format!("depth-first, at most {}", count(u64::from(most), "preemption"))
        }
        StrategyKind::Dpor => "Optimal-DPOR".into(),
        StrategyKind::Cached => "search by states".into(),
        StrategyKind::CachedPlain => "search by states, less reduced".into(),
        StrategyKind::Iterative => "by states, with more and more preemptions".into(),
        StrategyKind::CachedOracle => "depth-first, judged by states".into(),
        StrategyKind::Random => "uniformly random".into(),
        StrategyKind::Pct { depth } => format!("PCT of depth {depth}"),
        StrategyKind::Portfolio => "a portfolio of Optimal-DPOR, PCT and SURW".into(),
        StrategyKind::Pos => "partial order sampling".into(),
        StrategyKind::Surw => "selectively uniform random walk".into(),
        StrategyKind::Feedback => "partial order sampling with feedback".into(),
        StrategyKind::Period => "periodical scheduling".into(),
        StrategyKind::Shuttle(scheduler) => shuttle_scheduler(scheduler),
    }
}

fn shuttle_scheduler(scheduler: ShuttleScheduler) -> String {
    match scheduler {
        ShuttleScheduler::Random => "shuttle's uniform choice".into(),
        ShuttleScheduler::Pct { depth } => format!("shuttle's PCT of depth {depth}"),
        ShuttleScheduler::Urw => "shuttle's uniform random walk".into(),
        ShuttleScheduler::Dfs => "shuttle's depth-first search".into(),
    }
}

/// The options that ask for a strategy.
pub(crate) fn strategy_options(strategy: StrategyKind) -> String {
    match strategy {
        StrategyKind::Dfs { preemptions: None } => " --strategy dfs".into(),
        StrategyKind::Dfs { preemptions: Some(most) } => {
            format!(" --strategy dfs --preemptions {most}")
        }
        StrategyKind::Dpor => " --strategy dpor".into(),
        StrategyKind::Cached | StrategyKind::CachedPlain | StrategyKind::CachedOracle => {
            " --strategy cached".into()
        }
        StrategyKind::Iterative => " --strategy iterative".into(),
        StrategyKind::Random => " --strategy random".into(),
        StrategyKind::Portfolio => " --strategy portfolio".into(),
        StrategyKind::Pct { depth: 3 } => " --strategy pct".into(),
        StrategyKind::Pct { depth } => format!(" --strategy pct --depth {depth}"),
        StrategyKind::Pos => " --strategy pos".into(),
        StrategyKind::Surw => " --strategy surw".into(),
        StrategyKind::Feedback => " --strategy feedback".into(),
        StrategyKind::Period => " --strategy period".into(),
        StrategyKind::Shuttle(ShuttleScheduler::Random) => " --strategy shuttle-random".into(),
        StrategyKind::Shuttle(ShuttleScheduler::Pct { depth: 3 }) => {
            " --strategy shuttle-pct".into()
        }
        StrategyKind::Shuttle(ShuttleScheduler::Pct { depth }) => {
            format!(" --strategy shuttle-pct --depth {depth}")
        }
        StrategyKind::Shuttle(ShuttleScheduler::Urw) => " --strategy urw".into(),
        StrategyKind::Shuttle(ShuttleScheduler::Dfs) => " --strategy shuttle-dfs".into(),
    }
}

pub(crate) fn memory_model(engine: EngineName) -> &'static str {
    match engine {
        EngineName::Explore | EngineName::Shuttle => "SC",
        EngineName::Loom => "C11",
        EngineName::Os => "this machine's",
    }
}

/// The budget of every search of a command.
pub(crate) fn budget(budget: &Budget) -> String {
    let engine = budget.engine.name();
    let memory = memory_model(budget.engine);
    let time = match budget.time {
        Some(time) => format!(" or {} s", time.as_secs()),
        None => String::new(),
    };
    let chosen = match budget.engine {
        EngineName::Explore | EngineName::Loom | EngineName::Shuttle => strategy(budget.strategy),
        EngineName::Os => "scheduled by the operating system".into(),
    };
    let then = match budget.exhaust {
        0 => String::new(),
        most if budget.whole == Whole::States => {
            format!("; then a search by states for at most {}", count(most, "schedule"))
        }
        most => {
            let (traces, states) = (number(most / 100), count(most, "schedule"));
            format!(
                "; where that sees nothing, Optimal-DPOR for at most {traces}, a search by states \
                 for at most {states} and one with more and more preemptions for as many"
            )
        }
    };
    format!(
        "engine {engine}, memory model {memory}, {chosen}, seed {}, at most {}{time} a search{then}",
        budget.seed,
        count(budget.schedules, "schedule"),
    )
}

/// The options that ask for a budget, and for worlds of another size.
pub(crate) fn options(budget: &Budget, resize: Resize) -> String {
    let mut options = String::new();
    if budget.engine != Budget::DEFAULT.engine {
        options += &format!(" --engine {}", budget.engine.name());
    }
    let usual = match budget.engine {
        // Without a strategy, a search that sees nothing goes on to see everything.
        EngineName::Explore => budget.strategy == StrategyKind::Portfolio && budget.exhaust > 0,
        EngineName::Loom => budget.strategy == StrategyKind::Dfs { preemptions: None },
        EngineName::Shuttle => {
            budget.strategy == StrategyKind::Shuttle(ShuttleScheduler::Pct { depth: 3 })
        }
        EngineName::Os => budget.strategy == StrategyKind::Pct { depth: 3 },
    };
    if !usual {
        options += &strategy_options(budget.strategy);
    }
    if budget.schedules != Budget::DEFAULT.schedules {
        options += &format!(" --schedules {}", budget.schedules);
    }
    if budget.seed != Budget::DEFAULT.seed {
        options += &format!(" --seed {}", budget.seed);
    }
    if let Some(channels) = resize.channels {
        options += &format!(" --channels {channels}");
    }
    if let Some(rounds) = resize.rounds {
        options += &format!(" --rounds {rounds}");
    }
    options
}

fn sample(sample: Sample) -> String {
    format!("{}, unseen {:.1}%", count(sample.classes, "class"), sample.unseen * 100.0)
}

/// The end of a search.
pub(crate) fn ending(verdict: &Verdict) -> String {
    let schedules = count(verdict.schedules, "schedule");
    match &verdict.ending {
        Ending::Exhausted => format!("EXHAUSTED({schedules})"),
        Ending::Bounded { preemptions } => {
            format!("BOUNDED({}, {schedules})", count(u64::from(*preemptions), "preemption"))
        }
        Ending::Sampled(seen) => format!("SAMPLED({schedules}, {})", sample(*seen)),
        Ending::Cut { reason: CutReason::Found, .. } => format!("CUT(found, {schedules})"),
        Ending::Cut { reason, sample: seen } => {
            format!("CUT({}, {schedules}, {})", cut(*reason), sample(*seen))
        }
    }
}

fn cut(reason: CutReason) -> &'static str {
    match reason {
        CutReason::Schedules => "schedules",
        CutReason::Time => "time",
        CutReason::Memory => "memory",
        CutReason::Found => "found",
        CutReason::Engine => "engine",
    }
}

/// The absence of a violation, as strongly as the search allows to say it.
pub(crate) fn absence(verdict: &Verdict) -> String {
    let schedules = count(verdict.schedules, "schedule");
    match verdict.ending {
        Ending::Exhausted => "no schedule shows it".into(),
        Ending::Bounded { preemptions } => {
            format!("not seen with {}", count(u64::from(preemptions), "preemption"))
        }
        Ending::Sampled(_) | Ending::Cut { .. } => format!("not seen in {schedules}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let grouped = [0, 999, 1_000, 123_456, 1_234_567].map(number);
        assert_eq!(grouped, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }

    #[test]
    fn what_is_not_known_exactly_has_two_digits() {
        let shown = [0, 7, 42, 994, 996, 123_456].map(rounded);
        assert_eq!(shown, ["0", "7", "42", "990", "1,000", "120,000"]);
    }

    #[test]
    fn nouns_agree_with_their_number() {
        assert_eq!(count(1, "search"), "1 search");
        assert_eq!(count(2, "search"), "2 searches");
        assert_eq!(count(2_000, "schedule"), "2,000 schedules");
    }
}
