//! A packet as a channel reads it, and the pages that follow it.

use arrayvec::ArrayVec;
use sim_io::{Error, Received, in_function, qio_channel_read_all};

use super::RecvParams;
use crate::{
    incoming::Incoming,
    wire::{Format, flags, header::Header, received},
    world::{PAGE_COUNT, PAGE_SIZE, RAM_BLOCK},
};

/// The contents of a packet, for as long as its channel works on it.
pub(super) struct Unfilled {
    pub(super) flags: u32,
    pub(super) packet_num: u64,
    /// The pages that follow, by number.
    normal: ArrayVec<u8, { PAGE_COUNT as usize }>,
    /// The pages that are zero.
    pub(super) zero: ArrayVec<u8, { PAGE_COUNT as usize }>,
}

impl Unfilled {
    /// Returns true if it asks for a sync.
    pub(super) fn is_sync(&self) -> bool {
        self.flags & flags::SYNC != 0
    }

    /// Returns the number of pages that follow.
    pub(super) fn normal(&self) -> u64 {
        self.normal.len() as u64
    }
}

/// A packet's bytes.
pub(super) type PacketBuffer = [u8; PACKET_LENGTH];

const PACKET_LENGTH: usize = Format::origin(PAGE_COUNT as u32).packet_length();

impl Incoming {
    pub(super) fn packet_buffer(&self) -> PacketBuffer {
        [0; PACKET_LENGTH]
    }

    /// Reads a packet; the end of the stream before it is no error.
    pub(super) fn read_packet(
        &self,
        connection: u8,
        packet: &mut PacketBuffer,
    ) -> Result<Received, Error> {
        let ioc = self.ioc(connection);
        let (first, rest) = packet.split_at_mut(self.revision.format.first_read());
        let relaxed = self.revision.clean_end.is_relaxed(self.world.termination);
        match self.revision.premature_end.read(ioc, first, relaxed)? {
            Received::EndOfStream => Ok(Received::EndOfStream),
            Received::All if rest.is_empty() => Ok(Received::All),
            Received::All => {
                let header = first.first_chunk().expect("at least a header is read first");
                let header = Header::decode(header).map_err(|_| Error::BadData)?;
                let format = self.revision.format;
                let length = header.body(&format).length(&format);
                qio_channel_read_all(ioc, &mut rest[..length])?;
                Ok(Received::All)
            }
        }
    }

    /// `multifd_recv_unfill_packet`.
    pub(super) fn multifd_recv_unfill_packet(&self, packet: &[u8]) -> Result<Unfilled, Error> {
        let _in = in_function("multifd_recv_unfill_packet");
        let used_length = |name: &[u8]| (name == RAM_BLOCK).then(|| self.ram_size());
        let received = received::Received::decode(&self.revision.format, packet, used_length)
            .map_err(|_| Error::BadData)?;
        let page = |offset: u64| (offset / PAGE_SIZE) as u8;
        let normal = received.pages.map(|pages| pages.normal.iter().map(page).collect());
        let zero = received.pages.map(|pages| pages.zero.iter().map(page).collect());
        Ok(Unfilled {
            flags: received.flags,
            packet_num: received.packet_num,
            normal: normal.unwrap_or_default(),
            zero: zero.unwrap_or_default(),
        })
    }

    fn ram_size(&self) -> u64 {
        u64::from(self.pages.len()) * PAGE_SIZE
    }

    /// `ops->recv`, as `multifd_nocomp_recv`, until 9db1912513 `nocomp_recv_pages`:
    /// reads the pages into the guest's memory.
    pub(super) fn apply_pages(
        &self,
        p: &RecvParams,
        connection: u8,
        packet: &Unfilled,
    ) -> Result<(), Error> {
        let _in = in_function("multifd_nocomp_recv");
        if packet.normal.is_empty() && packet.zero.is_empty() {
            return Ok(());
        }
        let method = self.world.compression;
        method
            .expect(packet.flags, self.revision.format.compression)
            .map_err(|_| Error::BadData)?;
        self.decompressor().work(self.recv.compress_data.at(p.id));
        self.multifd_recv_zero_page_process(packet);
        if packet.normal.is_empty() {
            return Ok(());
        }
        packet.normal.iter().for_each(|page| self.note_received(*page));
        let mut bytes = [0; (PAGE_COUNT * PAGE_SIZE) as usize];
        let bytes = &mut bytes[..packet.normal.len() * PAGE_SIZE as usize];
        qio_channel_read_all(self.ioc(connection), bytes)?;
        let contents = bytes.chunks_exact(PAGE_SIZE as usize);
        self.check_precopy();
        for (page, content) in packet.normal.iter().zip(contents) {
            let version = u64::from_be_bytes(content.try_into().expect("a page is a word"));
            self.pages.at(*page).version.set(version);
        }
        Ok(())
    }
}
