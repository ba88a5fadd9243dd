//! A digest of the state: equal for states that no thread can tell apart.
//!
//! It has every word, life and queue, and the position of each thread. A
//! thread's locals are a function of what it has read, so a digest of that
//! history stands for them. It is exact but too fine: two histories may leave
//! the same locals. At the head of a loop a thread therefore says which locals
//! are alive, and its history begins anew (see [`crate::loop_head`]).

use super::{Initialised, Life, Machine, Object, Status, footprint::Mode, mix, order::Rival};
use crate::{
    object::{HeapId, ObjectId, ObjectKind, ThreadId},
    operation::Operation,
    violation::Deed,
};

/// The means of telling that two uses are in no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Judge {
    /// Clocks, which belong to a path.
    Clocks,
    /// The uses of threads since their last step, which belong to a state.
    #[default]
    Windows,
}

/// The needs of a search by states, beside what every execution has.
#[derive(Default)]
pub(crate) struct Tracking {
    judge: Judge,
    /// A digest of what each thread has read since its last head of a loop.
    histories: Vec<u64>,
    /// The uses by each thread since its last step, in no order with others.
    windows: Vec<Vec<Use>>,
}

/// A use of memory between two steps.
#[derive(Clone, Copy)]
struct Use {
    access: Access,
    /// The function that it was made in: for reports, and no part of the state.
    function: &'static str,
}

/// Memory that was used between two steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Word { object: u16, written: bool },
    Memory { heap: u16 },
}

impl Tracking {
    pub(crate) fn new(judge: Judge) -> Self {
        Tracking { judge, ..Tracking::default() }
    }

    pub(crate) fn declare_thread(&mut self, id: usize) {
        self.histories.push(mix(id as u64, 1));
        self.windows.push(vec![]);
    }

    /// Becomes a copy of `other`, in the memory that it has.
    pub(crate) fn copy_from(&mut self, other: &Tracking) {
        self.judge = other.judge;
        self.histories.clone_from(&other.histories);
        self.windows.clone_from(&other.windows);
    }

    pub(crate) fn clear(&mut self) {
        self.histories.clear();
        self.windows.clear();
    }
}

impl Machine {
    /// Notes that `me` has read `value`: its locals may depend on it.
    #[inline]
    pub(crate) fn saw(&mut self, me: ThreadId, value: u64) {
        if let Some(tracking) = &mut self.tracking {
            let history = &mut tracking.histories[usize::from(me.0)];
            *history = mix(*history, value);
        }
    }

    /// Notes that `me` has performed `operation`.
    pub(crate) fn saw_step(&mut self, me: ThreadId, operation: Operation, result: u64) {
        if self.tracking.is_some() {
            let what =
                u64::from(operation.object.0) << 8 | super::perform::kind_code(operation.kind);
            let shown = self.shown(operation.object, result);
            self.saw(me, what);
            self.saw(me, shown);
        }
    }

    /// The digest of what `me` has read so far.
    pub(crate) fn history(&self, me: ThreadId) -> u64 {
        self.tracking.as_ref().map_or(0, |tracking| tracking.histories[usize::from(me.0)])
    }

    /// Notes that `me` stands at the head of a loop: of what it has read only `history`
    /// matters, and of its locals only `locals` are alive beside that.
    pub(crate) fn stands_at(&mut self, me: ThreadId, history: u64, locals: &[u64]) {
        if let Some(tracking) = &mut self.tracking {
            let history =
                locals.iter().fold(mix(history, 2), |history, local| mix(history, *local));
            tracking.histories[usize::from(me.0)] = history;
        }
    }

    /// A step begins that orders what `thread` used before it. So it matters
    /// whether it comes before another's use of the same.
    pub(crate) fn close_window(&mut self, thread: usize) {
        let Some(tracking) = &mut self.tracking else { return };
        for used in std::mem::take(&mut tracking.windows[thread]) {
            match used.access {
                Access::Word { object, written: true } => {
                    self.note_access(ObjectId(object), Mode::Write);
                }
                Access::Word { object, written: false } => {
                    self.note_access(ObjectId(object), Mode::Read);
                }
                Access::Memory { heap } => self.note_heap(HeapId(heap), Mode::Read),
            }
        }
    }

    /// Notes that `me` uses a plain word; returns an access in no order with that.
    pub(crate) fn open_word(&mut self, me: usize, object: ObjectId, mode: Mode) -> Option<Rival> {
        let tracking = self.tracking.as_mut()?;
        let writes = mode == Mode::Write;
        let clash = |thread: usize, used: &Use| match used.access {
            Access::Word { object: other, written } if other == object.0 => {
                let deed = if written { Deed::Written } else { Deed::Read };
                (writes || written).then_some(Rival { thread, deed, function: used.function })
            }
            Access::Word { .. } | Access::Memory { .. } => None,
        };
        let mut others = tracking.windows.iter().enumerate().filter(|(id, _)| *id != me);
        let other = others.find_map(|(id, window)| window.iter().find_map(|used| clash(id, used)));
        let access = Access::Word { object: object.0, written: writes };
        tracking.windows[me].push(Use { access, function: self.threads[me].function });
        other
    }

