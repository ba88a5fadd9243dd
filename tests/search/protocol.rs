//! Searches see the same of a protocol that other model checkers know as well.

use Creation::{Fixed, Unfixed};
use Hangs::{Never, Sometimes};
use Transport::{Plain, Tls};

use multifd_tests::{
    Creation, Protocol, Transport, breaches, dies, everything, exhaustive, outcomes,
};
use sim_io::{Ending, EngineName, Search, StrategyKind, Verdict};

/// The possibility that the migration thread waits for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hangs {
    Never,
    Sometimes,
}

/// A world, and what a complete search sees of it.
struct Expected {
    creation: Creation,
    transport: Transport,
    failing: Option<u8>,
    hangs: Hangs,
    outcomes: usize,
    /// Executions of the search by states, and of Optimal-DPOR.
    executions: [u64; 2],
}

const fn expected(
    (creation, transport, failing): (Creation, Transport, Option<u8>),
    hangs: Hangs,
    outcomes: usize,
    executions: [u64; 2],
) -> Expected {
    Expected { creation, transport, failing, hangs, outcomes, executions }
}

impl Expected {
    fn world(&self, channels: u8) -> Protocol {
        let Expected { creation, transport, failing, .. } = *self;
        Protocol { channels, transport, creation, failing, rounds: 1 }
    }
}

/// Two channels. Where the migration thread hangs, it waits for the answer of a
/// channel that has seen the error and left, or that never came to be.
const TWO: [Expected; 12] = [
    expected((Fixed, Plain, None), Never, 1, [2, 10]),
    expected((Fixed, Plain, Some(0)), Never, 1, [2, 1]),
    expected((Fixed, Plain, Some(1)), Sometimes, 7, [16, 19]),
    expected((Unfixed, Plain, None), Never, 1, [2, 10]),
    expected((Unfixed, Plain, Some(0)), Never, 1, [2, 2]),
    expected((Unfixed, Plain, Some(1)), Sometimes, 7, [16, 31]),
    expected((Fixed, Tls, None), Never, 1, [3, 20]),
    expected((Fixed, Tls, Some(0)), Sometimes, 4, [10, 18]),
    expected((Fixed, Tls, Some(1)), Sometimes, 7, [18, 38]),
    expected((Unfixed, Tls, None), Never, 1, [3, 10]),
    expected((Unfixed, Tls, Some(0)), Never, 4, [16, 17]),
    expected((Unfixed, Tls, Some(1)), Sometimes, 7, [18, 34]),
];

/// The only channel fails, and wakes the migration thread only before the fix. A world in which
/// nothing fails has too many schedules for brute force.
const ONE: [Expected; 4] = [
    expected((Fixed, Plain, Some(0)), Sometimes, 1, [2, 2]),
    expected((Unfixed, Plain, Some(0)), Never, 1, [2, 2]),
    expected((Fixed, Tls, Some(0)), Sometimes, 1, [2, 2]),
    expected((Unfixed, Tls, Some(0)), Never, 1, [2, 2]),
];

const BY_STATES: StrategyKind = StrategyKind::Cached;
const BY_TRACES: StrategyKind = StrategyKind::Dpor;

fn complete(world: Protocol, strategy: StrategyKind) -> Verdict {
    let search = Search { strategy, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&world.program());
    assert_eq!(verdict.ending, Ending::Exhausted, "{world:?}");
    verdict
}

/// Asserts that the verdict is as expected; a hang is all that can be broken.
fn assert_expected(verdict: &Verdict, expected: &Expected, what: &str) {
    let hang = match expected.hangs {
        Never => vec![],
        Sometimes => vec!["deadlock: main_loop.sem".to_string()],
    };
    // The program destroys nothing: it is about the protocol, and brute force knows no lives.
    let broken = breaches(verdict).into_iter().filter(|line| !line.contains("never destroyed"));
    assert_eq!(broken.collect::<Vec<_>>(), hang, "{what}");
    assert_eq!(outcomes(verdict).len(), expected.outcomes, "{what}");
}

#[test]
fn two_complete_searches_see_the_same_ends_and_hangs_of_the_protocol() {
    for expected in &TWO {
        let world = expected.world(2);
        let by_states = complete(world, BY_STATES);
        let by_traces = complete(world, BY_TRACES);
        assert_expected(&by_states, expected, &format!("{world:?}"));
        assert_eq!(everything(&by_states), everything(&by_traces), "{world:?}");
        assert_eq!([by_states.schedules, by_traces.schedules], expected.executions, "{world:?}");
        assert!(!dies(&by_traces), "{world:?}");
    }
}

#[test]
fn searches_see_all_that_brute_force_sees_of_the_protocol() {
    for expected in &ONE {
        let world = expected.world(1);
        let brute = complete(world, StrategyKind::Dfs { preemptions: None });
        assert_expected(&brute, expected, &format!("{world:?}"));
        for (strategy, executions) in [BY_STATES, BY_TRACES].into_iter().zip(expected.executions) {
            let reduced = complete(world, strategy);
            assert_eq!(everything(&reduced), everything(&brute), "{world:?}");
            assert_eq!(reduced.schedules, executions, "{world:?}");
        }
    }
}

#[test]
fn every_state_of_the_protocol_is_gone_back_to_by_a_copy() {
    for expected in &TWO {
        let verdict = complete(expected.world(2), BY_STATES);
        assert_eq!(verdict.resumed + 1, verdict.schedules, "{:?}", expected.world(2));
    }
}
