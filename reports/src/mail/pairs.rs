//! The pairs of steps that decide, and what happens when each is swapped.

use std::collections::{BTreeMap, BTreeSet};

use model::{Start, World};
use scenarios::{Becomes, Flip};
use sim_io::{End, Race, RecordedStep, Recording};

use super::{columns::sentence_list, steps::clause, subject::what};

/// The most pairs that a reader is shown.
const MOST: usize = 3;

/// The pairs that are shown, and the steps of them that have a letter.
pub(super) struct Pairs<'a> {
    /// All that were swapped.
    all: &'a [Flip],
    /// The pairs that a reader is shown.
    shown: Vec<&'a Flip>,
    /// The pairs whose other order breaks something else: they say what the violation is about,
    /// where none decides.
    near: Vec<&'a Flip>,
    /// The indices of their steps, in order: the first is A.
    pub(super) marked: Vec<usize>,
}

impl<'a> Pairs<'a> {
    pub(super) fn of(recording: &Recording, all: &'a [Flip]) -> Pairs<'a> {
        let mut shown = pick(recording, all, |becomes| *becomes == Becomes::Gone);
        let near = match shown.is_empty() {
            true => pick(recording, all, |becomes| matches!(becomes, Becomes::Other(_))),
            false => vec![],
        };
        shown.sort_by_key(|flip| (flip.race.early, flip.race.late));
        let steps = shown.iter().flat_map(|flip| [flip.race.early, flip.race.late]);
        let mut marked: Vec<usize> = steps.collect();
        marked.sort_unstable();
        marked.dedup();
        Pairs { all, shown, near, marked }
    }

    /// The steps of the pairs that tell most, in order.
    pub(super) fn steps(&self) -> BTreeSet<usize> {
        let pairs = self.shown.iter().chain(&self.near);
        pairs.flat_map(|flip| [flip.race.early, flip.race.late]).collect()
    }

    /// The letter of a step.
    pub(super) fn mark(&self, step: usize) -> Option<char> {
        let index = self.marked.iter().position(|marked| *marked == step)?;
        Some(char::from(b'A' + index as u8))
    }

    /// The thread of a marked step that was never taken.
    pub(super) fn waiting(&self, recording: &Recording) -> Option<&str> {
        let mut pairs = self.shown.iter();
        let flip = pairs.find(|flip| flip.race.late >= recording.steps.len())?;
        Some(&flip.race.thread)
    }

    /// Every race that was swapped.
    pub(super) fn all(&self) -> impl Iterator<Item = &Race> {
        self.all.iter().map(|flip| &flip.race)
    }

    /// The objects of the pairs that tell most.
    pub(super) fn objects(&self) -> impl Iterator<Item = &str> {
        self.shown
            .iter()
            .chain(&self.near)
            .flat_map(|flip| flip.race.objects.iter().map(String::as_str))
    }

    /// The paragraph about the order.
    pub(super) fn prose(&self) -> String {
        let number = self.all.len();
        match (self.shown.len(), number) {
            (0, 0) => "It takes no race: this schedule has none.".into(),
            (0, _) if self.all.iter().any(|flip| flip.becomes != Becomes::Same) => {
                "In other orders something else goes wrong first.".into()
            }
            (0, 1) => {
                "It takes no race: swapping the one pair of steps that race changes nothing.".into()
            }
            (0, _) => format!(
                "It takes no race: swapping any of the {number} pairs of steps that race changes \
                 nothing."
            ),
            _ => format!("{}.{}", self.chain(), self.others()),
        }
    }

    /// Returns true if there is an order that decides.
    pub(super) fn decide(&self) -> bool {
        !self.shown.is_empty()
    }

    /// The effect of swapping the pairs that are not shown.
    fn others(&self) -> String {
        let gone = self.all.iter().filter(|flip| flip.becomes == Becomes::Gone).count();
        match gone - self.shown.len() {
            0 => String::new(),
            1 => " Swapping one other pair of steps that race prevents it as well.".into(),
            more => format!(" Swapping {more} other pairs of steps that race prevents it as well."),
        }
    }

    /// `A before B before C`, where that says all; or each pair.
    fn chain(&self) -> String {
        let letter = |step| format!("[{}]", self.mark(step).unwrap_or('?'));
        let pairs: Vec<(usize, usize)> =
            self.shown.iter().map(|flip| (flip.race.early, flip.race.late)).collect();
        let linked = pairs.windows(2).all(|two| two[0].1 == two[1].0);
        if linked {
            let all: Vec<String> = self.marked.iter().map(|step| letter(*step)).collect();
            return format!("The decisive order is {}", all.join(" before "));
        }
        let each = pairs
            .iter()
            .map(|(early, late)| format!("{} before {}", letter(*early), letter(*late)));
        format!(
            "What decides is that {}",
            sentence_list(&each.collect::<Vec<_>>()).replacen(" before ", " comes before ", 1,)
        )
    }

    /// The effect of swapping each pair, a line each; above all at `object`, which is
    /// what the violation is about.
    pub(super) fn swapped(
        &self,
        recording: &Recording,
        world: &World,
        object: &str,
    ) -> Vec<String> {
        let line = |flip: &&Flip| {
            let [early, late] = [flip.race.early, flip.race.late].map(|step| self.mark(step));
            let (early, late) = (early.unwrap_or('?'), late.unwrap_or('?'));
            format!("[{late}] before [{early}]: {}", consequence(flip, recording, world, object))
        };
        self.shown.iter().map(line).collect()
    }
}

/// The pairs whose other order becomes what is `wanted`, and of these those that tell most: near
/// the violation, of words rather than locks or queues, and no two about one step.
fn pick<'a>(
    recording: &Recording,
    all: &'a [Flip],
    wanted: impl Fn(&Becomes) -> bool,
) -> Vec<&'a Flip> {
    let ranked = |of: Kind| {
        let mut found: Vec<&Flip> = all
            .iter()
            .filter(|flip| kind(recording, flip) == of && wanted(&flip.becomes))
            .collect();
        found.sort_by_key(|flip| std::cmp::Reverse((flip.race.late, flip.race.early)));
        found
    };
    let mut groups = KINDS.map(ranked).into_iter();
    let mut picked: Vec<&Flip> = vec![];
    for flip in groups.find(|group| !group.is_empty()).unwrap_or_default() {
        if picked.len() < MOST && picked.iter().all(|known| is_apart(known, flip)) {
            picked.push(flip);
        }
    }
    picked
}

