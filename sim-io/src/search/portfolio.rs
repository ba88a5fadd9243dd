//! Several strategies that share the schedules by what pays.
//!
//! No strategy finds every bug soon: PCT finds what needs one thread to be late
//! for long, SURW what needs an unlikely order on a few objects, Optimal-DPOR
//! what hides behind a branch that random choice seldom takes. A schedule pays
//! if it shows a pair of operations racing in an order that none before has
//! shown, under any member; each member's share is in proportion to how many of
//! its schedules pay. Where the systematic one runs out of schedules, everything
//! was seen and the search is over.

use super::{
    dpor::Turns,
    pairs::Pairs,
    pct::Pct,
    strategy::{Coverage, Strategy},
    surw::Surw,
};
use crate::{
    machine::{End, Judge, Machine},
    object::{ThreadId, ThreadSet},
};

/// The weight of a schedule of Optimal-DPOR beside a sampler's: it is never
/// in an equivalence class that it has run before, and brings the end of the search closer.
const SYSTEMATIC: f64 = 4.0;

/// A strategy, and what it has paid.
struct Member {
    strategy: Box<dyn Strategy>,
    /// The weight of one of its schedules.
    favour: f64,
    turns: u32,
    /// The turns that showed something new.
    paid: u32,
    /// Its position: the member furthest back after its next turn has that turn.
    position: f64,
}

/// The members, and the one that has the turn.
pub(crate) struct Portfolio {
    members: Vec<Member>,
    turn: usize,
    /// The pairs shown so far.
    pairs: Pairs,
    /// The coverage of the member that ran out of schedules.
    covered: Option<Coverage>,
}

impl Member {
    fn new(strategy: impl Strategy, favour: f64) -> Self {
        let strategy = Box::new(strategy);
        Member { strategy, favour, turns: 0, paid: 0, position: 0.0 }
    }

    /// The position that it would have after another turn: the more it pays, the shorter
    /// its steps. A member without a turn yet pays every other time (Laplace's rule).
    fn next_position(&self) -> f64 {
        let pay = f64::from(self.paid + 1) / f64::from(self.turns + 2);
        self.position + 1.0 / (self.favour * pay)
    }
}

impl Portfolio {
    pub(crate) fn new(seed: u64) -> Self {
        let members = vec![
            Member::new(Turns::wide(), SYSTEMATIC),
            Member::new(Pct::new(seed, 3), 1.0),
            Member::new(Surw::new(seed), 1.0),
        ];
        Portfolio { members, turn: 0, pairs: Pairs::default(), covered: None }
    }

    fn current(&self) -> &dyn Strategy {
        &*self.members[self.turn].strategy
    }

    /// Gives the next turn to the member that it is due to.
    fn pass_on(&mut self) {
        let next = |member: &Member| member.next_position();
        let due = self.members.iter().enumerate();
        let due = due.min_by(|(_, one), (_, other)| next(one).total_cmp(&next(other)));
        self.turn = due.expect("there are members").0;
        let member = &mut self.members[self.turn];
        member.position = member.next_position();
    }
}

impl Strategy for Portfolio {
    fn begin(&mut self) -> bool {
        self.pass_on();
        self.pairs.begin();
        let more = self.members[self.turn].strategy.begin();
        if !more {
            self.covered = Some(self.current().coverage());
        }
        more
    }

    fn pick(
        &mut self,
        machine: &Machine,
        enabled: ThreadSet,
        current: ThreadId,
    ) -> Option<ThreadId> {
        let chosen = self.members[self.turn].strategy.pick(machine, enabled, current)?;
        self.pairs.note(machine, chosen);
        Some(chosen)
    }

    fn end(&mut self, machine: &Machine, end: End) {
        let member = &mut self.members[self.turn];
        member.strategy.end(machine, end);
        member.turns += 1;
        member.paid += u32::from(self.pairs.end().is_some());
    }

    fn needs_footprints(&self) -> bool {
        self.current().needs_footprints()
    }

    fn needs_tracking(&self) -> Option<Judge> {
        self.current().needs_tracking()
    }

    fn coverage(&self) -> Coverage {
        self.covered.unwrap_or(Coverage::Sample)
    }
}