    /// Notes that `me` uses memory between two steps.
    pub(crate) fn open_memory(&mut self, me: usize, heap: HeapId) {
        let permanent = self.heaps[usize::from(heap.0)].permanent;
        if let Some(tracking) = &mut self.tracking
            && !permanent
        {
            let access = Access::Memory { heap: heap.0 };
            tracking.windows[me].push(Use { access, function: self.threads[me].function });
        }
    }

    /// Notes that `me` has dropped a reference of `heap`, which orders its uses before the free.
    pub(crate) fn close_memory(&mut self, me: usize, heap: HeapId) {
        if let Some(tracking) = &mut self.tracking {
            tracking.windows[me].retain(|used| used.access != Access::Memory { heap: heap.0 });
        }
    }

    /// A thread other than `me` that uses `heap` in no order with its free, and
    /// the function that it does so in.
    pub(crate) fn user_of(&self, me: usize, heap: HeapId) -> Option<(usize, &'static str)> {
        let tracking = self.tracking.as_ref()?;
        let access = Access::Memory { heap: heap.0 };
        let others = tracking.windows.iter().enumerate().filter(|(id, _)| *id != me);
        let mut uses = others.flat_map(|(id, window)| window.iter().map(move |used| (id, used)));
        uses.find(|(_, used)| used.access == access).map(|(id, used)| (id, used.function))
    }

    /// The user of something in no order: as clocks have it, which know a path, or
    /// as windows have it, which know a state.
    pub(crate) fn judge<T>(&self, clock: Option<T>, window: Option<T>) -> Option<T> {
        match self.tracking.as_ref().map(|tracking| tracking.judge) {
            Some(Judge::Windows) => window,
            Some(Judge::Clocks) | None => clock,
        }
    }

    /// The digest. Only while the machine tracks.
    ///
    /// A sum, so that the processor mixes several words at a time.
    pub(crate) fn digest(&self) -> u64 {
        let objects = self.objects().iter().enumerate();
        let objects =
            objects.map(|(id, object)| mix(tag(Part::Object, id), digest_of_word(object)));
        let heaps = self.heaps().iter().enumerate();
        let heaps = heaps.map(|(id, block)| {
            let life = match block.life {
                Life::Unborn => 0,
                Life::Alive => 1,
                Life::Freed => 2,
            };
            mix(tag(Part::Heap, id), u64::from(block.references) << 2 | life)
        });
        let threads = (0..self.threads.len()).map(|id| self.digest_of(id));
        let threads = threads.enumerate().map(|(id, digest)| mix(tag(Part::Thread, id), digest));
        let whole = u64::from(self.leaving) << 1 | u64::from(self.has_crashed());
        objects.chain(heaps).chain(threads).fold(whole, u64::wrapping_add)
    }

    fn digest_of(&self, id: usize) -> u64 {
        let tracking = self.tracking.as_ref().expect("a search by states tracks");
        let thread = &self.threads[id];
        // A thread that has finished has no locals any more.
        let (status, history) = match thread.status {
            Status::Unborn => return 0,
            Status::Ready => (1, tracking.histories[id]),
            Status::Finished => (2, 0),
        };
        let joined = u64::from(thread.joined) << 1 | u64::from(thread.joinable);
        mix(history, status << 2 | joined) ^ digest_of_window(&tracking.windows[id])
    }
}

/// The subject of a word of a digest.
#[derive(Clone, Copy)]
enum Part {
    Object,
    Heap,
    Thread,
}

fn tag(part: Part, id: usize) -> u64 {
    (id as u64) << 2 | part as u64
}

fn digest_of_word(object: &Object) -> u64 {
    let initialised = match object.initialised {
        Initialised::NotYet => 0,
        Initialised::Yes => 1,
        Initialised::Destroyed => 2,
    };
    // Rotated, not shifted: no bit of the value is lost.
    let word = object.shows.of(object.value).rotate_left(2) ^ initialised;
    if object.kind != ObjectKind::Queue {
        return word;
    }
    let classes = object.queue.iter().zip(1..);
    let entries = classes
        .flat_map(|(queue, class)| queue.iter().map(move |entry| (class, object.shows.of(*entry))));
    entries.fold(word, |digest, (class, entry)| mix(mix(digest, class), entry))
}

/// A window is a set: neither order nor repetition matters.
fn digest_of_window(window: &[Use]) -> u64 {
    let word = |used: &Use| match used.access {
        Access::Word { object, written } => u64::from(object) << 1 | u64::from(written),
        Access::Memory { heap } => 1 << 32 | u64::from(heap),
    };
    let first = |(index, used): &(usize, &Use)| {
        !window[..*index].iter().any(|before| before.access == used.access)
    };
    let once = window.iter().enumerate().filter(first);
    once.fold(0, |digest, (_, used)| digest ^ mix(word(used), 3))
}
