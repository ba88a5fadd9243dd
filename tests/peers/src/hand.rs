//! The protocol once more, translated by hand for stateright: what one would
//! write without this workspace.
//!
//! A step of a thread is what the protocol's own primitives make one step, with
//! all that its thread does up to the next.

mod channel;
mod exchange;
mod main_loop;
mod migration;
mod state;

use multifd_tests::Protocol;
use stateright::{Model, Property};

use state::Thread;
pub(crate) use state::{State, Step};

/// The protocol for a world.
pub(crate) struct Hand(pub(crate) Protocol);

/// The most channels.
const MOST: usize = 6;
const MAIN: usize = 0;
const MIGRATION: usize = 1;
const HANDSHAKES: usize = 2;
const SENDERS: usize = HANDSHAKES + MOST;
const THREADS: usize = SENDERS + MOST;

impl Hand {
    fn channels(&self) -> usize {
        usize::from(self.0.channels)
    }

    /// `who` takes its next step in `state`; nothing if it has to wait.
    fn step(&self, state: &mut State, who: usize) -> Option<()> {
        let Thread { step, at } = state.threads[who];
        if step == Step::Unborn || step == Step::Ended || state.broken {
            return None;
        }
        state.broken |= state.freed;
        let (step, at) = match who {
            MAIN => self.main_loop(state, step, at),
            MIGRATION => self.migration(state, step, at),
            HANDSHAKES..SENDERS => self.connection(state, step, at),
            _ => self.sender(state, step, at),
        }?;
        state.threads[who] = Thread { step, at: if step == Step::Ended { 0 } else { at } };
        Some(())
    }

    fn is_enabled(&self, state: &State, who: usize) -> bool {
        self.step(&mut state.clone(), who).is_some()
    }

    /// Returns true if some thread waits and no thread can take a step.
    pub(crate) fn hangs(&self, state: &State) -> bool {
        let waits = |thread: &Thread| !matches!(thread.step, Step::Unborn | Step::Ended);
        !state.broken
            && state.threads.iter().any(waits)
            && !(0..THREADS).any(|who| self.is_enabled(state, who))
    }
}

impl Model for Hand {
    type State = State;
    type Action = u8;

    fn init_states(&self) -> Vec<State> {
        let mut state = State::default();
        state.threads[MAIN].step = Step::CreateMigration;
        vec![state]
    }

    fn actions(&self, state: &State, actions: &mut Vec<u8>) {
        actions.extend((0..THREADS as u8).filter(|who| self.is_enabled(state, usize::from(*who))));
    }

    fn next_state(&self, state: &State, who: u8) -> Option<State> {
        let mut next = *state;
        self.step(&mut next, usize::from(who)).map(|()| next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nobody waits for ever", |hand: &Hand, state| !hand.hangs(state)),
            Property::always("no assertion fails, nothing freed is used", |_, state: &State| {
                !state.broken
            }),
        ]
    }
}
