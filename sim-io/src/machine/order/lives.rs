//! Happens-before of uses of memory, and of its end.

use super::Clocks;
use crate::machine::clock::Clock;

impl Clocks {
    /// `me` used the memory of `heap`.
    #[inline]
    pub(crate) fn touch(&mut self, me: usize, heap: usize) {
        match self.touches.get(heap) {
            Some((stamp, _)) if *stamp == self.execution => (),
            _ => self.begin_heap(heap),
        }
        let step = self.threads[me].of(me);
        self.touches[heap].1.set(me, step);
    }

    #[cold]
    #[inline(never)]
    fn begin_heap(&mut self, heap: usize) {
        if self.touches.len() <= heap {
            self.touches.resize(heap + 1, (0, Clock::ZERO));
        }
        self.touches[heap] = (self.execution, Clock::ZERO);
    }

    /// `me` frees `heap`: a thread whose use is not ordered before that.
    pub(crate) fn free(&mut self, me: usize, heap: usize) -> Option<usize> {
        let mut mine = self.threads[me];
        // What `me` has done since its last step comes before the free as well.
        mine.tick(me);
        let (stamp, clock) = self.touches.get(heap)?;
        if *stamp == self.execution { clock.first_beyond(&mine) } else { None }
    }

    /// `me` drops a reference to `heap`: an acquire-release decrement, so the
    /// last to drop one is ordered after all that did.
    pub(crate) fn drop_reference(&mut self, me: usize, heap: usize, last: bool) {
        let mut mine = self.threads[me];
        mine.tick(me);
        let execution = self.execution;
        while self.drops.len() <= heap {
            self.drops.push((0, Clock::ZERO));
        }
        let (stamp, drops) = &mut self.drops[heap];
        if *stamp != execution {
            *stamp = execution;
            *drops = Clock::ZERO;
        }
        drops.join(&mine);
        if last {
            mine.join(drops);
        }
        self.threads[me] = mine;
    }
}
