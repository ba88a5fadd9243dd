//! A small protocol in the manner of multifd's sending side, for comparing
//! searches with each other and with other model checkers.
//!
//! A main loop creates channels when the migration thread asks for them, and
//! frees everything when told to. The migration thread hands a page to an idle
//! channel, asks every channel for a sync, and waits for all of them. Each
//! semaphore operation, access of an atomic word, creation and join is a step;
//! what a mutex would guard for one access is one atomic word here, so that
//! this is one step as well. Hand translations of it for other model checkers
//! stand in the crate `multifd-peers`.

mod main_loop;
mod migration;
mod sender;

use sim_io::{
    Array, Atomic, Name, Program, QemuSemaphore, QemuThread, Sources, Structure, ThreadId,
    declare_thread, g_new0, memory, qatomic_set, qatomic_xchg, qemu_sem_init, report_outcome,
};

/// A world of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// The number of channels.
    pub channels: u8,
    /// The thread that connects a channel.
    pub transport: Transport,
    /// The wait of the migration thread for the channels' creation.
    pub creation: Creation,
    /// The channel that cannot be connected.
    pub failing: Option<u8>,
    /// The number of times that a page and a sync are sent.
    pub rounds: u8,
}

/// The thread that connects a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The main loop itself.
    Plain,
    /// A thread of its own, which does the handshake.
    Tls,
}

/// The wait of the migration thread for the channels' creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// The migration thread does not wait; a channel that fails wakes it.
    Unfixed,
    /// It waits; a channel that fails wakes no thread.
    Fixed,
}

impl Protocol {
    /// The program to search.
    pub fn program(self) -> Program {
        Program::copyable(Name::of("main"), move || {
            main_loop::run(World::declare(self));
        })
    }

    fn fails(self, channel: u8) -> bool {
        self.failing == Some(channel)
    }
}

memory! {
    struct State {
        channels_created: QemuSemaphore,
        channels_ready: QemuSemaphore,
        exiting: Atomic<bool>,
        failed: Atomic<bool>,
    }
}

memory! {
    struct Channel {
        sem: QemuSemaphore,
        sem_sync: QemuSemaphore,
        pending_job: Atomic<bool>,
        pending_sync: Atomic<bool>,
        connected: Atomic<bool>,
        thread: QemuThread,
        thread_created: Atomic<bool>,
        thread_listed: Atomic<bool>,
        tls: QemuThread,
        tls_created: Atomic<bool>,
        tls_listed: Atomic<bool>,
    }
}

memory! {
    struct Loop {
        sem: QemuSemaphore,
        queue: Sources,
        migration: QemuThread,
    }
}

/// The world that all threads share.
#[derive(Clone, Copy)]
struct World {
    protocol: Protocol,
    state: State,
    channels: Array<Channel>,
    main_loop: Loop,
    /// The migration thread, then the send threads, then those of the handshakes.
    first: ThreadId,
}

impl World {
    fn declare(protocol: Protocol) -> World {
        let main_loop = Loop::declare(Name::of("main_loop"));
        main_loop.memory.permanent();
        qemu_sem_init(main_loop.sem, 0);
        let state = State::declare(Name::of("state"));
        g_new0(state.memory);
        qemu_sem_init(state.channels_created, 0);
        qemu_sem_init(state.channels_ready, 0);
        let channels = Array::<Channel>::declare("channel", protocol.channels);
        for channel in channels.iter() {
            g_new0(channel.memory);
            qemu_sem_init(channel.sem, 0);
            qemu_sem_init(channel.sem_sync, 0);
        }
        let first = declare_thread(Name::of("migration"));
        for base in ["send_", "tls_"] {
            for index in 0..protocol.channels {
                declare_thread(Name::indexed(base, index));
            }
        }
        World { protocol, state, channels, main_loop, first }
    }

    fn send_thread(self, index: u8) -> ThreadId {
        self.first.shifted(1 + index)
    }

    fn tls_thread(self, index: u8) -> ThreadId {
        self.first.shifted(1 + self.protocol.channels + index)
    }

    /// The first error is the one that counts.
    fn set_error(self) {
        if !qatomic_xchg(self.state.exiting, true) {
            qatomic_set(self.state.failed, true);
        }
    }

    /// All that is left in the end, while it still lives.
    fn report(self) {
        let left = |word: fn(Channel) -> Atomic<bool>| -> String {
            let words = self.channels.iter().map(|channel| word(channel).peek());
            words.map(|word| if word { '1' } else { '0' }).collect()
        };
        report_outcome(format!(
            "failed {}, connected {}, jobs {}, syncs {}",
            u8::from(self.state.failed.peek()),
            left(|channel| channel.connected),
            left(|channel| channel.pending_job),
            left(|channel| channel.pending_sync),
        ));
    }
}
