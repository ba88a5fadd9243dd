//! Record of the places that a program comes to.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    panic::Location,
};

use super::{Act, SEAM, Seam};
use crate::machine::Machine;
use crate::object::{HeapId, ObjectId, ThreadId};

/// A place in the code, and what is done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The function, as C names it; empty where the thread is in none.
    pub function: &'static str,
    /// The act that is done.
    pub act: Act,
    /// The memory that it is done to, without the index of an element.
    pub memory: &'static str,
    /// The field of it; empty for all.
    pub field: &'static str,
    /// The place.
    pub place: &'static Location<'static>,
    /// The names of the values of the field, if they have any.
    pub names: &'static [&'static str],
}

impl Spot {
    /// The object or memory that it is done to.
    pub fn object(&self) -> String {
        match (self.memory, self.field) {
            (memory, "") => memory.to_string(),
            ("", field) => field.to_string(),
            (memory, field) => format!("{memory}.{field}"),
        }
    }
}

/// The places that were passed, and the values that were given there.
pub type Passed = BTreeMap<Spot, BTreeSet<u64>>;

/// The record of a place while a search runs.
struct Kept {
    spot: Spot,
    last: u64,
    values: BTreeSet<u64>,
}

/// Addresses of the place and of the names, and the object's number: equal only for one place.
type Key = (Act, usize, usize, u32);

thread_local! {
    // Only looked up, never iterated before it is sorted.
    static PASSED: RefCell<HashMap<Key, Option<Kept>>> = RefCell::new(HashMap::new());
}

/// The most values that are kept of a place.
const VALUES_MAX: usize = 16;

/// Returns what `search` returns, and each place that programs came to which it ran on this thread
/// of the operating system, as they are; the first few values that were given at each.
pub fn recorded<R>(search: impl FnOnce() -> R) -> (R, Passed) {
    struct Before(Seam);
    impl Drop for Before {
        fn drop(&mut self) {
            SEAM.set(self.0);
        }
    }
    PASSED.take();
    let _before = Before(SEAM.replace(Seam::Recorded));
    let result = search();
    let mut passed = Passed::new();
    for kept in PASSED.take().into_values().flatten() {
        passed.entry(kept.spot).or_default().extend(kept.values);
    }
    (result, passed)
}

/// Notes that `me` was at `place`, unless this crate itself was.
pub(super) fn note(
    machine: &Machine,
    me: ThreadId,
    (act, target): (Act, Target),
    place: &'static Location<'static>,
    value: u64,
) {
    let function = machine.threads[usize::from(me.0)].function;
    let (place_at, function_at) = (std::ptr::from_ref(place) as usize, function.as_ptr() as usize);
    let key = (act, place_at, function_at, target.number());
    PASSED.with_borrow_mut(|passed| {
        let kept = passed.entry(key).or_insert_with(|| {
            let foreign = !place.file().starts_with(own_files());
            let spot = || target.spot(machine, me, act, place);
            foreign.then(|| Kept { spot: spot(), last: value, values: BTreeSet::from([value]) })
        });
        if let Some(kept) = kept
            && kept.last != value
        {
            kept.last = value;
            if kept.values.len() < VALUES_MAX {
                kept.values.insert(value);
            }
        }
    });
}

/// The beginning of the paths of this crate's files.
fn own_files() -> &'static str {
    file!().trim_end_matches("ablation/record.rs")
}

/// The object or memory that something is done to.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// An object.
    Object(ObjectId),
    /// Memory as a whole.
    Memory(HeapId),
}

impl Target {
    fn number(self) -> u32 {
        match self {
            Target::Object(object) => u32::from(object.0),
            Target::Memory(heap) => 1 << 16 | u32::from(heap.0),
        }
    }

    /// The place where `me` does something to it.
    pub(super) fn spot(
        self,
        machine: &Machine,
        me: ThreadId,
        act: Act,
        place: &'static Location<'static>,
    ) -> Spot {
        let function = machine.threads[usize::from(me.0)].function;
        let base = |heap: HeapId| machine.heaps[usize::from(heap.0)].name.base;
        let object = match self {
            Target::Object(object) => machine.objects().get(usize::from(object.0)),
            Target::Memory(heap) => {
                return Spot { function, act, memory: base(heap), field: "", place, names: &[] };
            }
        };
        match object {
            None => Spot { function, act, memory: "", field: "", place, names: &[] },
            Some(it) => {
                let (memory, field, names) = (base(it.heap), it.name, it.values);
                Spot { function, act, memory, field, place, names }
            }
        }
    }
}
