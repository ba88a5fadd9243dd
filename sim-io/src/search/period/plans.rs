//! The schedules to run: those of few periods first.

use crate::object::ThreadId;

/// The most plans that are kept: about 50 MiB. Those that would come after are not made.
const PLANS_MAX: usize = 1 << 22;

/// The end of a period before its thread has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Switch {
    /// The number of steps taken before.
    pub(super) position: u32,
    /// The thread that begins its period.
    pub(super) to: ThreadId,
}

/// A schedule to run: one that was run, with one switch more.
struct Plan {
    above: u32,
    switch: Switch,
}

/// Every plan that was made, in the order in which they are run.
#[derive(Default)]
pub(super) struct Plans {
    // The first schedule has no switch, so plans are numbered from 1.
    made: Vec<Plan>,
    /// The plan that is being run.
    current: u32,
    begun: bool,
}

impl Plans {
    /// The switches of the next plan; `None` if there is none left.
    pub(super) fn next(&mut self) -> Option<Vec<Switch>> {
        if !self.begun {
            self.begun = true;
            return Some(vec![]);
        }
        if self.current as usize == self.made.len() {
            return None;
        }
        self.current += 1;
        let mut switches = vec![];
        let mut at = self.current;
        while let Some(below) = at.checked_sub(1) {
            let plan = &self.made[below as usize];
            switches.push(plan.switch);
            at = plan.above;
        }
        switches.reverse();
        Some(switches)
    }

    /// Plans what is being run, with `switch` after its own.
    pub(super) fn add(&mut self, switch: Switch) {
        if self.made.len() < PLANS_MAX {
            self.made.push(Plan { above: self.current, switch });
        }
    }
}
