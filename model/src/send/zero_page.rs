//! Zero pages: a channel looks for them, and sends only that they are there.

use super::{Packet, Pages};
use crate::{
    message::{SentPage, Sorted},
    revision::Revision,
    source::Source,
    wire::format::ZeroPages,
    world::{Transport, World},
};

/// The pages of a job, as its sender finds them.
pub(crate) fn found(
    world: &World,
    revision: &Revision,
    queued: impl Iterator<Item = SentPage>,
) -> Sorted {
    let held =
        |sent: SentPage| SentPage { version: world.version(sent.page as u8, sent.version), ..sent };
    let pages = queued.map(held);
    match (world.transport, revision.format.zero_pages) {
        (Transport::Socket | Transport::Tls, ZeroPages::Unlisted) => Sorted::unseen(pages),
        (Transport::Socket | Transport::Tls, ZeroPages::Listed) | (Transport::File, _) => {
            Sorted::by_zero(pages)
        }
    }
}

impl Source {
    /// `multifd_send_zero_page_detect`, of the first so many pages of a set. It is the channel's
    /// own, so a second call finds the same.
    pub(crate) fn multifd_send_zero_page_detect(&self, pages: &Pages, num: u64) -> Sorted {
        found(&self.world, &self.revision, pages.queued(num))
    }

    /// Returns the number of the pages of a job that are zero.
    pub(super) fn zero_pages(&self, packet: Packet, pages: &Pages) -> u64 {
        // Elsewhere it is not noted which pages these are.
        match self.world.has_zeros() {
            true => self.multifd_send_zero_page_detect(pages, packet.pages).zero().len() as u64,
            false => 0,
        }
    }

    /// Returns true if pages follow the header of a job.
    pub(super) fn sends_pages(&self, packet: Packet, pages: &Pages) -> bool {
        let zero = || self.multifd_send_zero_page_detect(pages, packet.pages).normal().is_empty();
        packet.pages > 0 && !(self.world.has_zeros() && zero())
    }

    /// Returns true if a job comes to nothing that is written.
    pub(super) fn comes_to_nothing(&self, packet: Packet, pages: &Pages) -> bool {
        // Elsewhere it is not noted which pages these are.
        self.world.has_zeros() && {
            let sorted = self.multifd_send_zero_page_detect(pages, packet.pages);
            self.revision.zero_packet.is_left_out(self.world.compression, &sorted)
        }
    }
}
