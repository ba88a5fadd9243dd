//! Distributions of schedules, where there is a closed form.

use std::collections::BTreeMap;

use multifd_tests::{exhaustive, program, spawn, world};
use sim_io::{
    EngineName, Ghost, Name, Program, StrategyKind, Structure, declare_thread, memory,
    qatomic_fetch_inc, qemu_thread_create, qemu_thread_join, report_outcome,
};

use super::sample;

const SCHEDULES: u64 = 20_000;

memory! {
    struct Memo {
        order: Ghost<u64>,
    }
}

/// Two threads of so many steps on one word: every interleaving is an outcome.
fn one_word(mine: u64, theirs: u64) -> Program {
    program(move || {
        let w = world();
        spawn(w.one, "one", move || (0..theirs).for_each(|_| _ = qatomic_fetch_inc(w.a)));
        let order: Vec<u64> = (0..mine).map(|_| qatomic_fetch_inc(w.a)).collect();
        qemu_thread_join(w.one);
        report_outcome(format!("{order:?}"));
    })
}

/// One thread of a single step, beside one of `others` steps that commute with
/// it. The outcome is how many of these came before.
fn one_beside(others: u64) -> Program {
    program(move || {
        let w = world();
        let memo = Memo::declare(Name::of("memo"));
        memo.memory.permanent();
        spawn(w.one, "one", move || {
            qatomic_fetch_inc(w.b);
            report_outcome(memo.order.get().to_string());
        });
        for _ in 0..others {
            qatomic_fetch_inc(w.a);
            memo.order.set(memo.order.get() + 1);
        }
        qemu_thread_join(w.one);
    })
}

/// The distance of a sample from what was expected, as Pearson measures it.
fn distance(seen: &BTreeMap<String, u64>, expected: &BTreeMap<String, f64>) -> f64 {
    let strange = seen.keys().find(|outcome| !expected.contains_key(*outcome));
    assert_eq!(strange, None, "an outcome that cannot be");
    let total: u64 = seen.values().sum();
    let terms = expected.iter().map(|(outcome, share)| {
        let mean = share * total as f64;
        let times = seen.get(outcome).copied().unwrap_or(0) as f64;
        (times - mean).powi(2) / mean
    });
    terms.sum()
}

/// The distance that one sample in a thousand exceeds by chance (Wilson and Hilferty).
fn critical(outcomes: usize) -> f64 {
    let freedom = (outcomes - 1) as f64;
    let spread = 2.0 / (9.0 * freedom);
    freedom * (1.0 - spread + 3.09 * spread.sqrt()).powi(3)
}

/// Returns true if a sample looks as expected, on the chi-square test.
fn fits(seen: &BTreeMap<String, u64>, expected: &BTreeMap<String, f64>) -> bool {
    distance(seen, expected) <= critical(expected.len())
}

/// An equal share for each of the outcomes.
fn uniform(outcomes: &BTreeMap<String, f64>) -> BTreeMap<String, f64> {
    let share = 1.0 / outcomes.len() as f64;
    outcomes.keys().map(|outcome| (outcome.clone(), share)).collect()
}

/// A step has the priority that it keeps against those of all steps beside it,
/// each fresh: it comes after all `n` with probability 1/(n+1).
fn shares_by_priority(others: u64) -> BTreeMap<String, f64> {
    let after = |count: u64| 1.0 / (count + 1) as f64;
    let share = |count| match count {
        count if count == others => after(count),
        count => after(count) - after(count + 1),
    };
    (0..=others).map(|count| (count.to_string(), share(count))).collect()
}

/// A coin at each step: it comes after all `n` with probability 1/2^n.
fn shares_by_coins(others: u64) -> BTreeMap<String, f64> {
    let share = |count| match count {
        count if count == others => 0.5f64.powi(count as i32),
        count => 0.5f64.powi(count as i32 + 1),
    };
    (0..=others).map(|count| (count.to_string(), share(count))).collect()
}

#[test]
fn partial_order_sampling_keeps_the_priority_of_a_step_that_races_with_nothing() {
    let seen = sample(&one_beside(6), StrategyKind::Pos, SCHEDULES);
    assert!(fits(&seen, &shares_by_priority(6)), "{seen:?}");
    assert!(!fits(&seen, &shares_by_coins(6)), "{seen:?}");
}

#[test]
fn a_random_walk_tosses_a_coin_at_each_step() {
    let seen = sample(&one_beside(6), StrategyKind::Random, SCHEDULES);
    assert!(fits(&seen, &shares_by_coins(6)), "{seen:?}");
    assert!(!fits(&seen, &shares_by_priority(6)), "{seen:?}");
}

