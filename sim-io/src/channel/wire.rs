//! The bytes that one side of a connection writes and the other reads, in order.
//!
//! A write arrives as a whole; a read takes as many bytes as it asks for, from
//! one write or from several. Source: `io/channel.c`.

use std::ops::Range;

use super::{Error, QIOChannel, Socket, qio_channel_write_all};
use crate::{
    engine,
    heap::touch,
    machine::{Shows, Text},
    main_loop::{Sources, g_idle_source_attach, next_callback, qemu_poll},
    object::{Field, HeapId},
    sync::Plain,
    word::Word,
};

/// The arrivals at a socket: words that stand for bytes.
#[derive(Clone, Copy, Debug)]
pub struct Arrivals(Sources);

impl Field for Arrivals {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let sources = Sources::declare(heap, name);
        engine::with(|machine, _| machine.show(sources.0, Shows::Bytes));
        Arrivals(sources)
    }

    fn shifted(self, objects: u16) -> Self {
        Arrivals(self.0.shifted(objects))
    }
}

/// A plain word that stands for bytes.
#[derive(Clone, Copy, Debug)]
pub struct Unread(Plain<u64>);

impl Field for Unread {
    fn declare(heap: HeapId, name: &'static str) -> Self {
        let word = Plain::<u64>::declare(heap, name);
        engine::with(|machine, _| machine.show(word.0, Shows::Bytes));
        Unread(word)
    }

    fn shifted(self, objects: u16) -> Self {
        Unread(self.0.shifted(objects))
    }
}

/// The result of `qio_channel_read_all_eof`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Received {
    /// All the bytes that were asked for.
    All,
    /// The stream ended before the first of them.
    EndOfStream,
}

/// One arrival at a socket.
#[derive(Clone, Copy)]
pub(super) enum Arrival {
    /// The peer, or this side, will send no more.
    EndOfStream,
    /// The peer reset the connection.
    Reset,
    /// The end of a TLS session: no more comes.
    CloseNotify,
    /// Bytes, by the word that stands for them.
    Bytes(u64),
}

/// The meaning of a word in the queue of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// The end of what the peer, or this side, will send.
    EndOfStream,
    /// A reset.
    Reset,
    /// The end of a TLS session.
    CloseNotify,
    /// Bytes.
    Bytes,
}

impl Arrived {
    /// The meaning of `word`.
    pub fn of(word: u64) -> Arrived {
        match Arrival::from_word(word) {
            Arrival::EndOfStream => Arrived::EndOfStream,
            Arrival::Reset => Arrived::Reset,
            Arrival::CloseNotify => Arrived::CloseNotify,
            Arrival::Bytes(_) => Arrived::Bytes,
        }
    }
}

impl Word for Arrival {
    fn to_word(self) -> u64 {
        match self {
            Arrival::EndOfStream => 0,
            Arrival::Reset => 1,
            Arrival::CloseNotify => 2,
            Arrival::Bytes(bytes) => bytes + 3,
        }
    }

    fn from_word(word: u64) -> Self {
        match word {
            0 => Arrival::EndOfStream,
            1 => Arrival::Reset,
            2 => Arrival::CloseNotify,
            bytes => Arrival::Bytes(bytes - 3),
        }
    }
}

/// Something arrives at `socket`.
pub(super) fn arrive(socket: Socket, arrival: Arrival) {
    g_idle_source_attach(socket.incoming.0, arrival);
}

pub(super) fn keep(bytes: &[u8]) -> u64 {
    keep_with(bytes, 0..0)
}

/// Keeps bytes of which those of `unseen` are only passed on.
fn keep_with(bytes: &[u8], unseen: Range<usize>) -> u64 {
    engine::with(|machine, _| machine.bytes.keep(Text::new(bytes, unseen)))
}

/// `qio_channel_write_all`: writes `bytes`, for the other side to read.
///
/// # Errors
/// If the connection was reset by the peer or shut down from this side.
pub fn qio_channel_write(ioc: QIOChannel, bytes: &[u8]) -> Result<(), Error> {
    qio_channel_write_unseen(ioc, bytes, 0..0)
}

/// Writes bytes of which those of `unseen` are a number that its reader only passes on:
/// no thread's behaviour may depend on them.
///
/// # Errors
/// Like [`qio_channel_write`].
pub fn qio_channel_write_unseen(
    ioc: QIOChannel,
    bytes: &[u8],
    unseen: Range<usize>,
) -> Result<(), Error> {
    qio_channel_write_all(ioc)?;
    if let Some(other) = ioc.wire {
        arrive(other, Arrival::Bytes(keep_with(bytes, unseen)));
    }
    Ok(())
}

