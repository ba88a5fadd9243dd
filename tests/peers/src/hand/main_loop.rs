//! The main loop.

use multifd_tests::Transport;

use super::{
    HANDSHAKES, Hand, MIGRATION, SENDERS, Step,
    state::{State, Thread, wait},
};

/// The step at which a thread goes on.
pub(super) type Next = Option<(Step, u8)>;

const IDLE: Next = Some((Step::WaitForEvent, 0));

impl Hand {
    pub(super) fn main_loop(&self, state: &mut State, step: Step, at: u8) -> Next {
        let index = usize::from(at);
        let channel = &mut state.channels[index];
        match step {
            Step::CreateMigration => {
                state.threads[MIGRATION] = Thread { step: Step::Ask, at: 0 };
                IDLE
            }
            Step::WaitForEvent => {
                wait(&mut state.events)?;
                Some((Step::TakeEvent, 0))
            }
            Step::TakeEvent => Some(self.take_event(state)),
            Step::SetTlsCreated => {
                channel.tls_created = true;
                Some((Step::CreateTls, at))
            }
            Step::CreateTls => {
                state.threads[HANDSHAKES + index] = Thread { step: self.begin(at), at };
                Some((Step::ListTls, at))
            }
            Step::ListTls => {
                channel.tls_listed = true;
                IDLE
            }
            Step::JoinMigration => joined(state, MIGRATION, Step::SetExiting, 0),
            Step::SetExiting => {
                state.exiting = true;
                Some((Step::Wake, 0))
            }
            Step::Wake => {
                channel.sem += 1;
                Some((Step::ReadConnected, at))
            }
            Step::ReadConnected if index + 1 < self.channels() => Some((Step::Wake, at + 1)),
            Step::ReadConnected => Some((Step::ReadTlsCreated, 0)),
            Step::ReadTlsCreated | Step::TakeTls | Step::JoinTls => self.join_tls(state, step, at),
            Step::ReadThreadCreated | Step::TakeThread | Step::JoinThread => {
                self.join_thread(state, step, at)
            }
            _ => match self.connection(state, step, at)? {
                (Step::Ended, _) => IDLE,
                next => Some(next),
            },
        }
    }

    fn take_event(&self, state: &mut State) -> (Step, u8) {
        let event = state.taken;
        state.taken += 1;
        match self.0.transport {
            _ if event == self.0.channels => (Step::JoinMigration, 0),
            Transport::Tls => (Step::SetTlsCreated, event),
            Transport::Plain => (self.begin(event), event),
        }
    }

    fn join_tls(&self, state: &mut State, step: Step, at: u8) -> Next {
        let channel = &mut state.channels[usize::from(at)];
        let then = Step::ReadThreadCreated;
        match step {
            Step::ReadTlsCreated if channel.tls_created => Some((Step::TakeTls, at)),
            Step::TakeTls if std::mem::take(&mut channel.tls_listed) => Some((Step::JoinTls, at)),
            Step::JoinTls => joined(state, HANDSHAKES + usize::from(at), then, at),
            _ => Some((then, at)),
        }
    }

    fn join_thread(&self, state: &mut State, step: Step, at: u8) -> Next {
        let index = usize::from(at);
        let channel = &mut state.channels[index];
        match step {
            Step::ReadThreadCreated if channel.thread_created => {
                return Some((Step::TakeThread, at));
            }
            Step::TakeThread if std::mem::take(&mut channel.thread_listed) => {
                return Some((Step::JoinThread, at));
            }
            Step::JoinThread => joined(state, SENDERS + index, step, at)?,
            _ => (step, at),
        };
        if index + 1 < self.channels() {
            return Some((Step::ReadTlsCreated, at + 1));
        }
        state.freed = true;
        Some((Step::Ended, 0))
    }
}

/// Goes on with `then` once that thread has ended.
fn joined(state: &State, thread: usize, then: Step, at: u8) -> Next {
    (state.threads[thread].step == Step::Ended).then_some((then, at))
}
