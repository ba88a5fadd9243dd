//! `QIOChannel`: a socket, a TLS session on top of one, or an open file.
//!
//! The socket lives in the kernel: any thread may shut it down, and pending
//! and later operations then end. What the other side does is a value, decided
//! before the execution begins. Source: `io/channel-socket.c`, `io/channel-tls.c`.

mod file;
mod tls;
mod wire;

pub use self::file::{File, FilePiece, qio_channel_append, qio_channel_pread, qio_channel_pwritev};
use self::wire::{Arrival, Arrivals, Unread, arrive};
pub use self::{
    tls::{qio_channel_tls_bye, qio_channel_tls_push},
    wire::{
        Arrived, Received, qio_channel_is_orphaned, qio_channel_read_all, qio_channel_read_all_eof,
        qio_channel_read_peek, qio_channel_write, qio_channel_write_unseen,
    },
};
use crate::{
    ablation::{Act, leaves_out},
    heap::{Heap, g_new0, object_ref, object_unref, touch},
    memory,
    mishap::mishap,
    sync::{
        Atomic, Ghost, Plain, QemuSemaphore, qatomic_read, qatomic_xchg, qemu_sem_init,
        qemu_sem_post, qemu_sem_wait,
    },
    word::Word,
};

memory! {
    /// The socket as the kernel sees it. It outlives all references to it.
    pub struct Socket {
        /// True once either side has shut it down.
        pub shut: Atomic<bool>,
        /// True once this side has given its descriptor back: arrivals then meet a reset.
        pub closed: Ghost<bool>,
        /// Posted at the shutdown, for threads that are stuck in the socket.
        pub unblocked: QemuSemaphore,
        /// The number of writes so far.
        pub written: Plain<u64>,
        /// The arrivals from the other side that no thread has looked at.
        pub incoming: Arrivals,
        /// The bytes that a thread has looked at and not read, plus one.
        pub unread: Unread,
        /// The end of the stream, plus one, once a thread has come to it.
        pub ended: Plain<u64>,
    }
}

memory! {
    /// The object that references of a channel are counted of.
    pub struct ChannelObject {}
}

/// The behaviour of the peer towards one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// It takes everything.
    Healthy,
    /// It resets the connection at the n-th write, from 0.
    ResetsAt(u8),
    /// It stops reading at the n-th write, from 0: that write never returns by itself.
    StallsAt(u8),
}

/// The error of an operation on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Error {
    /// The connection was refused.
    Refused,
    /// The connection was reset, or shut down from this side.
    Broken,
    /// The TLS session could not be created.
    TlsClient,
    /// The TLS handshake failed.
    Handshake,
    /// The peer reset the connection, as a reader sees it.
    Reset,
    /// The stream ended where more had to come.
    UnexpectedEof,
    /// The data read is not as it should be.
    BadData,
    /// The stream of a TLS session ended before the session did.
    PrematureTermination,
    /// The TLS session of a connection that was accepted could not be created.
    TlsServer,
}

impl Word for Error {
    fn to_word(self) -> u64 {
        match self {
            Error::Refused => 1,
            Error::Broken => 2,
            Error::TlsClient => 3,
            Error::Handshake => 4,
            Error::Reset => 5,
            Error::UnexpectedEof => 6,
            Error::BadData => 7,
            Error::PrematureTermination => 8,
            Error::TlsServer => 9,
        }
    }

    fn from_word(word: u64) -> Self {
        match word {
            1 => Error::Refused,
            2 => Error::Broken,
            3 => Error::TlsClient,
            4 => Error::Handshake,
            5 => Error::Reset,
            6 => Error::UnexpectedEof,
            7 => Error::BadData,
            8 => Error::PrematureTermination,
            _ => Error::TlsServer,
        }
    }
}

/// A channel: an object with references, and the socket behind it.
#[derive(Clone, Copy, Debug)]
pub struct QIOChannel {
    /// The object that references are counted of.
    pub object: Heap,
    socket: Socket,
    peer: Peer,
    /// The channel below a TLS session, of which it holds a reference.
    master: Option<Heap>,
    /// The socket at which writes arrive; none if no thread reads them.
    wire: Option<Socket>,
    /// The file that it is on, if it is no socket.
    file: Option<File>,
}

impl QIOChannel {
    /// A socket that is connected to `peer`, or will be.
    pub fn socket(object: ChannelObject, socket: Socket, peer: Peer) -> Self {
        QIOChannel { object: object.memory, socket, peer, master: None, wire: None, file: None }
    }

    /// A TLS session on top of `self`.
    pub fn tls(self, object: ChannelObject) -> Self {
        QIOChannel { object: object.memory, master: Some(self.object), ..self }
    }

    /// Returns the channel with `other` at the far end of the wire.
    pub fn connected_to(self, other: Socket) -> Self {
        QIOChannel { wire: Some(other), ..self }
    }

