//! Ways to get a search, the wire, either host or both wrong: each must make a test of
//! it fail.
//!
//! `cargo run -p multifd-tests --bin mutants` applies each to a copy of the
//! sources and says which tests notice.

mod copies;
mod destination;
mod device;
mod files;
mod hosts;
mod postcopy;
mod quit;
mod reduction;
mod traces;
mod wire;
mod zero_copy;
mod zero_pages;

/// A change that makes something wrong.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// The fault that it makes.
    pub what: &'static str,
    /// The file.
    pub file: &'static str,
    /// The text there, which occurs once.
    pub was: &'static str,
    /// The text that replaces it.
    pub becomes: &'static str,
}

impl Mutant {
    /// The tests that must notice, as their names begin.
    pub fn tests(&self) -> &'static str {
        if self.what.starts_with("traces:") {
            return "traces::";
        }
        let wherever = [
            ("model/src/wire", "wire::"),
            ("model/src/send/device", "device::"),
            ("model/src/incoming/devices", "device::"),
            ("model/src/saved.rs", "files::"),
            ("model/src/send/file.rs", "files::"),
            ("model/src/recv/file.rs", "files::"),
            ("model/src/revision/bitmap_owner.rs", "files::"),
            ("model/src/send/sync.rs", "zero_copy::"),
            ("model/src/send/zero_copy.rs", "zero_copy::"),
            ("model/src/revision/header_failure.rs", "zero_copy::"),
            ("model/src/message.rs", "zero_pages::"),
            ("model/src/recv/zero_page.rs", "zero_pages::"),
            ("model/src/revision/zero_receipt.rs", "zero_pages::"),
            ("model/src/revision/loadvm_cleanup.rs", "zero_pages::"),
            ("model/src/migration/shutdown.rs", "quit::"),
            ("model/src/revision/thread_reference.rs", "quit::"),
            ("model/src/incoming/shutdown.rs", "quit::"),
            ("sim-io/src/machine/end.rs", "quit::"),
            ("sim-io/src/machine/life.rs", "machine::"),
            ("model/src/incoming/tls.rs", "hosts::tls::"),
            ("model/src/incoming/load.rs", "hosts::flush::"),
            ("model/src/incoming/return_path.rs", "hosts::return_path::"),
            ("model/src/migration/return_path.rs", "hosts::return_path::"),
            ("model/src/revision/premature_end.rs", "hosts::tls::"),
            ("model/src/migration/postcopy.rs", "postcopy::"),
            ("model/src/migration/ram.rs", "postcopy::"),
            ("model/src/revision/postcopy", "postcopy::"),
            ("model/src/incoming/listen.rs", "postcopy::"),
            ("model/src/incoming/postcopy.rs", "postcopy::"),
            ("model/src/", "destination::"),
        ];
        let found = wherever.iter().find(|(folder, _)| self.file.starts_with(folder));
        found.map_or("search::", |(_, tests)| tests)
    }
}

const RACES: &str = "sim-io/src/search/dpor/races.rs";
const COURSE: &str = "sim-io/src/search/dpor/course.rs";
const CACHED: &str = "sim-io/src/search/cached.rs";
const NODE: &str = "sim-io/src/search/cached/node.rs";
const CIRCLES: &str = "sim-io/src/search/cached/circles.rs";
const LASSO: &str = "sim-io/src/search/lasso.rs";
const FOOTPRINT: &str = "sim-io/src/machine/footprint.rs";
const MODE: &str = "sim-io/src/machine/mode.rs";
const DIGEST: &str = "sim-io/src/machine/digest.rs";
const PERIOD: &str = "sim-io/src/search/period.rs";
const PORTFOLIO: &str = "sim-io/src/search/portfolio.rs";
const TURNS: &str = "sim-io/src/search/dpor/turns.rs";
const POINTS: &str = "sim-io/src/search/period/points.rs";
const SHUTTLE: &str = "sim-io/src/engine/shuttle.rs";

/// Every mutant.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    let sources = zero_pages::MUTANTS.iter().chain(zero_copy::MUTANTS);
    let loads = destination::MUTANTS.iter().chain(device::MUTANTS).chain(files::MUTANTS);
    let hosts = sources.chain(loads).chain(hosts::MUTANTS).chain(postcopy::MUTANTS);
    let hosts = hosts.chain(quit::MUTANTS);
    let searches = SEARCHES.iter().chain(reduction::MUTANTS).chain(copies::MUTANTS);
    searches.chain(wire::MUTANTS).chain(hosts).chain(traces::MUTANTS)
}

