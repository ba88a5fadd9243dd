//! Searches under loom.

use std::{
    any::Any,
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use loom::model::Builder;

use super::{
    LOOM, run_thread,
    world::{THREADS_MAX, WORLD},
};
use crate::{
    engine::{
        self,
        hook::{self, Silence},
    },
    machine::End,
    object::ThreadId,
    search::{
        Collector, Coverage, Observation, Program, Search, StrategyKind, Verdict, panic_text,
    },
};

/// The most steps of a schedule: loom counts them in sixteen bits.
const STEPS_MAX: usize = 8_192;

/// The number of points in a step at which loom may switch threads, at most.
const BRANCHES_A_STEP: usize = 4;

/// Thrown out of loom's model to end the search: loom's own limits are only
/// looked at every so many executions, and do not say that they were reached.
struct Stop;

thread_local! {
    static COLLECTOR: RefCell<Option<Collector>> = const { RefCell::new(None) };
    static PENDING: RefCell<bool> = const { RefCell::new(false) };
}

/// Explores every execution of `program`, up to the bound of `search`.
pub(in crate::engine) fn search(search: &Search, program: &Program) -> Verdict {
    let collector = Collector::new(search);
    let StrategyKind::Dfs { preemptions } = search.strategy else {
        return collector.refuse("loom explores depth-first and has no other strategy");
    };
    hook::tame();
    let _silence = Silence::new();
    WORLD.with_borrow_mut(|world| {
        world.steps_wanted = search.steps_max;
        world.steps_max = search.steps_max.min(STEPS_MAX);
    });
    COLLECTOR.set(Some(collector));
    let running = program.clone();
    let result = engine::enter(engine::Runner::Other(&LOOM), program, || {
        catch_unwind(AssertUnwindSafe(|| {
            builder(preemptions).check(move || execute(&running));
        }))
    });
    finish(result, preemptions)
}

fn finish(result: Result<(), Box<dyn Any + Send>>, preemptions: Option<u8>) -> Verdict {
    if result.is_ok() {
        harvest();
    }
    PENDING.set(false);
    let mut collector = COLLECTOR.take().expect("a search has a collector");
    if let Err(panic) = result
        && !panic.is::<Stop>()
    {
        collector.give_up(format!("loom gave up: {}", panic_text(&*panic)));
    }
    collector.verdict_with(match preemptions {
        None => Coverage::Everything,
        Some(bound) => Coverage::Preemptions(bound),
    })
}

/// One execution, or the end of the search.
fn execute(program: &Program) {
    harvest();
    let goes_on =
        COLLECTOR.with_borrow_mut(|collector| collector.as_mut().is_some_and(Collector::goes_on));
    if !goes_on {
        resume_unwind(Box::new(Stop));
    }
    WORLD.with_borrow_mut(|world| world.begin(program.root));
    PENDING.set(true);
    run_thread(ThreadId(0), || (program.body())());
}

/// Looks at the execution before, if there was one.
fn harvest() {
    if !PENDING.replace(false) {
        return;
    }
    COLLECTOR.with_borrow_mut(|collector| {
        let collector = collector.as_mut().expect("a search has a collector");
        WORLD.with_borrow_mut(|world| match world.obstacle.take() {
            Some(obstacle) => collector.give_up(obstacle),
            None => {
                let end = world.over.unwrap_or(End::Finished);
                collector.add(Observation::of(&mut world.machine, end));
            }
        });
    });
}

fn builder(preemptions: Option<u8>) -> Builder {
    let mut builder = Builder::new();
    builder.max_threads = THREADS_MAX;
    builder.max_branches = STEPS_MAX * BRANCHES_A_STEP;
    builder.max_permutations = None;
    builder.max_duration = None;
    builder.preemption_bound = preemptions.map(usize::from);
    builder.checkpoint_file = None;
    builder.expect_explicit_explore = false;
    builder.location = false;
    builder.log = false;
    builder
}
