//! How schedules are distributed, where there is a closed form.

use std::collections::BTreeMap;

use multifd_tests::{program, spawn, world};
use sim_io::{
    Ghost, Name, Program, StrategyKind, Structure, memory, qatomic_fetch_inc, qemu_thread_join,
    report_outcome,
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

/// How far a sample is from what was expected, as Pearson measures it.
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

/// What one sample in a thousand exceeds by chance (Wilson and Hilferty).
fn critical(outcomes: usize) -> f64 {
    let freedom = (outcomes - 1) as f64;
    let spread = 2.0 / (9.0 * freedom);
    freedom * (1.0 - spread + 3.09 * spread.sqrt()).powi(3)
}

/// Whether a sample looks as expected, on the chi-square test.
fn fits(seen: &BTreeMap<String, u64>, expected: &BTreeMap<String, f64>) -> bool {
    distance(seen, expected) <= critical(expected.len())
}

/// The same share for each of the outcomes.
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

/// Where all steps of two threads race, each race is a coin toss of its own:
/// an order in which a thread is done after `tosses` steps has 1/2^tosses.
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