    /// A channel on a file instead. What the peer would do to a write, the
    /// device does to a use of the file: it fails at the n-th.
    pub fn in_file(self, file: File) -> Self {
        QIOChannel { file: Some(file), ..self }
    }

    /// Makes the kernel's side of it usable. It was there before the process asked for it.
    pub fn exists_in_kernel(self) {
        self.socket.memory.permanent();
        qemu_sem_init(self.socket.unblocked, 0);
    }

    /// The descriptor is given back, or the process is gone: the other side
    /// reads the end of the stream. No step where there is no other side.
    pub fn closes_in_kernel(self) {
        if self.wire.is_none() {
            return;
        }
        self.socket.closed.set(true);
        if !qatomic_xchg(self.socket.shut, true) {
            end_streams(self);
        }
    }

    /// Returns true if it is a TLS session.
    pub fn is_tls(self) -> bool {
        self.master.is_some()
    }
}

/// `qio_channel_socket_new`, `qio_channel_tls_new_client`: one reference.
/// A TLS session takes a reference of the channel below it.
pub fn qio_channel_new(ioc: QIOChannel) {
    g_new0(ioc.object);
    if let Some(master) = ioc.master {
        object_ref(master);
    }
}

/// `object_unref` of a channel; the last one of a TLS session drops the channel
/// below it, and the last one of a socket closes it.
#[track_caller]
pub fn qio_channel_unref(ioc: QIOChannel) {
    if object_unref(ioc.object) {
        finalize(ioc);
    }
}

fn finalize(ioc: QIOChannel) {
    if ioc.master.is_none_or(object_unref) {
        ioc.closes_in_kernel();
    }
}

/// `qio_channel_write_all`: writes everything, or fails.
///
/// # Errors
/// If the connection was reset by the peer or shut down from this side.
pub fn qio_channel_write_all(ioc: QIOChannel) -> Result<(), Error> {
    touch(ioc.object);
    let socket = ioc.socket.memory;
    if qatomic_read(ioc.socket.shut) {
        mishap(|| format!("write to {} fails: it is shut down", socket.name()));
        return Err(Error::Broken);
    }
    let nth = ioc.socket.written.get();
    ioc.socket.written.set(nth + 1);
    match ioc.peer {
        Peer::ResetsAt(at) if nth >= u64::from(at) => {
            mishap(|| format!("write to {} fails: reset by peer", socket.name()));
            reset(ioc, nth == u64::from(at));
            Err(Error::Broken)
        }
        Peer::StallsAt(at) if nth >= u64::from(at) => {
            mishap(|| format!("write to {} blocks: the peer stops reading", socket.name()));
            qemu_sem_wait(ioc.socket.unblocked);
            Err(Error::Broken)
        }
        Peer::Healthy | Peer::ResetsAt(_) | Peer::StallsAt(_) => Ok(()),
    }
}

/// Resets the connection: readers at either side see the first failure too.
fn reset(ioc: QIOChannel, first: bool) {
    if let Some(other) = ioc.wire
        && first
    {
        arrive(ioc.socket, Arrival::Reset);
        arrive(other, Arrival::Reset);
    }
}

/// Returns true if the socket was shut down from this side, as a handshake finds out.
pub fn qio_channel_is_shut(ioc: QIOChannel) -> bool {
    touch(ioc.object);
    qatomic_read(ioc.socket.shut)
}

/// Waits until the socket is shut down: a handshake that the peer never answers.
pub fn qio_channel_stall(ioc: QIOChannel) {
    touch(ioc.object);
    qemu_sem_wait(ioc.socket.unblocked);
}

/// `qio_channel_shutdown(..., QIO_CHANNEL_SHUTDOWN_BOTH)`: from any thread. A
/// channel on a file has none, and goes on.
#[track_caller]
pub fn qio_channel_shutdown(ioc: QIOChannel) {
    if leaves_out(Act::Shutdown, ioc.object.id()) {
        return;
    }
    touch(ioc.object);
    if let Some(master) = ioc.master {
        touch(master);
    }
    if ioc.file.is_some() {
        return;
    }
    if !qatomic_xchg(ioc.socket.shut, true) {
        // Enough for each thread that could be stuck: one writes or handshakes at a time.
        qemu_sem_post(ioc.socket.unblocked);
        end_streams(ioc);
    }
}

/// Ends both directions for their readers.
fn end_streams(ioc: QIOChannel) {
    if let Some(other) = ioc.wire {
        arrive(ioc.socket, Arrival::EndOfStream);
        arrive(other, Arrival::EndOfStream);
    }
}

/// `qio_channel_close`: the owner gives the descriptor back; the other side
/// reads the end of the stream, and no thread here may use it any more.
#[track_caller]
pub fn qio_channel_close(ioc: QIOChannel) {
    if leaves_out(Act::Close, ioc.object.id()) {
        return;
    }
    touch(ioc.object);
    ioc.closes_in_kernel();
}
