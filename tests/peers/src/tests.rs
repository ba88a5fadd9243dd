//! All tools that search the protocol see the same.

use std::collections::{BTreeSet, HashSet};

use multifd_tests::{Creation, Protocol, Transport, exhaustive, outcomes};
use sim_io::{Breach, EngineName, Search, StrategyKind};
use stateright::{Checker, Model};

use crate::{
    hand::{Hand, State},
    symmetry::Symmetry,
};

/// The worlds of so many channels in which nothing or one channel fails.
fn worlds(channels: u8) -> impl Iterator<Item = Protocol> {
    let transports = [Transport::Plain, Transport::Tls].into_iter();
    let kinds = transports.flat_map(|transport| {
        [Creation::Fixed, Creation::Unfixed].map(|creation| (transport, creation))
    });
    kinds.flat_map(move |(transport, creation)| {
        (0..=channels).map(move |failing| {
            let failing = (failing < channels).then_some(failing);
            Protocol { channels, transport, creation, failing, rounds: 1 }
        })
    })
}

/// The ends of the protocol, and whether it can hang.
#[derive(Debug, PartialEq, Eq)]
struct Ends {
    outcomes: BTreeSet<String>,
    hangs: bool,
}

fn by_hand(world: Protocol) -> Ends {
    let hand = Hand(world);
    let mut seen: HashSet<State> = hand.init_states().into_iter().collect();
    let mut left: Vec<State> = seen.iter().copied().collect();
    let mut ends = Ends { outcomes: BTreeSet::new(), hangs: false };
    while let Some(state) = left.pop() {
        ends.hangs |= hand.hangs(&state);
        ends.outcomes.extend(state.outcome(world.channels));
        left.extend(hand.next_states(&state).into_iter().filter(|next| seen.insert(*next)));
    }
    ends
}

fn by_us(world: Protocol) -> Ends {
    let search = Search { strategy: StrategyKind::Cached, ..exhaustive(EngineName::Explore) };
    let verdict = search.run(&world.program());
    Ends {
        outcomes: outcomes(&verdict).into_iter().map(str::to_string).collect(),
        hangs: verdict.found.iter().any(|found| found.violation.breach == Breach::Deadlock),
    }
}

#[test]
fn a_translation_by_hand_ends_and_hangs_where_the_protocol_does() {
    let mut hangs = 0;
    for world in (1..=3).flat_map(worlds) {
        let ends = by_hand(world);
        assert_eq!(by_us(world), ends, "{world:?}");
        hangs += usize::from(ends.hangs);
    }
    assert_eq!(hangs, 15);
}

#[test]
fn stateright_knows_each_state_of_the_translation_once() {
    let states = |channels, transport, creation| {
        let world = Protocol { channels, transport, creation, failing: None, rounds: 1 };
        Hand(world).checker().spawn_dfs().join().unique_state_count()
    };
    assert_eq!(states(3, Transport::Plain, Creation::Fixed), 5_832);
    assert_eq!(states(3, Transport::Plain, Creation::Unfixed), 17_198);
    assert_eq!(states(3, Transport::Tls, Creation::Fixed), 14_302);
    assert_eq!(states(3, Transport::Tls, Creation::Unfixed), 165_356);
}

#[test]
fn channels_that_change_places_seldom_lead_to_the_same() {
    let symmetry = |channels, transport| {
        let creation = Creation::Fixed;
        let protocol = Protocol { channels, transport, creation, failing: None, rounds: 1 };
        let Symmetry { states, exchanged, alike } = Symmetry::of(protocol);
        [states, exchanged, alike]
    };
    assert_eq!(symmetry(2, Transport::Plain), [775, 769, 775]);
    assert_eq!(symmetry(3, Transport::Plain), [5_832, 3_883, 5_832]);
    assert_eq!(symmetry(3, Transport::Tls), [14_302, 11_524, 14_251]);
}

#[test]
fn a_state_whose_channels_were_exchanged_stays_as_it_is() {
    let world = Protocol {
        channels: 3,
        transport: Transport::Tls,
        ..worlds(3).next().expect("there is one")
    };
    let hand = Hand(world);
    let mut seen: HashSet<State> = hand.init_states().into_iter().collect();
    let mut left: Vec<State> = seen.iter().copied().collect();
    while let Some(state) = left.pop() {
        let exchanged = state.exchanged(3);
        assert_eq!(exchanged.exchanged(3), exchanged);
        left.extend(hand.next_states(&state).into_iter().filter(|next| seen.insert(*next)));
    }
}
