//! Channels on a file: no packets, and each page where it belongs.

use sim_io::{Error, Name, c_assert, in_function, qatomic_xchg, qio_channel_new};

use super::{Connection, Pages, SendParams};
use crate::{message::SentPage, saved::Piece, source::Source, world::FaultKind};

impl Source {
    /// `multifd_use_packets`.
    pub(crate) fn multifd_use_packets(&self) -> bool {
        self.world.transport.has_packets()
    }

    /// `file_send_channel_create`: done when it returns, and posted all the same.
    pub(super) fn file_send_channel_create(&self, p: &SendParams) -> Result<(), Error> {
        let _in = in_function("file_send_channel_create");
        let opened = if self.world.strikes(p.id, FaultKind::Open) {
            self.send.settled.count();
            Err(Error::Refused)
        } else {
            qio_channel_new(self.file_channel(p.id));
            self.revision.join_flag.connecting(p);
            self.multifd_channel_connect(p, Connection::File);
            Ok(())
        };
        self.revision.creation.channel_created(&self.send);
        opened
    }

    /// `qio_channel_close` with `error_abort`, which a file on a network or with a quota can
    /// make fail where a socket cannot. b7b03eb614 brought files and this call.
    pub(super) fn file_channel_closes(&self, p: &SendParams) {
        let closes = !self.world.strikes(p.id, FaultKind::CloseFails);
        c_assert(closes, "qio_channel_close(p->c, &error_abort)", Name::indexed("params", p.id));
    }

    /// `multifd_set_file_bitmap`: the pages will be in the file.
    pub(super) fn multifd_set_file_bitmap(&self, pages: &Pages, num: u64) {
        let _in = in_function("multifd_set_file_bitmap");
        let bit = |sent: &SentPage| self.migration_file().bitmap.bit(sent.page as u8);
        let sorted = self.multifd_send_zero_page_detect(pages, num);
        for sent in sorted.normal() {
            qatomic_xchg(bit(sent), true);
        }
        sorted.zero().iter().for_each(|sent| self.revision.zero_pages.found(bit(sent)));
    }

    /// `file_write_ramblock_iov`: one write for each run of pages in QEMU, one
    /// for each page here, so that others see some of a run written.
    pub(super) fn file_write_ramblock_iov(
        &self,
        p: &SendParams,
        pages: &Pages,
        num: u64,
    ) -> Result<(), Error> {
        let _in = in_function("file_write_ramblock_iov");
        let ioc = self.file_channel(p.id);
        let sorted = self.multifd_send_zero_page_detect(pages, num);
        sorted.normal().iter().try_for_each(|sent| {
            let piece = Piece::Page(sent.page as u8);
            self.migration_file().saved.pwrite(ioc, piece, &sent.version.to_be_bytes())
        })
    }
}
