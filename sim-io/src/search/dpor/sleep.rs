//! Steps that need not be explored, because others explore all that begins with them.
//!
//! A reversal is not planted if it may begin with a step that sleeps: all that
//! begins so is explored elsewhere. But the reversal is only the beginning of a
//! schedule. What follows it may not commute with the step that sleeps, and then
//! the schedule does not begin with it after all. The schedule that explores that step
//! finds out, and plants the longer reversal where both parted. One after the
//! other, that has happened before any begins with another step from there.
//! Side by side it may come too late, so a step that is not settled keeps out
//! only what does begin with it.

use serde::{Deserialize, Serialize};

use super::wakeup::{Event, Tree, weak_initial};

/// A step that sleeps.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sleeper {
    pub(super) event: Event,
    pub(super) progress: Progress,
}

/// The progress of the schedules that explore what begins with a step that sleeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Progress {
    /// All that begins with it is explored, and what was found on the way is planted.
    Settled,
    /// A schedule may still come upon something.
    Unsettled,
}

impl Sleeper {
    /// Returns true if nothing that begins with `reversal` has to be explored.
    fn keeps_out(&self, reversal: &[Event]) -> bool {
        match (weak_initial(&self.event, reversal), self.progress) {
            (None, _) | (Some(None), Progress::Unsettled) => false,
            (Some(Some(_)), _) | (Some(None), Progress::Settled) => true,
        }
    }
}

/// Plants a reversal, unless it begins like something that is explored already.
pub(super) fn plant(sleep: &[Sleeper], tree: &mut Tree, reversal: Vec<Event>) {
    if !sleep.iter().any(|sleeper| sleeper.keeps_out(&reversal)) {
        tree.insert(reversal);
    }
}
