//! States that differ only in which channel is which.

use super::{
    HANDSHAKES, MAIN, MIGRATION, SENDERS, Step,
    state::{Channel, State, Thread},
};

/// Marks that tell a channel from the others, whatever it has done itself.
#[derive(PartialEq, Eq)]
struct Marks {
    /// The place of the channel in the main loop's queue, if it is still to be taken.
    queued: Option<usize>,
    main_loop_is_there: bool,
    migration_is_there: bool,
    /// The search for an idle channel begins there.
    is_next: bool,
}

/// The part of a state that belongs to a channel.
type Part = (Channel, Thread, Thread);

impl State {
    /// One state for all that differ only in which channel is which. A channel that a thread is
    /// busy with, or that is next, takes its role along.
    pub(crate) fn exchanged(&self, channels: usize) -> State {
        let marks: Vec<Marks> = (0..channels).map(|index| self.marks(index)).collect();
        let mut state = *self;
        for first in 0..channels {
            let alike = (first..channels).filter(|other| marks[*other] == marks[first]);
            let least = alike.min_by_key(|other| state.part(*other)).unwrap_or(first);
            let (one, other) = (state.part(first), state.part(least));
            state.set_part(first, other);
            state.set_part(least, one);
        }
        state
    }

    fn marks(&self, index: usize) -> Marks {
        let is_there = |who: usize| {
            let Thread { step, at } = self.threads[who];
            step.is_about_a_channel() && usize::from(at) == index
        };
        let before_scan = Step::Ask..=Step::WaitForReady;
        let will_scan = before_scan.contains(&self.threads[MIGRATION].step);
        Marks {
            queued: (index >= usize::from(self.taken)).then_some(index),
            main_loop_is_there: is_there(MAIN),
            migration_is_there: is_there(MIGRATION),
            is_next: will_scan && usize::from(self.next) == index,
        }
    }

    fn part(&self, index: usize) -> Part {
        let thread = |first: usize| Thread { at: 0, ..self.threads[first + index] };
        (self.channels[index], thread(HANDSHAKES), thread(SENDERS))
    }

    fn set_part(&mut self, index: usize, (channel, handshake, sender): Part) {
        self.channels[index] = channel;
        for (first, thread) in [(HANDSHAKES, handshake), (SENDERS, sender)] {
            let runs = !matches!(thread.step, Step::Unborn | Step::Ended);
            self.threads[first + index] =
                Thread { at: if runs { index as u8 } else { 0 }, ..thread };
        }
    }
}

impl Step {
    /// Returns true if its `at` names a channel, and does not only count.
    fn is_about_a_channel(self) -> bool {
        let creates = Step::SetTlsCreated..=Step::ListTls;
        let cleans_up = Step::Wake..=Step::JoinThread;
        let connects = Step::SetConnected..=Step::PostReadyForIt;
        let scans = Step::BeginLook..=Step::PostJob;
        let syncs = Step::BeginAsking..=Step::WaitForSync;
        [creates, cleans_up, connects, scans, syncs].iter().any(|steps| steps.contains(&self))
    }
}
