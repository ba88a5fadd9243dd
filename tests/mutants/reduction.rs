//! Ways to get wrong what commutes by its values, and what comes before what.

use super::Mutant;

const MODE: &str = "sim-io/src/machine/mode.rs";
const STEP: &str = "sim-io/src/search/cached/summary/step.rs";
const USES: &str = "sim-io/src/search/cached/summary/uses.rs";
const WAKES: &str = "sim-io/src/search/cached/wakes.rs";
const NEED: &str = "sim-io/src/search/cached/need.rs";
const RACES: &str = "sim-io/src/search/dpor/races.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "by states: a flag may be set before or after who reads it",
        file: MODE,
        was: "(Mode::SetAgain, _) if entry.reads() => true,",
        becomes: "(Mode::Set | Mode::SetAgain, _) if entry.reads() => true,",
    },
    Mutant {
        what: "by states: who reads a flag that is not set may do so after it is set",
        file: MODE,
        was: "(Mode::ReadSet | Mode::SetAgain, Mode::Set) => true,",
        becomes: "(Mode::Read | Mode::ReadSet | Mode::SetAgain, Mode::Set) => true,",
    },
    Mutant {
        what: "by states: who stores what is there disturbs no one who writes",
        file: MODE,
        was: "(Mode::SetAgain, _) if entry.reads() => true,",
        becomes: "(Mode::SetAgain, _) => true,",
    },
    Mutant {
        what: "a counter may be read before or after it counts",
        file: MODE,
        was: "Mode::Count => other == Mode::Count,",
        becomes: "Mode::Count => other == Mode::Count || other.reads(),",
    },
    Mutant {
        what: "by states: two references may be dropped in either order",
        file: MODE,
        was: "(Mode::Unref, Mode::Ref | Mode::Read) => true,",
        becomes: "(Mode::Unref, Mode::Ref | Mode::Unref | Mode::Read) => true,",
    },
    Mutant {
        what: "by states: a reference may be taken after another is dropped",
        file: MODE,
        was: "(Mode::Ref, Mode::Ref | Mode::Read) => true,",
        becomes: "(Mode::Ref, Mode::Ref | Mode::Unref | Mode::Read) => true,",
    },
    Mutant {
        what: "by states: two locks do not compete",
        file: MODE,
        was: "Mode::Lock => entry == Mode::Unlock,",
        becomes: "Mode::Lock => matches!(entry, Mode::Lock | Mode::Unlock),",
    },
    Mutant {
        what: "only who holds a mutex gives it back",
        file: MODE,
        was: "(OperationKind::MutexUnlock, _) if old != holder => Mode::Write,",
        becomes: "(OperationKind::MutexUnlock, _) if old > holder << 32 => Mode::Write,",
    },
    Mutant {
        what: "a semaphore may be ended before or after somebody stands before it",
        file: MODE,
        was: "Mode::Arrive => other != Mode::Write,",
        becomes: "Mode::Arrive => true,",
    },
    Mutant {
        what: "by states: who exchanges a flag is not told what it was",
        file: MODE,
        was: "(OperationKind::Store(_), Grain::Values) =>",
        becomes: "(OperationKind::Store(_) | OperationKind::Exchange, Grain::Values) =>",
    },
    Mutant {
        what: "by states: a mutex is not given back before who holds it takes it",
        file: MODE,
        was: "Mode::Unlock => matches!(entry, Mode::Lock | Mode::Unlock),",
        becomes: "Mode::Unlock => true,",
    },
    Mutant {
        what: "by states: what ends a wait comes before the waiting",
        file: STEP,
        was: "let directly = !one.mode.may_wait() && disturbed();",
        becomes: "let directly = disturbed();",
    },
    Mutant {
        what: "by states: who stands before a wait comes there after what ends it",
        file: STEP,
        was: "directly || is_next && (one.past.own || !one.mode.may_wait());",
        becomes: "directly || is_next;",
    },
    Mutant {
        what: "by states: who waits for a token comes to wait after it",
        file: STEP,
        was: "self.reduction == Reduction::Ordered && !own.mode.may_wait()",
        becomes: "self.reduction == Reduction::Ordered",
    },
    Mutant {
        what: "by states: whatever comes later comes after each join",
        file: STEP,
        was: "if contains(one.past.steps, self.thread) {",
        becomes: "if contains(one.past.steps, self.thread) || self.joins.is_some() {",
    },
    Mutant {
        what: "by states: what follows a woken thread is known whatever thread it is",
        file: STEP,
        was: "let is_next = contains(self.before, one.thread);",
        becomes: "let is_next = self.before != 0;",
    },
    Mutant {
        what: "by states: who joins a thread waits for all of them",
        file: WAKES,
        was: "next.kind == OperationKind::Join && next.argument == u64::from(of.0) + 1",
        becomes: "next.kind == OperationKind::Join && u64::from(of.0) < 99",
    },
    Mutant {
        what: "by states: a store that was announced will not find what it stores",
        file: WAKES,
        was: "Mode::Write => mode == Mode::Write,",
        becomes: "Mode::Write => mode.changes(),",
    },
    Mutant {
        what: "by states: a read that was announced will not find a flag set",
        file: WAKES,
        was: "Mode::Read => mode.changes(),",
        becomes: "Mode::Read => mode.changes() || mode == Mode::SetAgain,",
    },
    Mutant {
        what: "by states: a token is the only one although there are more",
        file: WAKES,
        was: "machine.tokens(*key) == 1));",
        becomes: "machine.tokens(*key) >= 1));",
    },
    Mutant {
        what: "by states: a write that was announced does not commute with a read",
        file: WAKES,
        was: "Mode::Write => mode == Mode::Write,",
        becomes: "Mode::Write => true,",
    },
    Mutant {
        what: "by states: what came before one of two uses came before both: steps",
        file: USES,
        was: "steps: self.steps & other.steps,",
        becomes: "steps: self.steps | other.steps,",
    },
    Mutant {
        what: "by states: what came before one of two uses came before both: waits",
        file: USES,
        was: "waits: self.waits.common(other.waits),",
        becomes: "waits: self.waits.with(other.waits),",
    },
    Mutant {
        what: "by states: what came before one of two uses came before both: steps of its own",
        file: USES,
        was: "own: self.own && other.own,",
        becomes: "own: self.own || other.own,",
    },
    Mutant {
        what: "by states: who waits for a token is not helped by who ends its semaphore",
        file: NEED,
        was: "Need::Token(key) => users(*key, |mode| mode.is_post() || mode == Mode::Write),",
        becomes: "Need::Token(key) => users(*key, Mode::is_post),",
    },
    Mutant {
        what: "by states: who waits for a flag is not helped by who sets it",
        file: NEED,
        was: "users(*word, Mode::changes)",
        becomes: "users(*word, |mode| mode == Mode::Write)",
    },
    Mutant {
        what: "by states: nothing is explored of a process that has died",
        file: "sim-io/src/search/cached.rs",
        was: "let digest = machine.digest();",
        becomes: "let digest = machine.digest(); if machine.has_crashed() { return None; }",
    },
    Mutant {
        what: "Optimal-DPOR: who waits for a semaphore that is ended waits for ever",
        file: RACES,
        was: "history.clone().any(|one| ended(&one))",
        becomes: "history.clone().any(|one| ended(&one) && late.index > machine.threads.len() << 32)",
    },
    Mutant {
        what: "Optimal-DPOR: every write ends a mutex",
        file: RACES,
        was: "*mode == Mode::Write && ends(*at, machine);",
        becomes: "*mode == Mode::Write && (ends(*at, machine) || *at < usize::MAX);",
    },
    Mutant {
        what: "nobody comes to stand before a wait",
        file: "sim-io/src/machine.rs",
        was: "self.note_access(operation.object, Mode::Arrive);",
        becomes: "",
    },
];
