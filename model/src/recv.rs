//! The receive side: `multifd_recv_state`, `MultiFDRecvParams`, and who may touch what.

mod channel;
mod cleanup;
mod device;
mod file;
mod packet;
mod setup;
mod sync;
mod terminate;
mod thread;
mod zero_page;

use sim_io::{
    Array, Atomic, Ghost, Heap, Name, Plain, QemuMutex, QemuSemaphore, QemuThread, Racy, Structure,
    Unseen, g_free, g_new0, memory,
};

use self::file::MultiFDRecvData;
pub(crate) use self::zero_page::ReceivedMap;
use crate::{
    compression::{CompressData, Methods},
    incoming::{ErrorObject, Incoming},
    world::Transport,
};

memory! {
    /// Target of `multifd_recv_state`.
    pub(crate) struct MultiFDRecvState {
        /// Posted by a channel that has come to a SYNC.
        pub sem_sync: QemuSemaphore,
        /// The number of channels that have a thread.
        pub count: Atomic<u64>,
        /// Set when every channel shall exit (11dd7be575).
        pub exiting: Atomic<bool>,
        /// The highest number of a packet, as of the last sync.
        pub packet_num: Unseen,
        /// The slot that the main loop fills for a channel that reads a file.
        pub data: Plain<u32>,
        /// The channel that is asked first. A `static` in C.
        pub next_recv_channel: Plain<u64>,
        /// Syncs that every channel has come to.
        pub syncs: Ghost<u64>,
        /// Channels that failed.
        pub errors: Ghost<u64>,
    }
}

memory! {
    /// State that the main loop of the destination and a channel share.
    pub(crate) struct MultiFDRecvParams {
        /// The thread of the channel.
        pub thread: QemuThread,
        /// Set if `thread` was created (a2a63c4abd).
        pub thread_created: Plain<bool>,
        /// Set while the thread runs, before that.
        pub running: Racy<bool>,
        /// The connection of the channel and one, once there is one.
        pub c: Racy<u64>,
        /// Guards `quit`, `running` and `packet_num`.
        pub mutex: QemuMutex,
        /// Semaphore on which the channel waits for the end of a sync.
        pub sem_sync: QemuSemaphore,
        /// Set when this channel shall exit, until 11dd7be575.
        pub quit: Racy<bool>,
        /// The number of the newest packet.
        pub packet_num: Unseen,
        /// Semaphore on which a channel that reads a file waits for work.
        pub sem: QemuSemaphore,
        /// Set while there is some.
        pub pending_job: Atomic<u64>,
        /// The slot that belongs to the channel while `pending_job` is set.
        pub data: Plain<u32>,
        /// Set if there ever was a thread.
        pub started: Ghost<bool>,
    }
}

/// `multifd_recv_state`, and the array that hangs on it.
#[derive(Clone, Copy)]
pub(crate) struct RecvState {
    state: MultiFDRecvState,
    params: Array<MultiFDRecvParams>,
    /// State that the compression method keeps for each channel.
    pub(crate) compress_data: Array<CompressData>,
    /// State for reading a file.
    files: Option<FileSlots>,
}

/// State of channels that read a file.
#[derive(Clone, Copy)]
pub(crate) struct FileSlots {
    /// A slot for each channel, and one for the main loop.
    slots: Array<MultiFDRecvData>,
    /// The error of each channel that is there when a read is short: none.
    errors: Array<ErrorObject>,
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
    pub(crate) fn declare(channels: u8, transport: Transport) -> Self {
        let files = || FileSlots {
            slots: Array::declare("recv_data", channels + 1),
            errors: Array::declare("local_err", channels),
        };
        RecvState {
            state: MultiFDRecvState::declare(Name::of("multifd_recv_state")),
            params: Array::declare("recv_params", channels),
            compress_data: Array::declare("recv_compress_data", channels),
            files: (transport == Transport::File).then(files),
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
        let slots = self.slots().map(|slot| slot.memory);
        std::iter::once(self.state.memory).chain(params).chain(slots)
    }

    /// The setup gives each channel a slot, and the main loop one.
    fn set_up_slots(&self) {
        self.slots().for_each(|slot| g_new0(slot.memory));
        self.channels().for_each(|p| p.data.set(p.id.into()));
        self.data.set(self.params.len().into());
    }

    /// `multifd_recv_cleanup_state`: everything but the channels' slots.
    fn free(&self) {
        if self.files.is_some() {
            g_free(self.slot(self.data.get()).memory);
        }
        self.params.iter().for_each(|params| g_free(params.memory));
        g_free(self.state.memory);
    }

    /// Frees the slot of a channel, where one is there that is used.
    pub(crate) fn free_slot_of(&self, p: &RecvParams) {
        if self.files.is_some() {
            g_free(self.slot(p.data.get()).memory);
        }
    }

    fn slots(&self) -> impl Iterator<Item = MultiFDRecvData> {
        self.files.into_iter().flat_map(|files| files.slots.iter())
    }

    /// A slot.
    ///
    /// # Panics
    /// If no file is read.
    pub(crate) fn slot(&self, index: u32) -> MultiFDRecvData {
        self.files.expect("a file is read").slots.at(index as u8)
    }

    /// The error of a channel's thread.
    ///
    /// # Panics
    /// If no file is read.
    pub(crate) fn error(&self, p: &RecvParams) -> Heap {
        self.files.expect("a file is read").errors.at(p.id).memory
    }
}

impl Incoming {
    /// `multifd_recv_state->ops`.
    pub(crate) fn decompressor(&self) -> Methods {
        Methods::of_receiver(self.world.compression)
    }
}
