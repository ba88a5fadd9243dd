//! What a channel of the destination does about pages that may be zero.

use sim_io::in_function;

use super::packet::Unfilled;
use crate::{incoming::Incoming, wire::flags::Compression};

impl Incoming {
    /// `multifd_recv_zero_page_process`.
    pub(super) fn multifd_recv_zero_page_process(&self, packet: &Unfilled) {
        let _in = in_function("multifd_recv_zero_page_process");
        for page in &packet.zero {
            self.revision.zero_receipt.zero(self.pages.at(*page));
        }
    }

    /// `ramblock_recv_bitmap_set_offset`, where a method calls it. Where no page is
    /// ever zero, nobody asks what is noted.
    pub(super) fn note_received(&self, page: u8) {
        if self.world.has_zeros() && self.notes_received() {
            self.revision.zero_receipt.normal(self.pages.at(page));
        }
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
