//! What joins the two hosts, where both are played: the sockets of the
//! destination, its listener, and what the source writes to them.

use arrayvec::ArrayVec;
use sim_io::{Array, Error, Ghost, QIOChannel, Socket, Sources, g_idle_source_attach, memory};

use crate::{
    incoming::{
        Accepted,
        stream::{HEADER, Section},
    },
    send::{Filled, Pages, SendParams},
    source::Source,
    wire::{
        init::Init,
        packet::{Packet, Pages as WirePages},
        stream::Token,
    },
    world::{PAGE_COUNT, PAGE_SIZE, RAM_BLOCK, UUID},
};

/// The most bytes of a message: a packet and its pages.
pub(crate) const MESSAGE_MAX: usize = 512;

/// A message.
pub(crate) type Message = ArrayVec<u8, MESSAGE_MAX>;

memory! {
    /// What has been put into the main channel's file and not been flushed.
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
    /// How much RAM there is.
    MemSize,
    /// The channels are to be flushed.
    Flush,
    /// The section ends.
    Eos,
    /// The stream ends.
    End,
}

impl Piece {
    const ALL: [Piece; 6] =
        [Piece::Header, Piece::Section, Piece::MemSize, Piece::Flush, Piece::Eos, Piece::End];
}

/// The other host.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    /// Its ends of the channels, and behind them that of the main channel.
    pub(crate) sockets: Array<Socket>,
    /// Where connections wait for it.
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

    /// `qemu_put_*`, where somebody will read it.
    pub(crate) fn put(&self, piece: Piece) {
        if self.link.is_some() {
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
            let ram = Token::MemSize(u64::from(self.world.pages) << 12);
            match piece {
                Piece::Header => extend(&mut message, &HEADER),
                Piece::Section => extend(&mut message, &[Section::Ram.byte()]),
                Piece::MemSize => extend(&mut message, &ram.encode()),
                Piece::Flush => extend(&mut message, &Token::MultifdFlush.encode()),
                Piece::Eos => extend(&mut message, &Token::Eos.encode()),
                Piece::End => extend(&mut message, &[Section::End.byte()]),
            }
        }
        self.buffered.pieces.set(0);
        message
    }

    /// `multifd_send_initial_packet`, as bytes.
    pub(crate) fn initial_packet(&self, p: &SendParams) -> Message {
        let mut message = Message::new();
        extend(&mut message, &Init { uuid: UUID, id: p.id }.encode());
        message
    }

    /// A packet and the pages that follow it. Pages are as they were when they
    /// were queued.
    pub(crate) fn packet(&self, packet: Filled, packet_num: u64, pages: Option<&Pages>) -> Message {
        let format = self.revision.format;
        let queued: ArrayVec<(u64, u64), { PAGE_COUNT as usize }> =
            pages.map(|pages| pages.queued(packet.pages).collect()).unwrap_or_default();
        let offsets: ArrayVec<u64, { PAGE_COUNT as usize }> =
            queued.iter().map(|(page, _)| page * PAGE_SIZE).collect();
        let pages = WirePages {
            ramblock: (!offsets.is_empty()).then_some(RAM_BLOCK),
            normal_num: offsets.len(),
            offsets: &offsets,
        };
        let next_packet_size = (offsets.len() as u64 * PAGE_SIZE) as u32;
        let mut message: Message = std::iter::repeat_n(0, format.packet_length()).collect();
        Packet { flags: packet.flags, packet_num, next_packet_size, pages }
            .fill(&format, &mut message);
        queued.iter().for_each(|(_, round)| extend(&mut message, &round.to_be_bytes()));
        message
    }

    /// `qio_channel_write_all`, of bytes that are only made where somebody reads them.
    pub(crate) fn write_bytes(
        &self,
        ioc: QIOChannel,
        bytes: impl FnOnce() -> Message,
    ) -> Result<(), Error> {
        match self.link {
            None => sim_io::qio_channel_write_all(ioc),
            Some(_) if sim_io::qio_channel_is_orphaned(ioc) => Err(Error::Broken),
            Some(_) => sim_io::qio_channel_write(ioc, &bytes()),
        }
    }
}

/// Puts bytes at the end of a message.
///
/// # Panics
/// If it becomes too long.
pub(crate) fn extend(message: &mut Message, bytes: &[u8]) {
    message.try_extend_from_slice(bytes).expect("a message is short");
}
