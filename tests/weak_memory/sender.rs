//! The sender: what its threads share, and its words as strong as the orders say.

use std::iter;

use sim_io::{
    Array, Atomic, Ghost, Name, Plain, QemuMutex, QemuSemaphore, QemuThread, Racy, Structure,
    memory, qatomic_load_acquire, qatomic_read, qatomic_set, qatomic_store_release,
    qemu_mutex_init, qemu_sem_init,
};

use super::{
    orders::{Orders, Site, Strength},
    semaphore::{Counter, Semaphore, Token},
};

memory! {
    /// `MultiFDSendParams`. Each word twice: atomic, and for when it is plain.
    pub(super) struct Channel {
        pub(super) id: Plain<u64>,
        pub(super) sem: QemuSemaphore,
        pub(super) sem_sync: QemuSemaphore,
        pub(super) pending_job: Atomic<u64>,
        pub(super) plain_job: Racy<u64>,
        pub(super) pending_sync: Atomic<u64>,
        pub(super) plain_sync: Racy<u64>,
        /// The slot that the channel holds.
        pub(super) slot: Plain<u64>,
        /// The number of jobs of the migration thread it was given.
        pub(super) given: Plain<u64>,
        /// The number of them it has written.
        pub(super) written: Plain<u64>,
        /// The request for the last sync that it has done.
        pub(super) synced: Plain<u64>,
        pub(super) thread: QemuThread,
        /// The number of tokens `sem` was given, and the one with which the thread ends.
        pub(super) tokens: Ghost<u64>,
        pub(super) last_token: Ghost<u64>,
    }
}

memory! {
    /// `multifd_send_state`.
    pub(super) struct State {
        pub(super) channels_ready: QemuSemaphore,
        pub(super) send_mutex: QemuMutex,
        pub(super) exiting: Atomic<u64>,
        pub(super) plain_exiting: Racy<u64>,
        pub(super) packet_num: Atomic<u64>,
        pub(super) next_channel: Plain<u64>,
    }
}

memory! {
    /// A slot that a producer fills and a channel empties.
    pub(super) struct Slot {
        /// Nothing, or whose job it is.
        pub(super) payload: Plain<u64>,
    }
}

memory! {
    /// A thread that gives jobs to channels.
    pub(super) struct Producer {
        /// The slot that it holds.
        pub(super) slot: Plain<u64>,
        /// The thread of a device.
        pub(super) thread: QemuThread,
    }
}

/// The most devices that send their state.
const DEVICES_MAX: u8 = 2;

/// Nothing is in a slot.
pub(super) const NONE: u64 = 0;
/// Pages, from the migration thread.
pub(super) const RAM: u64 = 1;
/// The state of a device, from its own thread.
pub(super) const DEVICE: u64 = 2;

/// The way in which the sender hands jobs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// v9.0: the migration thread alone queues, and asks for syncs by a bool.
    V9,
    /// v10: threads of devices queue as well, one at a time under
    /// `multifd_send_mutex`, and a sync has a kind.
    V10,
}

impl Shape {
    /// The value that `pending_sync` is set to.
    pub(super) fn sync_request(self) -> u64 {
        match self {
            Shape::V9 => 1,
            // MULTIFD_SYNC_ALL
            Shape::V10 => 2,
        }
    }
}

/// The end of the threads of the channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// As in QEMU: `exiting` is set, and a thread that looks stops.
    Exiting,
    /// After all that they were told to do. No thread looks at `exiting`, and none sets it: a load
    /// of what never changes orders nothing.
    LastToken,
}

/// All of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sender {
    pub(super) shape: Shape,
    pub(super) end: End,
    pub(super) orders: Orders,
    pub(super) state: State,
    pub(super) channels: Array<Channel>,
    pub(super) slots: Array<Slot>,
    pub(super) counters: Array<Counter>,
    pub(super) tokens: Array<Token>,
    pub(super) ram: Producer,
    pub(super) devices: Array<Producer>,
}

