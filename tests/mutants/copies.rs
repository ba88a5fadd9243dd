//! Ways to go back to a state, or to begin with one, that is not quite what it was; and
//! to look up what was done to an object, and miss some of it.

use super::Mutant;

const CLOCKS: &str = "sim-io/src/machine/order/saved.rs";
const SNAPSHOT: &str = "sim-io/src/engine/explore/snapshot.rs";
const COURSE: &str = "sim-io/src/search/dpor/course.rs";
const HISTORY: &str = "sim-io/src/search/dpor/history.rs";
const ROUNDS: &str = "sim-io/src/search/dpor/rounds.rs";
const SAVED: &str = "sim-io/src/machine/saved.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        what: "snapshots: what threads have read is not brought back",
        file: SAVED,
        was: "tracking.copy_from(&saved.tracking);",
        becomes: "",
    },
    Mutant {
        what: "snapshots: the first values of semaphores are not brought back",
        file: SAVED,
        was: "object.initialised = word.initialised;",
        becomes: "",
    },
    Mutant {
        what: "snapshots: lives are not brought back",
        file: SAVED,
        was: "heap.life = block.life;",
        becomes: "",
    },
    Mutant {
        what: "copies: what was published is not brought back",
        file: CLOCKS,
        was: "mine.execution = self.execution;",
        becomes: "",
    },
    Mutant {
        what: "copies: threads know what they knew when another schedule ended",
        file: CLOCKS,
        was: "self.threads.clone_from(&saved.threads);",
        becomes: "",
    },
    Mutant {
        what: "copies: who has used memory is not brought back",
        file: CLOCKS,
        was: "*mine = (self.execution, theirs.1);",
        becomes: "*mine = (0 * self.execution, theirs.1);",
    },
    Mutant {
        what: "copies: where memory was used is not brought back",
        file: SAVED,
        was: "row[..functions.len()].copy_from_slice(functions);",
        becomes: "let _ = (row, functions);",
    },
    Mutant {
        what: "copies: a schedule goes on with what that of another slot has left behind",
        file: SNAPSHOT,
        was: "self.machine.exchange(&mut self.lanes[lane].record);",
        becomes: "",
    },
    Mutant {
        what: "Optimal-DPOR: a schedule goes back to where it was not",
        file: COURSE,
        was: "Some(self.shared().min(most))",
        becomes: "Some(self.shared().max(most))",
    },
    Mutant {
        what: "Optimal-DPOR: a write knows only the last read before it",
        file: HISTORY,
        was: "if alike.is_ordered { 1 } else { usize::MAX }",
        becomes: "if alike.is_ordered { 1 } else { 1 }",
    },
    Mutant {
        what: "Optimal-DPOR: what precedes a write races with nothing",
        file: HISTORY,
        was: ".find(|event| is_known(*event))",
        becomes: ".next()",
    },
    Mutant {
        what: "Optimal-DPOR: a read that is known hides those before it",
        file: HISTORY,
        was: "alike.is_ordered && is_known(event)",
        becomes: "is_known(event)",
    },
    Mutant {
        what: "Optimal-DPOR: a search that is cut does not count the schedules that run",
        file: ROUNDS,
        was: "most.saturating_sub(self.running)",
        becomes: "most.saturating_sub(0 * self.running)",
    },
    Mutant {
        what: "memory that is allocated again keeps its first word",
        file: "sim-io/src/machine/life.rs",
        was: "for id in block.objects.clone() {",
        becomes: "for id in block.objects.clone().skip(1) {",
    },
];
