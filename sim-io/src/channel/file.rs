//! Channels on files: each piece stands at its place, written through any channel.
//!
//! A file is a row of pieces. Each is written and read as a whole, through any
//! number of channels at once, and the reader of a piece comes after its writer,
//! as the kernel's own lock has it. A channel on a file has no `shutdown`.
//! Source: `io/channel-file.c`.

use super::{Error, Peer, QIOChannel, wire::keep};
use crate::{
    engine,
    heap::touch,
    memory,
    mishap::mishap,
    object::Array,
    sync::{Atomic, qatomic_load_acquire, qatomic_store_release},
};

memory! {
    /// A piece of a file.
    pub struct FilePiece {
        /// The word that stands for the bytes there, plus one; 0 if there are none.
        pub content: Atomic<u64>,
    }
}

/// A file as the kernel has it. It is as old as the process, and stays.
#[derive(Clone, Copy, Debug)]
pub struct File(Array<FilePiece>);

impl File {
    /// Declares a file of so many pieces, all empty.
    ///
    /// # Panics
    /// If it has none.
    pub fn declare(name: &'static str, pieces: u8) -> File {
        let pieces: Array<FilePiece> = Array::declare(name, pieces);
        pieces.iter().for_each(|piece| piece.memory.permanent());
        File(pieces)
    }

    /// Puts bytes into a piece before any other thread can see it. No step.
    pub fn lay(self, piece: u8, bytes: &[u8]) {
        self.0.at(piece).content.initialise(keep(bytes) + 1);
    }

    /// The contents of a piece. A ghost: no step, for checks of rules only.
    pub fn peek<R>(self, piece: u8, f: impl FnOnce(&[u8]) -> R) -> R {
        with_content(self.0.at(piece).content.peek(), f)
    }
}

fn with_content<R>(content: u64, f: impl FnOnce(&[u8]) -> R) -> R {
    match content.checked_sub(1) {
        None => f(&[]),
        Some(word) => engine::with(|machine, _| f(machine.bytes.of(word).bytes())),
    }
}

/// Counts a use of the channel, which fails if the world says so.
fn use_of(ioc: QIOChannel) -> Result<File, Error> {
    touch(ioc.object);
    let nth = ioc.socket.written.get();
    ioc.socket.written.set(nth + 1);
    match ioc.peer {
        Peer::ResetsAt(at) if nth >= u64::from(at) => {
            mishap(|| format!("the device fails a use of {}", ioc.object.name()));
            Err(Error::Broken)
        }
        Peer::Healthy | Peer::ResetsAt(_) | Peer::StallsAt(_) => {
            Ok(ioc.file.expect("it is a channel on a file"))
        }
    }
}

/// `qio_channel_pwritev`: writes a piece.
///
/// # Errors
/// [`Error::Broken`] if the device is full, or the write fails.
///
/// # Panics
/// If the channel is not on a file.
pub fn qio_channel_pwritev(ioc: QIOChannel, piece: u8, bytes: &[u8]) -> Result<(), Error> {
    let file = use_of(ioc)?;
    qatomic_store_release(file.0.at(piece).content, keep(bytes) + 1);
    Ok(())
}

/// `qio_channel_write_all` where the channel stands: behind what is in the
/// piece already. Only one channel appends to a piece.
///
/// # Errors
/// Like [`qio_channel_pwritev`].
///
/// # Panics
/// If the channel is not on a file.
pub fn qio_channel_append(ioc: QIOChannel, piece: u8, bytes: &[u8]) -> Result<(), Error> {
    let file = use_of(ioc)?;
    // Nothing may be owned across a step.
    let all = keep(&file.peek(piece, |before| [before, bytes].concat()));
    qatomic_store_release(file.0.at(piece).content, all + 1);
    Ok(())
}

/// `qio_channel_pread`: reads from byte `at` of a piece; how many bytes there were.
///
/// # Errors
/// [`Error::Broken`] if the read fails.
///
/// # Panics
/// If the channel is not on a file.
pub fn qio_channel_pread(
    ioc: QIOChannel,
    piece: u8,
    at: usize,
    bytes: &mut [u8],
) -> Result<usize, Error> {
    let file = use_of(ioc)?;
    let content = qatomic_load_acquire(file.0.at(piece).content);
    Ok(with_content(content, |all| {
        let there = all.get(at..).unwrap_or_default();
        let length = there.len().min(bytes.len());
        bytes[..length].copy_from_slice(&there[..length]);
        length
    }))
}
