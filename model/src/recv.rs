//! The receive side: `multifd_recv_state`, `MultiFDRecvParams`, and who may touch what.

mod channel;
mod cleanup;
mod device;
mod packet;
mod setup;
mod sync;
mod terminate;
mod thread;

use sim_io::{
    Array, Atomic, Ghost, Heap, Name, Plain, QemuMutex, QemuSemaphore, QemuThread, Racy, Structure,
    memory,
};

use crate::{
    compression::{CompressData, Methods},
    incoming::Incoming,
};

memory! {
    /// What `multifd_recv_state` points to.
    pub(crate) struct MultiFDRecvState {
        /// Posted by a channel that has come to a SYNC.
        pub sem_sync: QemuSemaphore,
        /// How many channels have a thread.
        pub count: Atomic<u64>,
        /// Whether everybody shall exit (11dd7be575).
        pub exiting: Atomic<bool>,
        /// The highest number of a packet, as of the last sync.
        pub packet_num: Plain<u64>,
        /// Syncs that every channel has come to.
        pub syncs: Ghost<u64>,
        /// Channels that failed.
        pub errors: Ghost<u64>,
    }
}

memory! {
    /// What the main loop of the destination and a channel share.
    pub(crate) struct MultiFDRecvParams {
        /// The thread of the channel.
        pub thread: QemuThread,
        /// Whether `thread` was created (a2a63c4abd).
        pub thread_created: Plain<bool>,
        /// Whether the thread runs, before that.
        pub running: Racy<bool>,
        /// The connection of the channel and one, once there is one.
        pub c: Racy<u64>,
        /// Guards `quit`, `running` and `packet_num`.
        pub mutex: QemuMutex,
        /// Where the channel waits for the end of a sync.
        pub sem_sync: QemuSemaphore,
        /// Whether this channel shall exit, until 11dd7be575.
        pub quit: Racy<bool>,
        /// The number of the newest packet.
        pub packet_num: Plain<u64>,
        /// Whether there ever was a thread.
        pub started: Ghost<bool>,
    }
}

/// `multifd_recv_state`, and the array that hangs on it.
#[derive(Clone, Copy)]
pub(crate) struct RecvState {
    state: MultiFDRecvState,
    params: Array<MultiFDRecvParams>,
    /// What the compression method keeps for each channel.
    pub(crate) compress_data: Array<CompressData>,
}

impl std::ops::Deref for RecvState {
    type Target = MultiFDRecvState;

    fn deref(&self) -> &MultiFDRecvState {
        &self.state
    }
}

/// `MultiFDRecvParams *p`: the fields, and which channel it is.
#[derive(Clone, Copy)]
pub(crate) struct RecvParams {
    /// `p->id`.
    pub(crate) id: u8,
    params: MultiFDRecvParams,
}

impl std::ops::Deref for RecvParams {
    type Target = MultiFDRecvParams;

    fn deref(&self) -> &MultiFDRecvParams {
        &self.params
    }
}

impl RecvState {
    pub(crate) fn declare(channels: u8) -> Self {
        RecvState {
            state: MultiFDRecvState::declare(Name::of("multifd_recv_state")),
            params: Array::declare("recv_params", channels),
            compress_data: Array::declare("recv_compress_data", channels),
        }
    }

    /// A channel.
    pub(crate) fn p(&self, id: u8) -> RecvParams {
        RecvParams { id, params: self.params.at(id) }
    }

    /// Each channel, in order.
    pub(crate) fn channels(&self) -> impl Iterator<Item = RecvParams> {
        let recv = *self;
        (0..recv.params.len()).map(move |id| recv.p(id))
    }

    /// All that is allocated.
    pub(crate) fn heaps(&self) -> impl Iterator<Item = Heap> {
        let params = self.params.iter().map(|params| params.memory);
        std::iter::once(self.state.memory).chain(params)
    }
}

impl Incoming {
    /// `multifd_recv_state->ops`.
    pub(crate) fn decompressor(&self) -> Methods {
        Methods::of_receiver(self.world.compression)
    }
}
