//! The parts of the machine's memory, and their declaration by a model.
//!
//! A model declares all its objects when a world is built, before a second
//! thread runs. So an object's id depends only on the world, never on the
//! schedule, and a handle is a small number that any thread may copy.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An object of the machine: a semaphore, a mutex, a word, a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub(crate) u16);

/// A block of memory that C code allocates and frees as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HeapId(pub(crate) u16);

/// A thread that a world may start. Declared like an object, so its id is structural.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct ThreadId(pub(crate) u8);

/// A set of threads.
pub type ThreadSet = u64;

/// The threads of a set, in order of their ids.
pub(crate) fn threads(set: ThreadSet) -> impl Iterator<Item = ThreadId> {
    let mut left = set;
    std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        let first = left.trailing_zeros();
        left &= left - 1;
        Some(ThreadId(first as u8))
    })
}

/// Returns true if `thread` is in `set`.
pub(crate) fn contains(set: ThreadSet, thread: ThreadId) -> bool {
    set >> thread.0 & 1 == 1
}

/// The most threads that one world can declare.
pub const MAX_THREADS: usize = 64;

/// A name, or one name of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The name as C spells it.
    pub base: &'static str,
    /// The index, for an element of an array.
    pub index: Option<u8>,
}

impl Name {
    /// A name that stands alone.
    pub const fn of(base: &'static str) -> Self {
        Name { base, index: None }
    }

    /// One of several: `params[2]`, or `multifdsend_2` if `base` ends in `_`.
    pub const fn indexed(base: &'static str, index: u8) -> Self {
        Name { base, index: Some(index) }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            None => f.write_str(self.base),
            Some(index) if self.base.ends_with('_') => write!(f, "{}{index}", self.base),
            Some(index) => write!(f, "{}[{index}]", self.base),
        }
    }
}

/// The kind of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A counting semaphore.
    Semaphore,
    /// A mutex.
    Mutex,
    /// An atomic word.
    Atomic,
    /// A plain word, watched for data races, whose accesses are no steps.
    Plain,
    /// A plain word, watched for data races, whose accesses are steps.
    Racy,
    /// A variable that holds the handle of a thread.
    Handle,
    /// A queue of callbacks.
    Queue,
}

impl ObjectId {
    /// The object so many declarations later.
    pub(crate) fn shifted(self, objects: u16) -> Self {
        ObjectId(self.0 + objects)
    }
}

impl ThreadId {
    /// The thread so many declarations later.
    pub fn shifted(self, threads: u8) -> Self {
        ThreadId(self.0 + threads)
    }
}

/// A handle that a field of a [`memory!`](crate::memory) structure can have.
pub trait Field: Copy {
    /// Declares the field in the machine.
    fn declare(heap: HeapId, name: &'static str) -> Self;
    /// Returns the same field of a structure that was declared so many objects later.
    fn shifted(self, objects: u16) -> Self;
}

/// A [`memory!`](crate::memory) structure, which may be one of an array.
pub trait Structure: Copy {
    /// The number of objects that it consists of.
    const OBJECTS: u16;
    /// Declares it.
    fn declare(name: Name) -> Self;
    /// Returns the same structure, so many declarations later.
    fn element(self, index: u8) -> Self;
}

/// An array of structures, as C allocates one.
#[derive(Clone, Copy, Debug)]
pub struct Array<T> {
    first: T,
    len: u8,
}

impl<T: Structure> Array<T> {
    /// Declares `len` structures called `name[0]`, `name[1]`, ...
    ///
    /// # Panics
    /// If `len` is zero.
    pub fn declare(name: &'static str, len: u8) -> Self {
        assert!(len > 0, "an array of {name} has at least one element");
        let first = T::declare(Name::indexed(name, 0));
        (1..len).for_each(|index| {
            T::declare(Name::indexed(name, index));
        });
        Array { first, len }
    }

    /// The number of elements.
    pub fn len(self) -> u8 {
        self.len
    }

    /// Never: there is at least one.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// One of them.
    ///
    /// # Panics
    /// If there are not that many.
    pub fn at(self, index: u8) -> T {
        assert!(index < self.len, "element {index} of {}", self.len);
        self.first.element(index)
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = T> {
        (0..self.len).map(move |index| self.at(index))
    }
}

/// Declares a C structure as handles to the machine's memory.
///
/// Each field is a [`Field`]; the structure is allocated and freed as one
/// [`Heap`](crate::Heap), its own field `memory`.
#[macro_export]
macro_rules! memory {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $kind:ty,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name {
            /// The life of this memory.
            pub memory: $crate::Heap,
            $($(#[$field_meta])* $field_vis $field: $kind,)*
        }

        impl $crate::Structure for $name {
            const OBJECTS: u16 = 0 $(+ { let _ = stringify!($field); 1 })*;

            fn declare(name: $crate::Name) -> Self {
                let memory = $crate::Heap::declare(name);
                $name {
                    memory,
                    $($field: <$kind as $crate::Field>::declare(memory.id(), stringify!($field)),)*
                }
            }

            fn element(self, index: u8) -> Self {
                $name {
                    memory: self.memory.element(index),
                    $($field: $crate::Field::shifted(
                        self.$field,
                        u16::from(index) * <Self as $crate::Structure>::OBJECTS,
                    ),)*
                }
            }
        }
    };
}
