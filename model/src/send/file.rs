//! Channels on a file: no packets, and each page where it belongs.

use sim_io::{Error, in_function, qatomic_xchg, qio_channel_new};

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
        let opened = if self.world.has(p.id, FaultKind::Open) {
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

    /// `multifd_set_file_bitmap`: the pages will be in the file.
    pub(super) fn multifd_set_file_bitmap(&self, pages: &Pages, num: u64) {
        let _in = in_function("multifd_set_file_bitmap");
        for sent in pages.queued(num) {
            let bit = self.migration_file().bitmap.bit(sent.page as u8);
            match self.holds_zeros(&sent) {
                true => self.revision.zero_pages.found(bit),
                false => {
                    qatomic_xchg(bit, true);
                }
            }
        }
    }

    /// `multifd_send_zero_page_detect`, of one page.
    fn holds_zeros(&self, sent: &SentPage) -> bool {
        self.world.version(sent.page as u8, sent.version) == 0
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
        let mut normal = pages.queued(num).filter(|sent| !self.holds_zeros(sent));
        normal.try_for_each(|sent| {
            let piece = Piece::Page(sent.page as u8);
            self.migration_file().saved.pwrite(ioc, piece, &sent.version.to_be_bytes())
        })
    }
}
