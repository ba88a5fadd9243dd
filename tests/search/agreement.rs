//! Two complete searches that share little see the same of the model itself.

use model::Revision;
use multifd_tests::{dies, everything, exhaustive, outcomes, program, spawn, world};
use scenarios::{BUGS, HEALTHY};
use sim_io::{
    Ending, EngineName, Search, StrategyKind, Verdict, qatomic_set, qemu_mutex_lock,
    qemu_mutex_unlock, qemu_thread_join, report_outcome,
};

fn search(world: model::World, revision: Revision, strategy: StrategyKind) -> Verdict {
    let search = Search { strategy, schedules_max: Some(1_000), ..exhaustive(EngineName::Explore) };
    search.run(&model::program(world, revision))
}

#[test]
fn search_by_states_and_partial_order_reduction_see_the_same_of_every_world_that_both_finish() {
    let worlds = BUGS.iter().map(|bug| bug.world).chain(HEALTHY.iter().map(|one| one.world));
    let worlds: Vec<model::World> = worlds.collect();
    let (mut compared, mut broken) = (0, 0);
    for revision in ["v8.2", "e1", "e2", "e2-93fa9dc2e0"] {
        let revision = Revision::named(revision).unwrap();
        for world in &worlds {
            let reduced = search(*world, revision.revision, StrategyKind::Dpor);
            let cached = search(*world, revision.revision, StrategyKind::Cached);
            if reduced.ending != Ending::Exhausted || cached.ending != Ending::Exhausted {
                continue;
            }
            let what = format!("{world} at {}", revision.name);
            assert_eq!(dies(&cached), dies(&reduced), "{what}");
            if !dies(&reduced) {
                assert_eq!(everything(&cached), everything(&reduced), "{what}");
            }
            compared += 1;
            broken += usize::from(!reduced.found.is_empty());
        }
    }
    assert!(compared > 60 && broken > 20, "{compared} worlds, {broken} of them with violations");
}

#[test]
fn what_a_rule_sees_of_an_atomic_belongs_to_the_step_before_it() {
    let program = program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qemu_mutex_lock(w.mutex);
            report_outcome(w.a.peek().to_string());
            qemu_mutex_unlock(w.mutex);
        });
        spawn(w.two, "two", move || qatomic_set(w.a, 1));
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
    });
    for strategy in [StrategyKind::Dpor, StrategyKind::Cached] {
        let search = Search { strategy, ..exhaustive(EngineName::Explore) };
        let verdict = search.run(&program);
        assert_eq!(verdict.ending, Ending::Exhausted);
        assert_eq!(outcomes(&verdict), ["0", "1"].into(), "{strategy:?}");
    }
}