impl Sender {
    /// Declares a sender, as `multifd_send_setup` leaves it.
    pub(super) fn new(shape: Shape, end: End, orders: Orders, channels: u8) -> Self {
        let state = State::declare(Name::of("state"));
        let sender = Sender {
            shape,
            end,
            orders,
            state,
            channels: Array::declare("params", channels),
            slots: Array::declare("slot", channels + 1 + DEVICES_MAX),
            counters: Array::declare("semaphore", Semaphore::count(channels)),
            tokens: Array::declare("token", Semaphore::tokens(channels, orders)),
            ram: Producer::declare(Name::of("ram")),
            devices: Array::declare("device", DEVICES_MAX),
        };
        sender.set_up();
        sender
    }

    fn set_up(&self) {
        let state = self.state;
        state.memory.permanent();
        qemu_sem_init(state.channels_ready, 0);
        qemu_mutex_init(state.send_mutex);
        state.exiting.initialise(0);
        state.packet_num.initialise(0);
        self.slots.iter().for_each(|slot| slot.memory.permanent());
        for counter in self.counters.iter() {
            counter.memory.permanent();
            counter.turn.initialise(0);
        }
        for token in self.tokens.iter() {
            token.memory.permanent();
            token.word.initialise(0);
        }
        for (index, p) in self.channels.iter().enumerate() {
            p.memory.permanent();
            qemu_sem_init(p.sem, 0);
            qemu_sem_init(p.sem_sync, 0);
            p.pending_job.initialise(0);
            p.pending_sync.initialise(0);
            p.slot.set(index as u64);
            p.id.set(index as u64);
        }
        let producers = iter::once(self.ram).chain(self.devices.iter());
        for (producer, slot) in producers.zip(u64::from(self.channels.len())..) {
            producer.memory.permanent();
            producer.slot.set(slot);
        }
    }

    /// Returns true if all threads shall stop.
    pub(super) fn should_exit(&self) -> bool {
        let word = (self.state.exiting, self.state.plain_exiting);
        match self.end {
            End::Exiting => load(word, self.orders.at(Site::ExitWord)) != 0,
            End::LastToken => false,
        }
    }

    /// Wakes a channel.
    pub(super) fn wake(&self, p: &Channel) {
        p.tokens.count();
        self.post(Semaphore::Wake(*p));
    }

    /// Sets `exiting`, without a look at what it was.
    pub(super) fn set_exiting(&self) {
        let word = (self.state.exiting, self.state.plain_exiting);
        store(word, self.orders.at(Site::ExitWord), 1);
    }

    /// Reads `pending_job` at `site`.
    pub(super) fn load_job(&self, p: &Channel, site: Site) -> bool {
        load((p.pending_job, p.plain_job), self.job_strength(site)) != 0
    }

    /// Writes `pending_job` at `site`.
    pub(super) fn store_job(&self, p: &Channel, site: Site, pending: bool) {
        store((p.pending_job, p.plain_job), self.job_strength(site), u64::from(pending));
    }

    fn job_strength(&self, site: Site) -> Strength {
        match (self.orders.at(Site::JobWord), site) {
            (Strength::Plain, _) => Strength::Plain,
            // The load itself is relaxed: the fence comes once, after the scan.
            (_, Site::Scan) => Strength::Relaxed,
            _ => self.orders.at(site),
        }
    }

    /// Reads `pending_sync`.
    pub(super) fn load_sync(&self, p: &Channel) -> u64 {
        load((p.pending_sync, p.plain_sync), self.orders.at(Site::SyncWord))
    }

    /// Writes `pending_sync`.
    pub(super) fn store_sync(&self, p: &Channel, request: u64) {
        store((p.pending_sync, p.plain_sync), self.orders.at(Site::SyncWord), request);
    }
}

fn load((atomic, plain): (Atomic<u64>, Racy<u64>), strength: Strength) -> u64 {
    match strength {
        Strength::Plain => plain.get(),
        Strength::Relaxed | Strength::Release => qatomic_read(atomic),
        Strength::Acquire | Strength::AcqRel | Strength::SeqCst => qatomic_load_acquire(atomic),
    }
}

fn store((atomic, plain): (Atomic<u64>, Racy<u64>), strength: Strength, value: u64) {
    match strength {
        Strength::Plain => plain.set(value),
        Strength::Relaxed | Strength::Acquire => qatomic_set(atomic, value),
        Strength::Release | Strength::AcqRel | Strength::SeqCst => {
            qatomic_store_release(atomic, value);
        }
    }
}
