//! The send side: `multifd_send_state`, `MultiFDSendParams`, and who may touch what.

mod address;
mod bye;
mod connect;
mod device;
mod error;
mod file;
mod packet;
mod pages;
mod queue;
mod setup;
mod shutdown;
mod slot;
mod sync;
mod thread;
mod tls;
mod zero_copy;
mod zero_page;

use sim_io::{
    Array, Atomic, Counter, Ghost, Heap, Name, Plain, QIOChannel, QemuMutex, QemuSemaphore,
    QemuThread, Racy, Structure, Word, broken, memory, qatomic_read,
};

pub(crate) use self::{
    address::OutgoingArgs,
    bye::{ByeError, TlsSession},
    device::{SaveThreads, SendDeviceState},
    packet::Packet,
    pages::{Pages, Payload},
    slot::RamSend,
    zero_copy::ZeroCopySend,
    zero_page::found,
};
use crate::{
    compression::{CompressData, Methods},
    rules,
    source::Source,
    world::World,
};

memory! {
    /// Target of `multifd_send_state`.
    pub(crate) struct MultiFDSendState {
        /// Held by the thread that sends, since d19cc4dca0.
        pub multifd_send_mutex: QemuMutex,
        /// Posted by a channel that can take work, and by one that fails.
        pub channels_ready: QemuSemaphore,
        /// Posted for a channel whose creation has ended.
        pub channels_created: QemuSemaphore,
        /// Set when every channel shall exit.
        pub exiting: Atomic<bool>,
        /// The number of the next packet, where packets are numbered when they are filled.
        pub packet_num: Counter,
        /// The number of the next, where the migration thread numbers them.
        pub packet_num_queued: Plain<u64>,
        /// The page set that the migration thread fills, until a71ef5c7f3.
        pub pages: Plain<u32>,
        /// The channel that is asked first. A `static` in C.
        pub next_channel: Plain<u32>,
        /// Set when a channel has failed, or the migration thread has given up halfway.
        pub interrupted: Ghost<bool>,
        /// Channels that have kicked because they leave.
        pub exit_kicks: Ghost<u64>,
        /// Channels whose creation has ended.
        pub settled: Ghost<u64>,
        /// Packets that were given a number when they were filled.
        pub numbered: Ghost<u64>,
        /// Syncs that have succeeded.
        pub syncs: Ghost<u64>,
        /// Pages that were queued.
        pub pages_queued: Ghost<u64>,
        /// Pages that were written.
        pub pages_written: Ghost<u64>,
        /// Channels that failed.
        pub errors: Ghost<u64>,
    }
}

memory! {
    /// State that the migration thread and a channel share.
    pub(crate) struct MultiFDSendParams {
        /// The thread of the channel; before e1921f10d9, of its handshake first.
        pub thread: QemuThread,
        /// The thread of its handshake, since.
        pub tls_thread: QemuThread,
        /// Set if `tls_thread` was created.
        pub tls_thread_created: Plain<bool>,
        /// Set if `thread` was created (a2a63c4abd).
        pub thread_created: Racy<bool>,
        /// Set while the thread runs, before that.
        pub running: Racy<bool>,
        /// The channel, once there is one.
        pub c: Racy<Connection>,
        /// Set while the channel is registered with yank, until 0518b5d8d3.
        pub registered_yank: Plain<bool>,
        /// Semaphore on which the channel waits for work.
        pub sem: QemuSemaphore,
        /// Semaphore on which the migration thread waits for a sync to be done.
        pub sem_sync: QemuSemaphore,
        /// Guards the fields below, until 488c84acb4.
        pub mutex: QemuMutex,
        /// Set when this channel shall exit, until 15f3f21d59.
        pub quit: Racy<bool>,
        /// Set while there are pages to send; before f5f48a7891, the number of requests.
        pub pending_job: Atomic<u64>,
        /// Set while a sync is asked for, since.
        pub pending_sync: Atomic<bool>,
        /// The page set that belongs to the channel while `pending_job` is set.
        pub pages: Plain<u32>,
        /// Flags of the next packet.
        pub flags: Plain<u32>,
        /// The number of the next packet, until 98ea497d8b.
        pub packet_num: Racy<u64>,
        /// The flags of the packet that is being written, where C has them in a
        /// local of the thread.
        pub failed_flags: Ghost<u64>,
        /// The number of the last packet that was filled and one, where the migration thread
        /// numbers them.
        pub last_number: Ghost<u64>,
        /// Syncs that the channel has executed.
        pub synced: Ghost<u64>,
    }
}

/// Targets of `p->c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    Null,
    Socket,
    Tls,
    File,
}

impl Connection {
    /// Returns true if it can be shut down, and so is registered with yank.
    pub(crate) fn has_shutdown(self) -> bool {
        match self {
            Connection::Null | Connection::File => false,
            Connection::Socket | Connection::Tls => true,
        }
    }
}