/// Returns true if two pairs tell different things.
fn is_apart(one: &Flip, other: &Flip) -> bool {
    one.race.early != other.race.early && one.race.late != other.race.late
}

/// The subject of a pair. The first tell most.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word, or the tokens of a semaphore.
    Word,
    Lock,
    /// Actions of threads between two steps: lives of memory, and what rules remember.
    Between,
    Queue,
}

const KINDS: [Kind; 4] = [Kind::Word, Kind::Lock, Kind::Between, Kind::Queue];

fn kind(recording: &Recording, flip: &Flip) -> Kind {
    let (early, late) = (flip.race.early, flip.race.late);
    let steps = [early, late].map(|step| recording.steps.get(step));
    let is_at_it = |step: &&RecordedStep| flip.race.objects.contains(&step.token.object);
    let operations = steps.map(|step| step.map_or("wait", |step| &step.token.operation));
    match operations {
        ["push" | "take" | "poll", _] | [_, "push" | "take" | "poll"] => Kind::Queue,
        _ if !steps.iter().flatten().all(is_at_it) => Kind::Between,
        ["lock", "lock"] => Kind::Lock,
        _ => Kind::Word,
    }
}

/// The outcome of the swapped schedule, in words.
fn consequence(flip: &Flip, recording: &Recording, world: &World, object: &str) -> String {
    let end = match &flip.becomes {
        Becomes::Gone => ends(&flip.recording, world),
        Becomes::Same => "it is there all the same".into(),
        Becomes::Other(other) => format!("something else goes wrong: {}", what(other)),
    };
    let Some((thread, step)) = first_difference(flip, recording) else { return end };
    match answer(flip, recording, thread, object) {
        Some(later) if later != step => {
            format!("{thread} {}, then {}, and {end}", clause(step), clause(later))
        }
        Some(_) | None => format!("{thread} {}, and {end}", clause(step)),
    }
}

/// The step that `thread` now takes at `object`, and did not take before.
fn answer<'a>(
    flip: &'a Flip,
    recording: &Recording,
    thread: &str,
    object: &str,
) -> Option<&'a RecordedStep> {
    let is_new = |step: &&RecordedStep| {
        step.token.thread == thread
            && step.token.object == object
            && recording.steps.iter().all(|old| old.token != step.token)
    };
    flip.recording.steps.iter().find(is_new)
}

/// The first step that a thread of the pair takes in another way than before, or with another
/// result; or else any thread.
fn first_difference<'a>(
    flip: &'a Flip,
    recording: &Recording,
) -> Option<(&'a str, &'a RecordedStep)> {
    let early = &recording.steps[flip.race.early].token.thread;
    let mut counts = BTreeMap::new();
    let steps = flip.recording.steps.iter().enumerate();
    let different: Vec<&RecordedStep> = steps
        .filter_map(|(index, step)| {
            let thread = step.token.thread.as_str();
            let nth = counts.entry(thread).or_insert(0_usize);
            let before = recording.steps.iter().filter(|old| old.token.thread == thread).nth(*nth);
            *nth += 1;
            let same = |old: &RecordedStep| old.token == step.token && old.result == step.result;
            let tells = !matches!(step.token.operation.as_str(), "unlock" | "poll" | "take");
            (index >= flip.race.early && tells && !before.is_some_and(same)).then_some(step)
        })
        .collect();
    let of_pair = |step: &&&RecordedStep| {
        step.token.thread == *early || step.token.thread == flip.race.thread
    };
    let first = different.iter().find(of_pair).or(different.first())?;
    Some((&first.token.thread, first))
}

fn ends(recording: &Recording, world: &World) -> String {
    match (recording.end, &recording.outcome) {
        (End::Finished, Some(outcome)) => ends_as(outcome, world),
        (End::Finished, None) => "every thread comes to its end".into(),
        (End::Stuck | End::TooLong | End::Abandoned, _) => "what follows is another matter".into(),
    }
}

fn ends_as(outcome: &str, world: &World) -> String {
    if outcome == "quit" {
        return "QEMU quits".into();
    }
    match (outcome.split_once(", "), world.start) {
        (Some((source, destination)), _) if source == destination => {
            format!("both hosts end as {source}")
        }
        (Some((source, destination)), _) => {
            format!("the source ends as {source} and the destination as {destination}")
        }
        (None, Start::Incoming) => format!("the destination ends as {outcome}"),
        // Nothing sets the state of a migration that begins with its channels connected.
        (None, Start::Connected) => "nothing is broken".into(),
        (None, Start::Migrate | Start::Both) => {
            format!("the migration ends as {outcome}")
        }
    }
}
