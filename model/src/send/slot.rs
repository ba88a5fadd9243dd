//! `multifd_ram_send`: the set that RAM fills, since a71ef5c7f3.

use sim_io::{Plain, g_new0, memory};

use super::SendState;
use crate::source::Source;

memory! {
    /// `multifd_ram_send`, a static pointer.
    pub(crate) struct RamSend {
        /// Set if it points to a set.
        pub there: Plain<bool>,
        /// The set that it points to.
        pub slot: Plain<u32>,
    }
}

impl SendState {
    /// The set that neither a channel nor RAM has.
    pub(super) fn allocate_device_slot(&self) {
        let spare = u32::from(self.params.len()) + 1;
        g_new0(self.page_set(spare).memory);
        self.device.send_data.set(spare);
    }

    /// The set that no channel has, and who points to it.
    pub(crate) fn allocate_spare(&self, slot: Plain<u32>) {
        let spare = u32::from(self.params.len());
        g_new0(self.page_set(spare).memory);
        slot.set(spare);
    }
}

impl Source {
    /// `multifd_ram_save_setup`.
    pub(crate) fn multifd_ram_save_setup(&self) {
        self.revision.slot_owner.ram_set_up(&self.send);
    }

    /// `multifd_ram_save_cleanup`.
    pub(crate) fn multifd_ram_save_cleanup(&self) {
        self.revision.slot_owner.ram_cleaned_up(&self.send);
    }
}