const SEARCHES: &[Mutant] = &[
    Mutant {
        what: "no search knows what a rule sees of an atomic",
        file: "sim-io/src/sync/atomic.rs",
        was: "T::from_word(engine::peek(self.0))",
        becomes: "self.peek_unseen()",
    },
    Mutant {
        what: "Optimal-DPOR reverses only the last race of a step",
        file: RACES,
        was: "found.dedup();",
        becomes: "found.dedup(); found.truncate(1);",
    },
    Mutant {
        what: "Optimal-DPOR: a step that still waits at the end races with nothing",
        file: RACES,
        was: "waits.then(||",
        becomes: "(waits && machine.threads.is_empty()).then(||",
    },
    Mutant {
        what: "Optimal-DPOR: a race that cannot be reversed hides earlier ones",
        file: RACES,
        was: "// It cannot be reversed, and hides no earlier race.",
        becomes: "cover.join(&self.clocks[early]);",
    },
    Mutant {
        what: "Optimal-DPOR: a semaphore starts without tokens",
        file: RACES,
        was: "initial + history.map(balance).sum::<i64>() > 0",
        becomes: "initial * 0 + history.map(balance).sum::<i64>() > 0",
    },
    Mutant {
        what: "Optimal-DPOR: who sleeps never wakes",
        file: COURSE,
        was: "above.iter().filter(|sleeper| independent(&sleeper.event, taken)).cloned()",
        becomes: "above.iter().filter(|sleeper| sleeper.event.thread != taken.thread).cloned()",
    },
    Mutant {
        what: "A step that somebody else still explores keeps out whatever may begin with it",
        file: "sim-io/src/search/dpor/sleep.rs",
        was: "(None, _) | (Some(None), Progress::Unsettled) => false,",
        becomes: "(None, _) => false, (Some(None), Progress::Unsettled) => true,",
    },
    Mutant {
        what: "two waits commute",
        file: MODE,
        was: "Mode::Wait => other.is_post() || other.is_take(),",
        becomes: "Mode::Wait => other.is_post() || other.is_take() || other == Mode::Wait,",
    },
    Mutant {
        what: "a read and a write commute",
        file: MODE,
        was: "Mode::Read | Mode::ReadSet | Mode::Await => other.reads(),",
        becomes: "Mode::Read | Mode::ReadSet | Mode::Await => other.reads() || other == Mode::Write,",
    },
    Mutant {
        what: "two locks commute",
        file: MODE,
        was: "Mode::Wait => other.is_post() || other.is_take(),",
        becomes: "Mode::Wait => other.is_post() || other.is_take(), Mode::Lock => other == Mode::Lock,",
    },
    Mutant {
        what: "an urgent callback and a take commute",
        file: MODE,
        was: "Mode::PushIdle => other.is_take(),",
        becomes: "Mode::PushIdle => other.is_take(), Mode::PushUrgent if other == Mode::TakeUrgent => true,",
    },
    Mutant {
        what: "a write commutes with all that can ever happen",
        file: FOOTPRINT,
        was: "access.mode == Mode::Unlock && access.key < HEAPS",
        becomes: "matches!(access.mode, Mode::Unlock | Mode::Write) && access.key < HEAPS",
    },
    Mutant {
        what: "by states: who sleeps never wakes",
        file: CACHED,
        was: "independent_in_state(&sleeper.event, taken);",
        becomes: "sleeper.event.thread != taken.thread || taken.thread == ThreadId(99);",
    },
    Mutant {
        what: "by states: what sleepers would do is forgotten",
        file: CACHED,
        was: "let summary = self.summaries.union(summary, dreamt);",
        becomes: "let _ = dreamt;",
    },
    Mutant {
        what: "by states: who waits for ever would do nothing",
        file: CACHED,
        was: "self.leaf = self.still_waiting(machine),",
        becomes: "{ self.still_waiting(machine); self.leaf = Summary::NOTHING }",
    },
    Mutant {
        what: "by states: nobody creates a thread",
        file: CACHED,
        was: "self.creators[child] |= 1 << step.thread.0;",
        becomes: "let _ = child;",
    },
    Mutant {
        what: "by states: nobody helps a thread that cannot move",
        file: NODE,
        was: "wanted |= need.helpers(creators, below, mover, summaries);",
        becomes: "need.helpers(creators, below, mover, summaries);",
    },
    Mutant {
        what: "by states: what does not commute with a sleeper is not tried",
        file: NODE,
        was: "steps.push((sleeper.event.clone(), sleeper.rivals, sleeper.below));",
        becomes: "let _ = (sleeper.event.clone(), sleeper.rivals, sleeper.below);",
    },
    Mutant {
        what: "by states: nobody else is tried",
        file: NODE,
        was: "None => self.todo |= 1 << thread.0,",
        becomes: "None => (),",
    },
    Mutant {
        what: "by states: what a thread has read is no part of the state",
        file: DIGEST,
        was: "self.saw(me, shown);",
        becomes: "",
    },
    Mutant {
        what: "by states: what was used since the last step is no part of the state",
        file: DIGEST,
        was: "^ digest_of_window(&tracking.windows[id])",
        becomes: "^ (digest_of_window(&tracking.windows[id]) & 0)",
    },
    Mutant {
        what: "by states: a step that closes a window does not use what is in it",
        file: DIGEST,
        was: "for used in std::mem::take(&mut tracking.windows[thread]) {",
        becomes: "for used in std::mem::take(&mut tracking.windows[thread]).into_iter().take(0) {",
    },
    Mutant {
        what: "livelocks: a loop that keeps a thread from running is one",
        file: LASSO,
        was: "self.0 == ThreadSet::MAX",
        becomes: "self.0 != 0",
    },
    Mutant {
        what: "livelocks: who cannot go on somewhere in a loop is starved by it",
        file: LASSO,
        was: "Served(!enabled)",
        becomes: "Served(!enabled & !0xff)",
    },
    Mutant {
        what: "livelocks: loops that share states are judged one by one",
        file: CIRCLES,
        was: "served = served.and(part.served).and(part.entered);",
        becomes: "let _ = (part.served, part.entered, &mut served);",
    },
    Mutant {
        what: "livelocks: a state off the path closes no circle",
        file: CIRCLES,
        was: "let number = *self.numbers.get(&digest)?;",
        becomes: "let number = *self.numbers.get(&digest).filter(|number| self.path.contains(number))?;",
    },
    Mutant {
        what: "livelocks: sleepers sleep on after the first circle",
        file: CACHED,
        was: "let above = self.path.last().filter(|_| self.circles.is_none());",
        becomes: "let above = self.path.last();",
    },
    Mutant {
        what: "livelocks: who was left out before the first circle stays out",
        file: NODE,
        was: "self.todo = self.enabled & !self.explored;",
        becomes: "self.todo |= 0;",
    },
    Mutant {
        what: "shuttle's kernel: who comes to a step is not who runs",
        file: SHUTTLE,
        was: "state.arrived = state.current;",
        becomes: "",
    },
    Mutant {
        what: "shuttle's kernel: unwinding a thread finishes it",
        file: SHUTTLE,
        was: "if self.over.is_none() {",
        becomes: "if self.over.is_none() || self.over.is_some() {",
    },
    Mutant {
        what: "periods: who is held back goes on as soon as it can",
        file: PERIOD,
        was: "self.hold_back(self.owner);",
        becomes: "",
    },
    Mutant {
        what: "periods: a switch may undo the one before",
        file: PERIOD,
        was: "others &= !(1 << switch.to.0);",
        becomes: "others = enabled & !(1 << switch.to.0);",
    },
    Mutant {
        what: "periods: schedules of a class that was seen are varied as well",
        file: PERIOD,
        was: "|| !self.classes.insert(machine.class())",
        becomes: "|| (!self.classes.insert(machine.class()) && machine.objects().is_empty())",
    },
    Mutant {
        what: "periods: what only one thread uses ends a period",
        file: POINTS,
        was: "*thread != point.thread && mode.depends(*how)",
        becomes: "(*thread != point.thread || *thread == point.thread) && mode.depends(*how)",
    },
    Mutant {
        what: "periods: only the last step of a schedule ends a period",
        file: PERIOD,
        was: "self.points.iter().filter(|point| self.uses.is_key(point))",
        becomes: "self.points.iter().filter(|point| self.uses.is_key(point)).last().iter()",
    },
    Mutant {
        what: "portfolio: whoever pays, each has as many turns",
        file: PORTFOLIO,
        was: "self.position + 1.0 / (self.favour * pay)",
        becomes: "self.position + 1.0 + 0.0 * (self.favour * pay)",
    },
    Mutant {
        what: "portfolio: no schedule pays",
        file: PORTFOLIO,
        was: "u32::from(self.pairs.end().is_some())",
        becomes: "u32::from(self.pairs.end().is_some() && machine.objects().is_empty())",
    },
    Mutant {
        what: "portfolio: a systematic schedule counts no more than another",
        file: PORTFOLIO,
        was: "SYSTEMATIC: f64 = 4.0",
        becomes: "SYSTEMATIC: f64 = 1.0",
    },
    Mutant {
        what: "portfolio: Optimal-DPOR begins few schedules far up",
        file: TURNS,
        was: "Rounds::with_slots([WIDE, 0])",
        becomes: "Rounds::with_slots([WIDE.min(16), 0])",
    },
];
