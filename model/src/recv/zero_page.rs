//! Pages that may be zero, in a channel of the destination.

use sim_io::{in_function, memory};

use super::packet::Unfilled;
use crate::{incoming::Incoming, wire::flags::Compression};

memory! {
    /// `block->receivedmap`, whose bits are at their pages.
    pub(crate) struct ReceivedMap {}
}

impl Incoming {
    /// `multifd_recv_zero_page_process`.
    pub(super) fn multifd_recv_zero_page_process(&self, packet: &Unfilled) {
        let _in = in_function("multifd_recv_zero_page_process");
        for page in &packet.zero {
            self.revision.zero_receipt.zero(self, *page);
        }
    }

    /// Notes a page, where the method does. Where no page is ever zero, the notes are not read.
    pub(super) fn note_received(&self, page: u8) {
        if self.world.has_zeros() && self.notes_received() {
            self.revision.zero_receipt.normal(self, page);
        }
    }

    /// `ramblock_recv_bitmap_test_byte_offset`.
    pub(crate) fn is_received(&self, page: u8) -> bool {
        self.revision.loadvm_cleanup.used(self.received_map);
        self.pages.at(page).received.get()
    }

    /// `ramblock_recv_bitmap_set_offset`.
    pub(crate) fn set_received(&self, page: u8) {
        self.revision.loadvm_cleanup.used(self.received_map);
        self.pages.at(page).received.set(true);
    }

    fn notes_received(&self) -> bool {
        match self.world.compression {
            Compression::None | Compression::Zlib | Compression::Zstd => true,
            Compression::Qpl => self.revision.qpl_pages.is_noted(),
            Compression::Uadk => false,
            Compression::Qatzip => self.revision.qatzip_pages.is_noted(),
        }
    }
}
