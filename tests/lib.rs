//! Parts that the tests share.

mod livelocks;
mod loops;
mod mutants;
mod programs;
mod protocol;
mod sharing;
mod summary;
mod validation;
mod world;

use std::collections::BTreeSet;

use sim_io::{
    EngineName, Found, Name, Program, Search, ShuttleScheduler, Stop, StrategyKind, Verdict,
    qemu_sem_wait, qemu_thread_join,
};

pub use self::{
    livelocks::{Looped, compare_livelocks},
    loops::{Code, LoopStep, build_loops, random_loops},
    mutants::{Mutant, mutants},
    programs::{Instruction, Source, build, random},
    protocol::{Creation, Protocol, Transport},
    sharing::{Sharing, SharingSource, build_sharing, random_sharing},
    summary::summary,
    validation::{
        Compared, compare_periods, compare_sharing, compare_states, compare_traces, dies,
        everything,
    },
    world::{World, spawn, world},
};

/// A search through every schedule, with a limit that a test never reaches:
/// shuttle's own where shuttle runs it, which shares nothing with ours.
pub fn exhaustive(engine: EngineName) -> Search {
    let strategy = match engine {
        EngineName::Shuttle => StrategyKind::Shuttle(ShuttleScheduler::Dfs),
        EngineName::Explore | EngineName::Loom | EngineName::Os => {
            StrategyKind::Dfs { preemptions: None }
        }
    };
    Search {
        engine,
        strategy,
        seed: 1,
        schedules_max: None,
        memory_max: None,
        time_max: None,
        steps_max: 10_000,
        stop: Stop::Never,
        counts: sim_io::Counts::Nothing,
        jobs: 1,
    }
}

/// A search that ends after so many schedules.
pub fn limited(engine: EngineName, strategy: StrategyKind, schedules: u64) -> Search {
    Search { strategy, schedules_max: Some(schedules), ..exhaustive(engine) }
}

/// A program whose first thread is `main`.
pub fn program(body: impl Fn() + Send + Sync + 'static) -> Program {
    Program::new(Name::of("main"), body)
}

/// A program that never ends: each execution is given up, with a thread that owns memory.
pub fn always_stuck() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            let _owned = vec![0u8; 1 << 10];
            qemu_sem_wait(w.sem);
        });
        spawn(w.two, "two", move || qemu_sem_wait(w.sem));
        qemu_thread_join(w.one);
    })
}

/// The outcomes that a search saw.
pub fn outcomes(verdict: &Verdict) -> BTreeSet<&str> {
    verdict.outcomes.keys().map(String::as_str).collect()
}

/// The breaches that a search found, a line each.
pub fn breaches(verdict: &Verdict) -> BTreeSet<String> {
    verdict.found.iter().map(line).collect()
}

/// The breaches without those only seen where the process would have died before.
pub fn causes(verdict: &Verdict) -> BTreeSet<String> {
    verdict.found.iter().filter(|found| found.after.is_none()).map(line).collect()
}

fn line(found: &Found) -> String {
    format!("{}: {}", found.violation.breach, found.violation.object)
}