/// Returns true if the other side has given its descriptor back: what is written now is
/// answered by a reset.
///
/// TCP lets one more write succeed before the reset comes. To let the first one
/// fail loses no behaviour, as long as the writer cannot have learned of the close:
/// no thread reads what it wrote, so that schedule is one in which the write came
/// before the close. The last message of a TLS session can come after it, and is
/// let through.
pub fn qio_channel_is_orphaned(ioc: QIOChannel) -> bool {
    ioc.wire.is_some_and(|other| other.closed.get())
}

/// `qio_channel_read_all_eof`: fills `bytes`. Waits until there are enough.
///
/// # Errors
/// [`Error::Reset`] if the connection was reset, [`Error::UnexpectedEof`] if
/// the stream ends after some of the bytes, [`Error::PrematureTermination`] if
/// that of a TLS session ends before them, and the session did not.
pub fn qio_channel_read_all_eof(ioc: QIOChannel, bytes: &mut [u8]) -> Result<Received, Error> {
    touch(ioc.object);
    match wait_for(ioc, bytes.len())? {
        Received::EndOfStream => Ok(Received::EndOfStream),
        Received::All => {
            take(ioc.socket, bytes);
            Ok(Received::All)
        }
    }
}

/// `qio_channel_read_all`: the same, where the end of the stream is an error.
///
/// # Errors
/// Like [`qio_channel_read_all_eof`], and [`Error::UnexpectedEof`] at any end.
pub fn qio_channel_read_all(ioc: QIOChannel, bytes: &mut [u8]) -> Result<(), Error> {
    match qio_channel_read_all_eof(ioc, bytes)? {
        Received::All => Ok(()),
        Received::EndOfStream => Err(Error::UnexpectedEof),
    }
}

/// `migration_channel_read_peek`: fills `bytes`, and leaves them to be read again.
///
/// # Errors
/// Like [`qio_channel_read_all`].
pub fn qio_channel_read_peek(ioc: QIOChannel, bytes: &mut [u8]) -> Result<(), Error> {
    touch(ioc.object);
    match wait_for(ioc, bytes.len())? {
        Received::EndOfStream => Err(Error::UnexpectedEof),
        Received::All => {
            with_unread(ioc.socket, |unread| bytes.copy_from_slice(&unread[..bytes.len()]));
            Ok(())
        }
    }
}

/// Waits until `len` bytes have arrived that no thread has read.
fn wait_for(ioc: QIOChannel, len: usize) -> Result<Received, Error> {
    let socket = ioc.socket;
    loop {
        let unread = with_unread(socket, <[u8]>::len);
        if unread >= len {
            return Ok(Received::All);
        }
        match next_arrival(socket) {
            Arrival::Bytes(word) => append(socket, word),
            Arrival::Reset => return Err(Error::Reset),
            Arrival::EndOfStream | Arrival::CloseNotify if unread > 0 => {
                return Err(Error::UnexpectedEof);
            }
            Arrival::EndOfStream if ioc.is_tls() => return Err(Error::PrematureTermination),
            Arrival::EndOfStream | Arrival::CloseNotify => return Ok(Received::EndOfStream),
        }
    }
}

/// Waits for the next arrival. A thread that has come to the end finds it again.
fn next_arrival(socket: Socket) -> Arrival {
    if let Some(end) = socket.ended.get().checked_sub(1) {
        return Arrival::from_word(end);
    }
    qemu_poll(socket.incoming.0);
    let arrival = next_callback(socket.incoming.0);
    match arrival {
        Arrival::Bytes(_) => (),
        Arrival::EndOfStream | Arrival::Reset | Arrival::CloseNotify => {
            socket.ended.set(arrival.to_word() + 1);
        }
    }
    arrival
}

/// Calls `f` with the bytes that have arrived and that no thread has read.
fn with_unread<R>(socket: Socket, f: impl FnOnce(&[u8]) -> R) -> R {
    match socket.unread.0.get() {
        0 => f(&[]),
        word => engine::with(|machine, _| f(machine.bytes.of(word - 1).bytes())),
    }
}

fn append(socket: Socket, word: u64) {
    let all = match socket.unread.0.get() {
        0 => word,
        unread => engine::with(|machine, _| {
            let all = machine.bytes.of(unread - 1).followed_by(machine.bytes.of(word));
            machine.bytes.keep(all)
        }),
    };
    socket.unread.0.set(all + 1);
}

fn take(socket: Socket, bytes: &mut [u8]) {
    let word = socket.unread.0.get();
    if bytes.is_empty() {
        return;
    }
    let left = engine::with(|machine, _| {
        let text = machine.bytes.of(word - 1);
        bytes.copy_from_slice(&text.bytes()[..bytes.len()]);
        let rest = text.behind(bytes.len());
        if rest.bytes().is_empty() { 0 } else { machine.bytes.keep(rest) + 1 }
    });
    socket.unread.0.set(left);
}
