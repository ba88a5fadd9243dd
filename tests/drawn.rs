//! Everything that can go wrong or be done is drawn, or the table says why not.

use std::{
    collections::BTreeSet,
    mem::{Discriminant, discriminant},
};

use model::{ACTIONS, Action, Drawn, FAULTS, FaultKind, World};
use scenarios::{Around, Run, faulty_worlds};

/// Returns true if the table says that a kind is drawn.
fn is_drawn(drawn: Drawn) -> bool {
    match drawn {
        Drawn::Always | Drawn::IfEnded | Drawn::IfCompressed => true,
        Drawn::Never(_) => false,
    }
}

/// Compares what the table says with what these worlds have.
fn check_drawn(worlds: &[World]) {
    let faults = worlds.iter().flat_map(|world| world.faults.iter().flatten());
    let kinds: std::collections::HashSet<Discriminant<FaultKind>> =
        faults.map(|fault| discriminant(&fault.kind)).collect();
    for row in FAULTS {
        let there = kinds.contains(&discriminant(&(row.kind)(0)));
        assert_eq!(there, is_drawn(row.drawn), "{}", row.words);
    }
    let done: BTreeSet<String> = worlds.iter().map(|world| words(world.action)).collect();
    let all: BTreeSet<String> = ACTIONS.iter().map(|row| words(row.action)).collect();
    assert_eq!(done, all);
}

fn words(action: Action) -> String {
    action.row().words.to_string()
}

#[test]
fn a_fuzz_draws_each_kind_of_fault_and_each_action_or_the_table_says_why_not() {
    let worlds: Vec<World> = (0..20_000).map(|number| Run::of(number).world).collect();
    check_drawn(&worlds);
}

#[test]
fn a_sweep_draws_each_kind_of_fault_and_each_action_or_the_table_says_why_not() {
    let swept = |around| faulty_worlds(around, 2, 1, 1);
    check_drawn(&Around::ALL.into_iter().flat_map(swept).collect::<Vec<World>>());
}

#[test]
fn every_world_of_a_sweep_can_be_played_and_none_comes_twice() {
    for around in Around::ALL {
        let worlds = faulty_worlds(around, 2, 1, 1);
        for world in &worlds {
            assert_eq!(world.check(), Ok(()), "{world}");
        }
        let distinct: BTreeSet<String> = worlds.iter().map(World::to_string).collect();
        assert_eq!(distinct.len(), worlds.len(), "{around:?}");
    }
}

#[test]
fn each_action_has_its_own_row() {
    for row in ACTIONS {
        assert_eq!(row.action.row().words, row.words);
        assert_eq!(row.action.row().action, row.action);
    }
}
