//! The migration thread.

use multifd_tests::Creation;

use super::{
    Hand, Step,
    main_loop::Next,
    state::{State, wait},
};

impl Hand {
    pub(super) fn migration(&self, state: &mut State, step: Step, at: u8) -> Next {
        let next = self.migration_step(state, step, at)?;
        if next.0 == Step::AskForCleanup {
            // Dead from here on.
            (state.next, state.round) = (0, 0);
        }
        Some(next)
    }

    /// `first` for the next channel, or `then` after the last one.
    fn each(&self, at: u8, first: Step, then: Step) -> (Step, u8) {
        if at + 1 < self.0.channels { (first, at + 1) } else { (then, 0) }
    }

    fn migration_step(&self, state: &mut State, step: Step, at: u8) -> Next {
        Some(match step {
            Step::Ask => {
                state.asked += 1;
                (Step::PostAsked, at)
            }
            Step::PostAsked => {
                state.events += 1;
                let then = match self.0.creation {
                    Creation::Fixed => Step::WaitForCreation,
                    Creation::Unfixed => Step::BeginRound,
                };
                self.each(at, Step::Ask, then)
            }
            Step::WaitForCreation => {
                wait(&mut state.channels_created)?;
                self.each(at, Step::WaitForCreation, Step::BeginRound)
            }
            Step::AskForCleanup => {
                state.asked += 1;
                (Step::PostCleanup, 0)
            }
            Step::PostCleanup => {
                state.events += 1;
                (Step::Ended, 0)
            }
            Step::BeginRound | Step::BeginLook | Step::BeginAsking | Step::BeginWaiting
                if state.exiting =>
            {
                (Step::AskForCleanup, 0)
            }
            Step::BeginRound => (Step::WaitForReady, 0),
            Step::BeginLook => (Step::LookForJob, at),
            Step::BeginAsking => (Step::SetSync, at),
            Step::BeginWaiting => (Step::WaitForItsReady, at),
            Step::WaitForReady | Step::LookForJob | Step::SetJob | Step::PostJob => {
                self.send_page(state, step, at)?
            }
            _ => self.sync(state, step, at)?,
        })
    }

    fn send_page(&self, state: &mut State, step: Step, at: u8) -> Next {
        let after = (at + 1) % self.0.channels;
        let channel = &mut state.channels[usize::from(at)];
        Some(match step {
            Step::WaitForReady => {
                wait(&mut state.channels_ready)?;
                (Step::BeginLook, state.next)
            }
            Step::LookForJob if channel.pending_job => (Step::BeginLook, after),
            Step::LookForJob => {
                state.next = after;
                (Step::SetJob, at)
            }
            Step::SetJob => {
                channel.pending_job = true;
                (Step::PostJob, at)
            }
            _ => {
                channel.sem += 1;
                (Step::BeginAsking, 0)
            }
        })
    }

    fn sync(&self, state: &mut State, step: Step, at: u8) -> Next {
        let channel = &mut state.channels[usize::from(at)];
        Some(match step {
            Step::SetSync => {
                channel.pending_sync = true;
                (Step::PostSync, at)
            }
            Step::PostSync => {
                channel.sem += 1;
                self.each(at, Step::BeginAsking, Step::BeginWaiting)
            }
            Step::WaitForItsReady => {
                wait(&mut state.channels_ready)?;
                (Step::WaitForSync, at)
            }
            _ => {
                wait(&mut channel.sem_sync)?;
                let last = state.round + 1 == self.0.rounds;
                let then = if last { Step::AskForCleanup } else { Step::BeginRound };
                if at + 1 == self.0.channels {
                    state.round += 1;
                }
                self.each(at, Step::BeginWaiting, then)
            }
        })
    }
}
