//! Pairs of steps of a schedule, flipped one at a time.

use multifd_tests::{build, exhaustive, program, random, spawn, world};
use sim_io::{
    Breach, End, EngineName, Name, Program, Race, Recording, Route, Structure, flip, g_free,
    g_new0, memory, qatomic_read, qatomic_set, qemu_sem_wait, qemu_thread_join, races, replay,
    touch,
};

/// Stuck if `main` reads `a` before `one` stores it. The order of the stores to `b` is a race
/// as well, and decides nothing.
fn canary() -> Program {
    program(|| {
        let w = world();
        spawn(w.one, "one", move || {
            qatomic_set(w.b, 1);
            qatomic_set(w.a, 1);
        });
        qatomic_set(w.b, 2);
        if qatomic_read(w.a) == 0 {
            qemu_sem_wait(w.sem);
        }
        qemu_thread_join(w.one);
    })
}

fn stuck(program: &Program) -> Recording {
    let verdict = exhaustive(EngineName::Explore).run(program);
    let is_stuck = |found: &&sim_io::Found| found.violation.breach == Breach::Deadlock;
    let found = verdict.found.iter().find(is_stuck).expect("it gets stuck");
    replay(program, Route::Positions(found.schedule.clone()), 100)
}

fn on<'a>(races: &'a [Race], object: &str) -> Vec<&'a Race> {
    races.iter().filter(|race| race.objects.iter().any(|name| name == object)).collect()
}

#[test]
fn of_two_races_exactly_one_is_decisive() {
    let program = canary();
    let stuck = stuck(&program);
    let races = races(&program, &stuck.positions, 100);
    assert_eq!(races.len(), 2, "{races:?}");
    let [value] = on(&races, "w.a")[..] else { panic!("{races:?}") };
    let [other] = on(&races, "w.b")[..] else { panic!("{races:?}") };
    let ends =
        [value, other].map(|race| flip(&program, &stuck, race, 100).map(|flipped| flipped.end));
    assert_eq!(ends, [Some(End::Finished), Some(End::Stuck)]);
}

/// The places of the two steps of `race` in the schedule in which it was flipped.
fn places(before: &Recording, after: &Recording, race: &Race) -> Option<(usize, usize)> {
    let place = |index: usize| {
        let token = &before.steps.get(index)?.token;
        after.steps.iter().position(|step| step.token == *token)
    };
    Some((place(race.early)?, place(race.late)?))
}

#[test]
fn a_flipped_pair_comes_the_other_way_round_and_what_was_before_it_stays() {
    let mut pairs = 0;
    for number in 0..600 {
        let program = build(&random(number, 4));
        let before = replay(&program, Route::Positions(vec![]), 100);
        for race in races(&program, &before.positions, 100) {
            let Some(after) = flip(&program, &before, &race, 100) else { continue };
            let kept = before.steps.iter().zip(&after.steps).take(race.early);
            assert!(kept.clone().all(|(was, is)| was.token == is.token), "{number}: {race:?}");
            if let Some((early, late)) = places(&before, &after, &race) {
                assert!(late < early, "{number}: {race:?}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 100, "{pairs} pairs");
}

memory! {
    struct Block {}
}

#[test]
fn a_free_is_one_half_of_a_race_although_it_is_no_step() {
    let program = program(|| {
        let w = world();
        let block = Block::declare(Name::of("block")).memory;
        g_new0(block);
        spawn(w.one, "one", move || {
            qatomic_set(w.a, 1);
            touch(block);
        });
        qatomic_set(w.b, 1);
        g_free(block);
        qemu_thread_join(w.one);
    });
    let verdict = exhaustive(EngineName::Explore).run(&program);
    let used = |found: &&sim_io::Found| found.violation.breach == Breach::UseAfterFree;
    let found = verdict.found.iter().find(used).expect("a use after the free");
    let races = races(&program, &found.schedule, 100);
    assert_eq!(on(&races, "block").len(), 1, "{races:?}");
}
