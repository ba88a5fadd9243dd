//! The yank registry: what `yank` shuts down, under `yank_lock`.
//!
//! Entries hold no reference: one that outlives its channel is used after
//! free. Source: `util/yank.c`.

use arrayvec::ArrayVec;

use crate::{
    ablation::{Act, leaves_out},
    engine,
    heap::c_assert,
    memory,
    object::Name,
    sync::{Plain, QemuMutex, qemu_mutex_lock, qemu_mutex_unlock},
    violation::Breach,
};

memory! {
    /// The registry of one yank instance.
    pub struct YankInstance {
        /// Guards what follows.
        pub yank_lock: QemuMutex,
        /// True if the instance is gone.
        pub unregistered: Plain<bool>,
        /// The channels that are registered, the newest first: five bits each.
        pub newer: Plain<u64>,
        /// The channels that do not fit there.
        pub older: Plain<u64>,
    }
}

/// The number of entries that fit into a word, and the bits of each.
const PER_WORD: usize = 12;
const BITS: usize = 5;
const ENTRIES_MAX: usize = 2 * PER_WORD;

impl YankInstance {
    /// The entries, the newest first.
    fn entries(self) -> ArrayVec<u8, ENTRIES_MAX> {
        let words = [self.newer.get(), self.older.get()];
        let slots = words.into_iter().flat_map(|word| {
            (0..PER_WORD).map(move |slot| (word >> (slot * BITS)) as u8 & ((1 << BITS) - 1))
        });
        slots.take_while(|entry| *entry != 0).map(|entry| entry - 1).collect()
    }

    fn set_entries(self, entries: &[u8]) {
        let word = |part: &[u8]| {
            let slots = part.iter().enumerate();
            slots.fold(0, |word, (slot, entry)| word | (u64::from(*entry) + 1) << (slot * BITS))
        };
        let (newer, older) = entries.split_at(entries.len().min(PER_WORD));
        self.newer.set(word(newer));
        self.older.set(word(older));
    }
}

/// `yank_register_function`: channel number `index`, below 31, shall be shut
/// down by `yank`. Asserts that the instance exists.
#[track_caller]
pub fn yank_register_function(yank: YankInstance, index: u8) {
    if !leaves_out(Act::Register, yank.memory.id()) {
        register(yank, index);
    }
}

fn register(yank: YankInstance, index: u8) {
    qemu_mutex_lock(yank.yank_lock);
    c_assert(!yank.unregistered.get(), "entry", Name::of("yank instance"));
    let mut entries = yank.entries();
    assert!(!entries.is_full(), "the registry holds {ENTRIES_MAX} entries");
    entries.insert(0, index);
    yank.set_entries(&entries);
    qemu_mutex_unlock(yank.yank_lock);
}

/// `yank_unregister_function`. A violation if the channel is not registered:
/// QEMU aborts.
#[track_caller]
pub fn yank_unregister_function(yank: YankInstance, index: u8) {
    if !leaves_out(Act::Unregister, yank.memory.id()) {
        unregister(yank, index);
    }
}

fn unregister(yank: YankInstance, index: u8) {
    qemu_mutex_lock(yank.yank_lock);
    let mut entries = yank.entries();
    match entries.iter().position(|entry| *entry == index) {
        Some(position) => {
            entries.remove(position);
        }
        None => engine::with(|machine, me| {
            let object = Name::indexed("yank entry", index).to_string();
            machine.violate(me, Breach::NotRegistered, object, String::new());
        }),
    }
    yank.set_entries(&entries);
    qemu_mutex_unlock(yank.yank_lock);
}

/// `yank_register_instance`: returns true if there was no such instance yet.
pub fn yank_register_instance(yank: YankInstance) -> bool {
    qemu_mutex_lock(yank.yank_lock);
    let free = yank.unregistered.get();
    yank.unregistered.set(false);
    qemu_mutex_unlock(yank.yank_lock);
    free
}

/// `yank_unregister_instance`: asserts that no entry is left.
#[track_caller]
pub fn yank_unregister_instance(yank: YankInstance) {
    if !leaves_out(Act::Unregister, yank.memory.id()) {
        unregister_instance(yank);
    }
}

fn unregister_instance(yank: YankInstance) {
    qemu_mutex_lock(yank.yank_lock);
    let empty = yank.entries().is_empty();
    c_assert(empty, "QLIST_EMPTY(&entry->yankfns)", Name::of("yank instance"));
    yank.unregistered.set(true);
    qemu_mutex_unlock(yank.yank_lock);
}

/// `qmp_yank`: calls `shutdown` for each registered channel, the newest first.
pub fn qmp_yank(yank: YankInstance, shutdown: impl FnMut(u8)) {
    qemu_mutex_lock(yank.yank_lock);
    yank.entries().into_iter().for_each(shutdown);
    qemu_mutex_unlock(yank.yank_lock);
}
