//! A channel: how it comes to be, and its thread.

use multifd_tests::Creation;

use super::{
    Hand, SENDERS, Step,
    main_loop::Next,
    state::{State, Thread, wait},
};

impl Hand {
    /// The first step of the thread that connects a channel.
    pub(super) fn begin(&self, at: u8) -> Step {
        match self.0.creation {
            _ if self.0.failing != Some(at) => Step::SetConnected,
            Creation::Fixed => Step::GiveUp,
            Creation::Unfixed => Step::ExchangeExiting,
        }
    }

    /// Steps of the thread that connects a channel, or has to give it up.
    pub(super) fn connection(&self, state: &mut State, step: Step, at: u8) -> Next {
        let channel = &mut state.channels[usize::from(at)];
        let then = match step {
            Step::SetConnected => {
                channel.connected = true;
                Step::SetThreadCreated
            }
            Step::SetThreadCreated => {
                channel.thread_created = true;
                Step::CreateThread
            }
            Step::CreateThread => {
                let sender = Thread { step: Step::PostReady, at };
                state.threads[SENDERS + usize::from(at)] = sender;
                Step::ListThread
            }
            Step::ListThread => {
                channel.thread_listed = true;
                match self.0.creation {
                    Creation::Fixed => Step::PostCreated,
                    Creation::Unfixed => Step::Ended,
                }
            }
            Step::PostCreated => {
                state.channels_created += 1;
                Step::Ended
            }
            _ => self.give_up(state, step, at),
        };
        Some((then, at))
    }

    fn give_up(&self, state: &mut State, step: Step, at: u8) -> Step {
        let after_error = match self.0.creation {
            Creation::Fixed => Step::Ended,
            Creation::Unfixed => Step::PostSyncForIt,
        };
        match step {
            Step::GiveUp => {
                state.channels_created += 1;
                Step::ExchangeExiting
            }
            Step::ExchangeExiting if std::mem::replace(&mut state.exiting, true) => after_error,
            Step::ExchangeExiting => Step::SetFailed,
            Step::SetFailed => {
                state.failed = true;
                after_error
            }
            Step::PostSyncForIt => {
                state.channels[usize::from(at)].sem_sync += 1;
                Step::PostReadyForIt
            }
            Step::PostReadyForIt => {
                state.channels_ready += 1;
                Step::Ended
            }
            _ => unreachable!("{step:?} is no step of a connection"),
        }
    }

    /// A channel's thread.
    pub(super) fn sender(&self, state: &mut State, step: Step, at: u8) -> Next {
        let channel = &mut state.channels[usize::from(at)];
        let then = match step {
            Step::PostReady => {
                state.channels_ready += 1;
                Step::WaitForWork
            }
            Step::WaitForWork => {
                wait(&mut channel.sem)?;
                Step::ReadExiting
            }
            Step::ReadExiting if state.exiting => Step::Ended,
            Step::ReadExiting => Step::ReadJob,
            Step::ReadJob if channel.pending_job => Step::ClearJob,
            Step::ReadJob => Step::ReadSync,
            Step::ClearJob => {
                channel.pending_job = false;
                Step::PostReady
            }
            Step::ReadSync => {
                state.broken |= !channel.pending_sync;
                Step::ClearSync
            }
            Step::ClearSync => {
                channel.pending_sync = false;
                Step::PostAnswer
            }
            Step::PostAnswer => {
                channel.sem_sync += 1;
                Step::PostReady
            }
            _ => unreachable!("{step:?} is no step of a channel's thread"),
        };
        Some((then, at))
    }
}
