//! All engines agree on random programs.
//!
//! Most programs use what is sequentially consistent in C11 too: semaphores,
//! mutexes, read-modify-writes, joins, and the destruction of locks. So our
//! kernel, shuttle and loom must see the same outcomes and the same violations,
//! although loom leaves out most of the schedules.

use std::{
    fmt::Write,
    sync::{Arc, Mutex},
};

use multifd_tests::{World, breaches, exhaustive, limited, outcomes, program, spawn, world};
use sim_io::{
    Ending, EngineName, Program, StrategyKind, qatomic_cmpxchg, qatomic_fetch_inc,
    qatomic_load_acquire, qatomic_read, qatomic_set, qatomic_store_release, qatomic_xchg,
    qemu_mutex_destroy, qemu_mutex_lock, qemu_mutex_unlock, qemu_sem_destroy, qemu_sem_post,
    qemu_sem_wait, qemu_thread_join, report_outcome, smp_mb_acquire,
};

const PROGRAMS: u64 = 150;

/// Beyond this, a program is too large to be run in all schedules by a test.
const SCHEDULES_MAX: u64 = 20_000;

#[derive(Clone, Copy, Debug)]
enum Action {
    Post,
    Wait,
    Lock,
    Unlock,
    Increment,
    Exchange,
    CompareExchange,
    DestroySemaphore,
    DestroyMutex,
    Load,
    LoadAcquire,
    Store,
    StoreRelease,
    Fence,
    Read,
    Write,
}

/// Splitmix: a program is its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)) % sides
    }

    fn actions(&mut self, most: u64) -> Vec<Action> {
        let count = 1 + self.below(most);
        let mut actions = vec![];
        for _ in 0..count {
            match self.below(18) {
                0..3 => actions.push(Action::Post),
                3..6 => actions.push(Action::Wait),
                6..9 => actions.extend([Action::Lock, Action::Increment, Action::Unlock]),
                9..12 => actions.push(Action::Increment),
                12..14 => actions.push(Action::Exchange),
                14 | 15 => actions.push(Action::CompareExchange),
                16 => actions.push(Action::DestroySemaphore),
                _ => actions.push(Action::DestroyMutex),
            }
        }
        actions
    }
}

impl Dice {
    /// Actions whose outcomes depend on the model of memory.
    fn weak_actions(&mut self, most: u64) -> Vec<Action> {
        let all = [
            Action::Load,
            Action::LoadAcquire,
            Action::Store,
            Action::StoreRelease,
            Action::Fence,
            Action::Read,
            Action::Write,
            Action::Increment,
            Action::Post,
            Action::Wait,
        ];
        let count = 1 + self.below(most);
        (0..count).map(|_| all[self.below(all.len() as u64) as usize]).collect()
    }
}

fn act(w: World, me: u64, action: Action) -> Option<u64> {
    match action {
        Action::Post => qemu_sem_post(w.sem),
        Action::Wait => qemu_sem_wait(w.sem),
        Action::Lock => qemu_mutex_lock(w.mutex),
        Action::Unlock => qemu_mutex_unlock(w.mutex),
        Action::Increment => return Some(qatomic_fetch_inc(w.a)),
        Action::Exchange => return Some(qatomic_xchg(w.b, me)),
        Action::CompareExchange => return Some(qatomic_cmpxchg(w.b, me - 1, me)),
        Action::DestroySemaphore => qemu_sem_destroy(w.sem),
        Action::DestroyMutex => qemu_mutex_destroy(w.mutex),
        Action::Load => return Some(qatomic_read(w.a)),
        Action::LoadAcquire => return Some(qatomic_load_acquire(w.b)),
        Action::Store => qatomic_set(w.a, me),
        Action::StoreRelease => qatomic_store_release(w.b, me),
        Action::Fence => smp_mb_acquire(),
        Action::Read => _ = w.plain.get(),
        Action::Write => w.plain.set(me),
    }
    None
}

/// A program of three threads, which reports what every load and exchange returned.
fn random_program(actions: &[Vec<Action>; 3]) -> Program {
    let threads = actions.clone();
    let body = move || {
        let w = world();
        let seen = Arc::new(Mutex::new([const { String::new() }; 3]));
        let run = |index: usize| {
            let (seen, actions) = (seen.clone(), threads[index].clone());
            move || {
                for action in actions {
                    if let Some(value) = act(w, index as u64 + 1, action) {
                        let mut seen = seen.lock().expect("nobody panics with it");
                        write!(seen[index], " {value}").expect("it is a string");
                    }
                }
            }
        };
        spawn(w.one, "one", run(1));
        spawn(w.two, "two", run(2));
        run(0)();
        qemu_thread_join(w.one);
        qemu_thread_join(w.two);
        report_outcome(seen.lock().expect("nobody panics with it").join(" |"));
    };
    program(body)
}

#[test]
fn all_engines_agree_on_random_programs() {
    let (mut compared, mut explored, mut loomed) = (0, 0, 0);
    for seed in 0..PROGRAMS {
        let mut dice = Dice(seed);
        let actions = [dice.actions(2), dice.actions(2), dice.actions(1)];
        let program = random_program(&actions);
        let dfs = StrategyKind::Dfs { preemptions: None };
        let explore = limited(EngineName::Explore, dfs, SCHEDULES_MAX).run(&program);
        if explore.ending != Ending::Exhausted {
            continue;
        }
        let shuttle = exhaustive(EngineName::Shuttle).run(&program);
        assert_eq!(shuttle.schedules, explore.schedules, "{actions:?}");
        assert_eq!(shuttle.outcomes, explore.outcomes, "{actions:?}");
        assert_eq!(breaches(&shuttle), breaches(&explore), "{actions:?}");
        let loom = exhaustive(EngineName::Loom).run(&program);
        assert_eq!(loom.ending, Ending::Exhausted, "{actions:?} {:?}", loom.note);
        assert_eq!(outcomes(&loom), outcomes(&explore), "seed {seed} {actions:?}");
        assert_eq!(breaches(&loom), breaches(&explore), "seed {seed} {actions:?}");
        compared += 1;
        explored += explore.schedules;
        loomed += loom.schedules;
    }
    println!("{compared} programs: {explored} schedules of our kernel, {loomed} of loom");
    assert!(compared > PROGRAMS / 2, "{compared}");
}

#[test]
fn loom_sees_whatever_our_kernel_sees() {
    let mut weaker = 0;
    for seed in 0..PROGRAMS {
        let mut dice = Dice(seed);
        let actions = [dice.weak_actions(3), dice.weak_actions(3), dice.weak_actions(2)];
        let program = random_program(&actions);
        let explore = exhaustive(EngineName::Explore).run(&program);
        let loom = exhaustive(EngineName::Loom).run(&program);
        assert_eq!(explore.ending, Ending::Exhausted, "{actions:?}");
        assert_eq!(loom.ending, Ending::Exhausted, "{actions:?} {:?}", loom.note);
        let (ours, theirs) = (outcomes(&explore), outcomes(&loom));
        assert!(ours.is_subset(&theirs), "seed {seed} {actions:?}: {ours:?} {theirs:?}");
        let (ours_broken, theirs_broken) = (breaches(&explore), breaches(&loom));
        assert!(
            ours_broken.is_subset(&theirs_broken),
            "seed {seed} {actions:?}: {ours_broken:?} {theirs_broken:?}"
        );
        weaker += u64::from(ours != theirs);
    }
    println!("{weaker} of {PROGRAMS} programs show more under loom");
    assert!(weaker > 0);
}
