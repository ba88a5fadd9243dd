//! The semaphores: as QEMU's, or such that only count.

use sim_io::{
    Atomic, Ghost, QemuSemaphore, await_any, memory, qatomic_read, qatomic_set, qemu_sem_post,
    qemu_sem_wait,
};

use super::{
    orders::{Orders, Site, Strength},
    sender::{Channel, Sender},
};

memory! {
    /// A semaphore that orders nothing but its own tokens.
    pub(super) struct Counter {
        /// Read by who posts, and by who waits: loom tries all accesses of a word in all orders.
        pub(super) turn: Atomic<u64>,
        pub(super) posted: Ghost<u64>,
        pub(super) waited: Ghost<u64>,
    }
}

memory! {
    /// A token of such a semaphore: who waits for it sees it some time.
    pub(super) struct Token {
        pub(super) word: Atomic<u64>,
    }
}

/// The most tokens that a stage posts to one semaphore.
const TOKENS: u8 = 12;

/// A semaphore of the sender.
#[derive(Clone, Copy, Debug)]
pub(super) enum Semaphore {
    Ready,
    Wake(Channel),
    Synced(Channel),
}

impl Semaphore {
    /// The number of semaphores in a sender of so many channels.
    pub(super) fn count(channels: u8) -> u8 {
        1 + 2 * channels
    }

    /// The number of tokens to declare: none is used where all semaphores are QEMU's.
    pub(super) fn tokens(channels: u8, orders: Orders) -> u8 {
        let sites = [Site::Wake, Site::Synced, Site::Ready];
        if sites.iter().any(|&site| orders.at(site) == Strength::Relaxed) {
            Semaphore::count(channels) * TOKENS
        } else {
            1
        }
    }

    fn index(self) -> u8 {
        match self {
            Semaphore::Ready => 0,
            Semaphore::Wake(p) => 1 + 2 * p.id.get() as u8,
            Semaphore::Synced(p) => 2 + 2 * p.id.get() as u8,
        }
    }

    fn site(self) -> Site {
        match self {
            Semaphore::Ready => Site::Ready,
            Semaphore::Wake(_) => Site::Wake,
            Semaphore::Synced(_) => Site::Synced,
        }
    }
}

impl Sender {
    /// `qemu_sem_post`.
    pub(super) fn post(&self, semaphore: Semaphore) {
        match self.orders.at(semaphore.site()) {
            Strength::Relaxed => self.post_token(semaphore),
            _ => qemu_sem_post(self.handle(semaphore)),
        }
    }

    /// `qemu_sem_wait`.
    pub(super) fn wait(&self, semaphore: Semaphore) {
        match self.orders.at(semaphore.site()) {
            Strength::Relaxed => self.wait_for_token(semaphore),
            _ => qemu_sem_wait(self.handle(semaphore)),
        }
    }

    fn handle(&self, semaphore: Semaphore) -> QemuSemaphore {
        match semaphore {
            Semaphore::Ready => self.state.channels_ready,
            Semaphore::Wake(p) => p.sem,
            Semaphore::Synced(p) => p.sem_sync,
        }
    }

    fn post_token(&self, semaphore: Semaphore) {
        let counter = self.counters.at(semaphore.index());
        qatomic_read(counter.turn);
        let token = self.token(semaphore, counter.posted);
        qatomic_set(token.word, 1);
    }

    fn wait_for_token(&self, semaphore: Semaphore) {
        let counter = self.counters.at(semaphore.index());
        qatomic_read(counter.turn);
        let token = self.token(semaphore, counter.waited);
        await_any(&[(token.word, 1)]);
    }

    /// The next token of those that were counted.
    fn token(&self, semaphore: Semaphore, counted: Ghost<u64>) -> Token {
        let number = counted.get() as u8;
        assert!(number < TOKENS, "there are tokens enough");
        counted.count();
        self.tokens.at(semaphore.index() * TOKENS + number)
    }
}
