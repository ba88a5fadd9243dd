//! Gain from exchanging channels, and how much of that is sound.
//!
//! Loops over the channels, the queue and the search for an idle channel all go
//! in the order of the channels. So a state in which two have changed places need
//! not lead to the same, and the count says how often it does.

use std::{collections::HashMap, hash::Hash};

use comfy_table::{Table, presets::ASCII_MARKDOWN};
use multifd_tests::{Creation, Protocol, Transport};
use stateright::Model;

use crate::hand::{Hand, State};

/// The numbers of states of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symmetry {
    /// All of them.
    pub(crate) states: usize,
    /// Those that differ in more than which channel is which: no search that
    /// exchanges channels can do with fewer.
    pub(crate) exchanged: usize,
    /// Those, if states count as one only where they lead to the same: the coarsest bisimulation
    /// that tells apart what `exchanged` does.
    pub(crate) alike: usize,
}

/// Every state, and where its steps lead.
struct Graph {
    states: Vec<State>,
    next: Vec<Vec<u32>>,
}

impl Graph {
    fn of(hand: &Hand) -> Graph {
        let mut states = hand.init_states();
        let mut numbers: HashMap<State, u32> = states.iter().copied().zip(0..).collect();
        let mut next = vec![];
        while let Some(state) = states.get(next.len()).copied() {
            let number = |state: State| {
                *numbers.entry(state).or_insert_with(|| {
                    states.push(state);
                    states.len() as u32 - 1
                })
            };
            next.push(hand.next_states(&state).into_iter().map(number).collect());
        }
        Graph { states, next }
    }

    /// The classes that the steps of each state lead to.
    fn leads_to(&self, classes: &[u32]) -> impl Iterator<Item = Vec<u32>> {
        self.next.iter().map(|next| {
            let mut next: Vec<u32> = next.iter().map(|state| classes[*state as usize]).collect();
            next.sort_unstable();
            next.dedup();
            next
        })
    }
}

/// A number for each that differs, and how many do.
fn numbered<T: Hash + Eq>(all: impl Iterator<Item = T>) -> (Vec<u32>, usize) {
    let mut numbers = HashMap::new();
    let number = |one| {
        let new = numbers.len() as u32;
        *numbers.entry(one).or_insert(new)
    };
    let classes = all.map(number).collect();
    (classes, numbers.len())
}

impl Symmetry {
    /// Explores all of `world`.
    pub(crate) fn of(world: Protocol) -> Symmetry {
        let graph = Graph::of(&Hand(world));
        let channels = usize::from(world.channels);
        let places = graph.states.iter().map(|state| state.exchanged(channels));
        let (mut classes, exchanged) = numbered(places);
        let mut alike = exchanged;
        loop {
            let (finer, count) = numbered(classes.iter().zip(graph.leads_to(&classes)));
            if count == alike {
                return Symmetry { states: graph.states.len(), exchanged, alike };
            }
            (classes, alike) = (finer, count);
        }
    }
}

/// Prints a table, from two channels up to `most`.
pub(crate) fn print(most: u8) {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    table.set_header(["world", "states", "channels exchanged", "and leading to the same"]);
    for channels in 2..=most {
        for (transport, name) in [(Transport::Plain, "plain"), (Transport::Tls, "TLS")] {
            let creation = Creation::Fixed;
            let world = Protocol { channels, transport, creation, failing: None, rounds: 1 };
            let Symmetry { states, exchanged, alike } = Symmetry::of(world);
            let fewer =
                |left: usize| format!("{left}, {:.2} times fewer", states as f64 / left as f64);
            table.add_row([
                format!("{channels} channels, {name}"),
                states.to_string(),
                fewer(exchanged),
                fewer(alike),
            ]);
        }
    }
    println!("{table}");
}
