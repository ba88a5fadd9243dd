//! The yank registry: what `yank` shuts down, under `yank_lock`.
//!
//! Entries hold no reference: one that outlives its channel is used after
//! free. Source: `util/yank.c`.

use crate::{
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
        /// Guards the entries.
        pub yank_lock: QemuMutex,
        /// A bit for each channel that is registered.
        pub entries: Plain<u64>,
    }
}

/// `yank_register_function`: channel number `index` shall be shut down by `yank`.
pub fn yank_register_function(yank: YankInstance, index: u8) {
    qemu_mutex_lock(yank.yank_lock);
    yank.entries.set(yank.entries.get() | 1 << index);
    qemu_mutex_unlock(yank.yank_lock);
}

/// `yank_unregister_function`. A violation if the channel is not registered:
/// QEMU aborts.
pub fn yank_unregister_function(yank: YankInstance, index: u8) {
    qemu_mutex_lock(yank.yank_lock);
    let entries = yank.entries.get();
    if entries >> index & 1 == 0 {
        engine::with(|machine, me| {
            let object = Name::indexed("yank entry", index).to_string();
            machine.violate(me, Breach::NotRegistered, object, String::new());
        });
    }
    yank.entries.set(entries & !(1 << index));
    qemu_mutex_unlock(yank.yank_lock);
}

/// `yank_unregister_instance`: asserts that no entry is left.
pub fn yank_unregister_instance(yank: YankInstance) {
    qemu_mutex_lock(yank.yank_lock);
    let empty = yank.entries.get() == 0;
    c_assert(empty, "QLIST_EMPTY(&entry->yankfns)", Name::of("yank instance"));
    qemu_mutex_unlock(yank.yank_lock);
}

/// `qmp_yank`: calls `shutdown` for each registered channel, the newest first.
pub fn qmp_yank(yank: YankInstance, mut shutdown: impl FnMut(u8)) {
    qemu_mutex_lock(yank.yank_lock);
    let entries = yank.entries.get();
    (0..64).rev().filter(|index| entries >> index & 1 == 1).for_each(&mut shutdown);
    qemu_mutex_unlock(yank.yank_lock);
}
