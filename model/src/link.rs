//! The link between the two hosts, where both are played: the sockets of the destination, its
//! listener, and what the source writes to them.

use sim_io::{Array, Error, Ghost, QIOChannel, Socket, Sources, g_idle_source_attach, memory};

use crate::{
    incoming::{
        Accepted,
        stream::{HEADER, Section},
    },
    message::{self, Message, PacketHead, Sent, Sorted, put},
    send::{Packet, Pages, SendParams},
    source::Source,
    wire::{init::Init, stream::Token},
    world::UUID,
};

memory! {
    /// Data that has been put into the main channel's file and not been flushed.
    pub(crate) struct Buffered {
        /// A digit for each piece, the first being the highest.
        pub pieces: Ghost<u64>,
    }
}

/// A piece of the main channel's stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The header of the stream.
    Header = 1,
    /// A section of RAM begins.
    Section,
    /// The size of RAM.
    MemSize,
    /// The channels are to be flushed.
    Flush,
    /// The section ends.
    Eos,
    /// The stream ends.
    End,
    /// The switchover begins.
    SwitchoverStart,
    /// The destination shall open the return path.
    OpenReturnPath,
    /// A block of RAM that has its place in a file.
    RamBlock,
    /// The destination shall forget every page.
    Discard,
    /// The states of devices, with what makes the destination listen and run.
    Packaged,
    /// As `Packaged`, with a PING.
    PackagedWithPing,
    /// Every page, as it is in the round after the last that was sent.
    Pages,
}

impl Piece {
    const ALL: [Piece; 13] = [
        Piece::Header,
        Piece::Section,
        Piece::MemSize,
        Piece::Flush,
        Piece::Eos,
        Piece::End,
        Piece::SwitchoverStart,
        Piece::OpenReturnPath,
        Piece::RamBlock,
        Piece::Discard,
        Piece::Packaged,
        Piece::PackagedWithPing,
        Piece::Pages,
    ];
}

/// The other host.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    /// Its ends of the channels, and behind them that of the main channel.
    pub(crate) sockets: Array<Socket>,
    /// Queue in which connections wait for it.
    pub(crate) listener: Sources,
}

impl Link {
    /// The channel of the source, with the other end on the other host.
    pub(crate) fn joined(link: Option<Link>, ioc: QIOChannel, connection: u8) -> QIOChannel {
        match link {
            None => ioc,
            Some(link) => ioc.connected_to(link.sockets.at(connection)),
        }
    }
}

impl Source {
    /// The kernel has connected; the other host finds it in its backlog.
    pub(crate) fn arrives_at_listener(&self, connection: u8) {
        if let Some(link) = self.link {
            g_idle_source_attach(link.listener, Accepted(connection));
        }
    }

    /// `qemu_put_*`, where the bytes will be read.
    pub(crate) fn put(&self, piece: Piece) {
        if self.link.is_some() || self.file_written.is_some() {
            let pieces = self.buffered.pieces;
            pieces.set(pieces.get() << 4 | piece as u64);
        }
    }

    /// The bytes of what was put, which are now written.
    pub(crate) fn flushed(&self) -> Message {
        let mut message = Message::new();
        let pieces = self.buffered.pieces.get();
        let digits = (0..16).rev().map(|digit| (pieces >> (4 * digit) & 15) as usize);
        for piece in digits.filter_map(|digit| Piece::ALL.get(digit.wrapping_sub(1))) {
            let file = || self.migration_file().saved;
            let ram = match self.file_written {
                None => message::mem_size(self.world.pages),
                Some(_) => file().mem_size(),
            };
            match piece {
                Piece::Header => put(&mut message, &HEADER),
                Piece::Section => put(&mut message, &[Section::Ram.byte()]),
                Piece::MemSize => put(&mut message, &ram.encode()),
                Piece::Flush => put(&mut message, &Token::MultifdFlush.encode()),
                Piece::Eos => put(&mut message, &Token::Eos.encode()),
                Piece::End => put(&mut message, &[Section::End.byte()]),
                Piece::SwitchoverStart => put(&mut message, &[Section::SwitchoverStart.byte()]),
                Piece::OpenReturnPath => put(&mut message, &[Section::OpenReturnPath.byte()]),
                Piece::RamBlock => file().put_ram_block(&mut message),
                Piece::Discard => put(&mut message, &[Section::Discard.byte()]),
                Piece::Packaged => put(&mut message, &[Section::Packaged.byte()]),
                Piece::PackagedWithPing => put(&mut message, &[Section::PackagedWithPing.byte()]),
                Piece::Pages => self.put_postcopy_pages(&mut message),
            }
        }
        self.buffered.pieces.set(0);
        message
    }

    /// `multifd_send_initial_packet`, as bytes.
    pub(crate) fn initial_packet(&self, p: &SendParams) -> Message {
        let mut message = Message::new();
        put(&mut message, &Init { uuid: UUID, id: p.id }.encode());
        message
    }

    /// A packet and the pages that follow it. Pages are as they were when they
    /// were queued.
    pub(crate) fn packet(&self, packet: Packet, packet_num: u64, pages: Option<&Pages>) -> Sent {
        let sorted = |pages| self.multifd_send_zero_page_detect(pages, packet.pages);
        let sent = pages.map_or_else(Sorted::none, sorted);
        let method = if sent.is_empty() { 0 } else { self.world.compression.flag() };
        let head = PacketHead { flags: packet.flags | method, packet_num };
        Sent::packet(message::packet(&self.revision.format, &head, &sent))
    }

    /// A packet of a device's state: which packet of which device it is.
    pub(crate) fn device_state_packet(&self, data: &Pages) -> Message {
        let contents = data.contents.get();
        message::device_state((contents >> 8) as u32, contents & 255)
    }

    /// `qio_channel_write_all`, of bytes that are only made where the destination is played.
    pub(crate) fn write_bytes(
        &self,
        ioc: QIOChannel,
        bytes: impl FnOnce() -> Sent,
    ) -> Result<(), Error> {
        match self.link {
            None => sim_io::qio_channel_write_all(ioc),
            Some(_) if sim_io::qio_channel_is_orphaned(ioc) => Err(Error::Broken),
            Some(_) => {
                let Sent { message, unseen } = bytes();
                sim_io::qio_channel_write_unseen(ioc, &message, unseen)
            }
        }
    }

    /// `qio_channel_tls_bye`: one write. A destination that has closed answers
    /// it by a reset, which comes too late for it to fail.
    pub(crate) fn write_bye(&self, tioc: QIOChannel) -> Result<(), Error> {
        sim_io::qio_channel_tls_bye(tioc)
    }
}