impl Word for Connection {
    const NAMES: &'static [&'static str] = &["NULL", "socket", "TLS session", "file"];

    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        match word {
            0 => Connection::Null,
            1 => Connection::Socket,
            2 => Connection::Tls,
            _ => Connection::File,
        }
    }
}

/// `multifd_send_state`, and the arrays that hang on it.
#[derive(Clone, Copy)]
pub(crate) struct SendState {
    memory: Heap,
    state: MultiFDSendState,
    /// The set that RAM fills.
    pub(crate) ram: RamSend,
    /// State for sending the states of devices.
    pub(crate) device: SendDeviceState,
    /// The TLS session of each channel.
    pub(crate) sessions: Array<TlsSession>,
    /// The error of each session that could not be ended.
    pub(crate) bye_errors: Array<ByeError>,
    /// The address that they connect to.
    pub(crate) outgoing_args: OutgoingArgs,
    /// State that the compression method keeps for each channel.
    pub(crate) compress_data: Array<CompressData>,
    /// The channels.
    pub(crate) params: Array<MultiFDSendParams>,
    /// A page set for each channel, one for the migration thread, and one for
    /// the devices if there are any.
    page_sets: Array<Pages>,
}

impl std::ops::Deref for SendState {
    type Target = MultiFDSendState;

    fn deref(&self) -> &MultiFDSendState {
        &self.state
    }
}

/// `MultiFDSendParams *p`: the fields, and which channel it is.
#[derive(Clone, Copy)]
pub(crate) struct SendParams {
    /// `p->id`.
    pub(crate) id: u8,
    params: MultiFDSendParams,
}

impl std::ops::Deref for SendParams {
    type Target = MultiFDSendParams;

    fn deref(&self) -> &MultiFDSendParams {
        &self.params
    }
}

/// `MULTIFD_FLAG_SYNC`.
pub(crate) const MULTIFD_FLAG_SYNC: u32 = 1;

impl SendState {
    pub(crate) fn declare(world: &World) -> Self {
        let channels = world.channels;
        let devices = u8::from(world.devices.count > 0);
        let state = MultiFDSendState::declare(Name::of("multifd_send_state"));
        SendState {
            memory: state.memory,
            state,
            ram: RamSend::declare(Name::of("multifd_ram_send")),
            device: SendDeviceState::declare(Name::of("multifd_send_device_state")),
            sessions: Array::declare("session", channels),
            bye_errors: Array::declare("bye_error", channels),
            outgoing_args: OutgoingArgs::declare(),
            compress_data: Array::declare("compress_data", channels),
            params: Array::declare("params", channels),
            page_sets: Array::declare("pages", channels + 1 + devices),
        }
    }

    /// Sets what is there before the setup: nothing but the statics.
    pub(crate) fn start(&self) {
        self.ram.memory.permanent();
        self.sessions.iter().for_each(|session| session.memory.permanent());
        self.outgoing_args.start();
    }

    /// A channel.
    pub(crate) fn p(&self, id: u8) -> SendParams {
        SendParams { id, params: self.params.at(id) }
    }

    /// Each channel, in order.
    pub(crate) fn channels(&self) -> impl Iterator<Item = SendParams> {
        let send = *self;
        (0..send.params.len()).map(move |id| send.p(id))
    }

    /// All that is allocated.
    pub(crate) fn heaps(&self) -> impl Iterator<Item = Heap> {
        let params = self.params.iter().map(|params| params.memory);
        let sets = self.page_sets.iter().map(|pages| pages.memory);
        let compress_data = self.compress_data.iter().map(|data| data.memory);
        std::iter::once(self.memory)
            .chain(params)
            .chain(sets)
            .chain(compress_data)
            .chain([self.outgoing_args.memory(), self.device.memory])
    }

    /// A page set.
    pub(crate) fn page_set(&self, index: u32) -> Pages {
        self.page_sets.at(index as u8)
    }

    /// S10, when every channel has ended. While a sync waits, or after one was
    /// given up, a channel's token for it is there and not consumed, in every
    /// revision: that is no drift.
    pub(crate) fn check_channels_ready(&self) {
        let most = u64::from(self.params.len()) + self.exit_kicks.get();
        let count = self.channels_ready.count();
        if count > most && !self.interrupted.get() {
            let detail = format!("{count} tokens for {most} channels");
            broken(rules::S10.name, Name::of("multifd_send_state.channels_ready"), &detail);
        }
    }
}

impl Source {
    /// `multifd_send_state->ops`.
    pub(crate) fn compressor(&self) -> Methods {
        Methods::of_sender(self.world.compression)
    }

    /// `multifd_send_should_exit`.
    pub(crate) fn multifd_send_should_exit(&self) -> bool {
        qatomic_read(self.send.exiting)
    }

    /// The channel that `p->c` points to.
    pub(crate) fn ioc(&self, p: &SendParams, c: Connection) -> Option<QIOChannel> {
        match c {
            Connection::Null => None,
            Connection::Socket => Some(self.sioc(p.id)),
            Connection::Tls => Some(self.tioc(p.id)),
            Connection::File => Some(self.file_channel(p.id)),
        }
    }
}