/// The shares where all steps of two threads race and each race is a coin toss of its own: an order
/// in which a thread is done after `tosses` steps has 1/2^tosses.
fn shares_of_races(mine: u64, theirs: u64) -> BTreeMap<String, f64> {
    let mut shares = BTreeMap::new();
    for chosen in 0..1u64 << (mine + theirs) {
        if u64::from(chosen.count_ones()) != mine {
            continue;
        }
        let places = (0..mine + theirs).filter(|place| chosen >> place & 1 == 1);
        let order: Vec<u64> = places.collect();
        let last_mine = order.last().map_or(0, |place| place + 1);
        let last_theirs = (0..mine + theirs).rfind(|place| chosen >> place & 1 == 0);
        // This thread goes on after its last step here, the other ends with its own.
        let tosses = if last_mine == mine + theirs {
            last_theirs.map_or(0, |place| place + 1)
        } else {
            last_mine
        };
        shares.insert(format!("{order:?}"), 0.5f64.powi(tosses as i32));
    }
    shares
}

#[test]
fn partial_order_sampling_tosses_a_coin_for_each_race() {
    // After its last step here, the first thread reads a handle and joins:
    // steps that race with nothing, so tosses beyond it do not change the order.
    let seen = sample(&one_word(3, 3), StrategyKind::Pos, SCHEDULES);
    let shares = shares_of_races(3, 3);
    assert!(fits(&seen, &shares), "{seen:?}");
    assert!(!fits(&seen, &uniform(&shares)), "{seen:?}");
}

/// Two such threads, where one of them does much that no other thread sees.
fn one_word_between_other_things(mine: u64, theirs: u64) -> Program {
    program(move || {
        let w = world();
        spawn(w.one, "one", move || {
            for _ in 0..theirs {
                (0..5).for_each(|_| _ = qatomic_fetch_inc(w.b));
                qatomic_fetch_inc(w.a);
            }
        });
        let order: Vec<u64> = (0..mine).map(|_| qatomic_fetch_inc(w.a)).collect();
        qemu_thread_join(w.one);
        report_outcome(format!("{order:?}"));
    })
}

/// A thread that creates another between its two steps on the word that both
/// use, beside the first thread, which has two as well.
fn one_word_and_a_grandchild() -> Program {
    program(|| {
        let w = world();
        let memo = Memo::declare(Name::of("memo"));
        memo.memory.permanent();
        let step = move |who: u64| {
            qatomic_fetch_inc(w.a);
            memo.order.set(memo.order.get() * 10 + who);
        };
        let two = declare_thread(Name::of("two"));
        spawn(w.one, "one", move || {
            step(1);
            qemu_thread_create(w.two, two, move || (0..2).for_each(|_| step(2)));
            step(1);
            qemu_thread_join(w.two);
        });
        (0..2).for_each(|_| step(3));
        qemu_thread_join(w.one);
        report_outcome(memo.order.get().to_string());
    })
}

/// Every outcome that `program` can have, each as likely as the others.
fn all_alike(program: &Program) -> BTreeMap<String, f64> {
    let outcomes = exhaustive(EngineName::Explore).run(program).outcomes;
    let share = 1.0 / outcomes.len() as f64;
    outcomes.into_keys().map(|outcome| (outcome, share)).collect()
}

#[track_caller]
fn is_uniform_only_with_counts(program: &Program, orders: usize) {
    let expected = all_alike(program);
    assert_eq!(expected.len(), orders);
    let seen = sample(program, StrategyKind::Surw, SCHEDULES);
    let far = distance(&seen, &expected);
    assert!(fits(&seen, &expected), "{far} of {}", critical(orders));
    for other in [StrategyKind::Random, StrategyKind::Pos, StrategyKind::Pct { depth: 3 }] {
        assert!(!fits(&sample(program, other, SCHEDULES), &expected), "{other:?}");
    }
}

#[test]
fn events_left_make_every_interleaving_of_two_threads_equally_likely() {
    is_uniform_only_with_counts(&one_word(3, 3), 20);
    is_uniform_only_with_counts(&one_word(6, 2), 28);
}

#[test]
fn steps_that_are_no_events_do_not_change_how_likely_an_interleaving_is() {
    is_uniform_only_with_counts(&one_word_between_other_things(2, 6), 28);
}

#[test]
fn events_of_a_thread_count_for_its_creator_until_it_exists() {
    // 6!, over how many of the six each of them comes before, itself included.
    is_uniform_only_with_counts(&one_word_and_a_grandchild(), 45);
}
