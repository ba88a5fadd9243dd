//! Clocks, put aside and brought back.

use super::{Clocks, ObjectClocks};
use crate::machine::clock::Clock;

/// The clocks of a state that was put aside.
#[derive(Default)]
pub(crate) struct SavedClocks {
    /// The execution that they belong to: what has the stamp of another is stale.
    execution: u64,
    threads: Vec<Clock>,
    seen: Vec<Clock>,
    objects: Vec<ObjectClocks>,
    touches: Vec<(u64, Clock)>,
    drops: Vec<(u64, Clock)>,
}

impl SavedClocks {
    /// Puts `clocks` aside, where no engine numbers stores.
    pub(crate) fn save(&mut self, clocks: &Clocks) {
        self.execution = clocks.execution;
        self.threads.clone_from(&clocks.threads);
        self.seen.clone_from(&clocks.seen);
        self.objects.resize_with(clocks.objects.len(), ObjectClocks::new);
        for (mine, theirs) in self.objects.iter_mut().zip(&clocks.objects) {
            mine.execution = theirs.execution;
            if theirs.execution == clocks.execution {
                mine.copy_from(theirs);
            }
        }
        self.touches.clone_from(&clocks.touches);
        self.drops.clone_from(&clocks.drops);
    }
}

impl Clocks {
    /// Brings `saved` back. Whatever has happened since becomes stale.
    pub(crate) fn restore(&mut self, saved: &SavedClocks) {
        self.execution += 1;
        self.stores.clear();
        self.threads.clone_from(&saved.threads);
        self.seen.clone_from(&saved.seen);
        for (mine, theirs) in self.objects.iter_mut().zip(&saved.objects) {
            if theirs.execution == saved.execution {
                mine.copy_from(theirs);
                mine.execution = self.execution;
            }
        }
        let stamped = [(&mut self.touches, &saved.touches), (&mut self.drops, &saved.drops)];
        for (mine, theirs) in stamped {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                if theirs.0 == saved.execution {
                    *mine = (self.execution, theirs.1);
                }
            }
        }
    }
}

impl ObjectClocks {
    /// Becomes a copy of `other`, in the memory that it has.
    fn copy_from(&mut self, other: &ObjectClocks) {
        self.execution = other.execution;
        self.released = other.released;
        self.waited = other.waited;
        self.tokens.clone_from(&other.tokens);
        self.entries.clone_from(&other.entries);
        self.write = other.write;
        self.written_in = other.written_in;
        self.reads = other.reads;
        self.read_in.clone_from(&other.read_in);
    }
}
