//! The destination of a postcopy: what its main loop does, and how pages come.

use sim_io::{
    Atomic, Error, Ghost, Name, Plain, QemuSemaphore, QemuThread, Structure, ThreadId, Word,
    broken, broken_ghost, declare_thread, in_function, inner_loop, memory, qatomic_load_acquire,
    qatomic_read, qatomic_xchg, qemu_bh_schedule, qemu_sem_init, qemu_sem_post, qemu_sem_wait,
    qemu_thread_create, qemu_thread_create_detached, qio_channel_write,
};

use super::{Callback, Incoming};
use crate::{
    migration::{MigrationStatus, Postcopy, PostcopyState},
    rules,
    wire::{
        return_path::{PACKAGED_LOADED, Pong},
        stream::{Block, PageKind, Token},
    },
    world::RAM_BLOCK,
};

memory! {
    /// State of `MigrationIncomingState` for postcopy.
    pub(crate) struct ListenState {
        /// Progress of postcopy: `incoming_postcopy_state`.
        pub phase: Atomic<Phase>,
        /// The thread that listens.
        pub listen_thread: QemuThread,
        /// `have_listen_thread`.
        pub have_listen_thread: Plain<bool>,
        /// `thread_sync_event`: the thread runs.
        pub thread_sync: QemuSemaphore,
        /// `main_thread_load_event`: the main loop has the package behind it.
        pub main_thread_load: QemuSemaphore,
        /// Set if the guest will run here, or does.
        pub runs: Ghost<bool>,
    }
}

/// `PostcopyState`, without what comes before a thread listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// `POSTCOPY_INCOMING_ADVISE`.
    Advise,
    /// `POSTCOPY_INCOMING_LISTENING`.
    Listening,
    /// `POSTCOPY_INCOMING_RUNNING`.
    Running,
    /// `POSTCOPY_INCOMING_END`.
    End,
}

impl Phase {
    const ALL: [Phase; 4] = [Phase::Advise, Phase::Listening, Phase::Running, Phase::End];

    /// `postcopy_is_running`.
    fn is_running(self) -> bool {
        match self {
            Phase::Listening | Phase::Running => true,
            Phase::Advise | Phase::End => false,
        }
    }
}

impl Word for Phase {
    const NAMES: &'static [&'static str] = &["ADVISE", "LISTENING", "RUNNING", "END"];

    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        Self::ALL[word as usize]
    }
}

/// State of the destination for postcopy.
#[derive(Clone, Copy)]
pub(crate) struct Listening {
    pub(super) state: ListenState,
    thread: ThreadId,
    /// State of the source that rules remember.
    source: PostcopyState,
}

impl Listening {
    /// Declares it where the source may become postcopy.
    pub(super) fn declare(source: Option<Postcopy>) -> Option<Listening> {
        source.map(|source| {
            let state = ListenState::declare(Name::of("incoming_postcopy"));
            state.memory.permanent();
            state.phase.initialise(Phase::Advise);
            qemu_sem_init(state.thread_sync, 0);
            qemu_sem_init(state.main_thread_load, 0);
            let thread = declare_thread(Name::of("mig/dst/listen"));
            Listening { state, thread, source: source.state }
        })
    }
}

impl Incoming {
    /// # Panics
    /// If the world has no postcopy.
    pub(super) fn listening(&self) -> Listening {
        self.postcopy.expect("the source may become postcopy")
    }

    /// `postcopy_is_running`.
    pub(super) fn postcopy_is_running(&self) -> bool {
        self.postcopy
            .is_some_and(|postcopy| qatomic_load_acquire(postcopy.state.phase).is_running())
    }

    /// Returns true if a thread listens, to which the main loop leaves the rest.
    pub(super) fn has_listen_thread(&self) -> bool {
        self.postcopy.is_some_and(|postcopy| postcopy.state.have_listen_thread.get())
    }

    /// `loadvm_postcopy_ram_handle_discard`, of every page.
    pub(super) fn postcopy_ram_discard(&self) {
        self.pages.iter().for_each(|page| page.version.set(0));
    }

    /// `loadvm_handle_cmd_packaged`, by the main loop. States of devices have no size.
    pub(super) fn handle_packaged(&self, has_ping: bool) -> Result<(), Error> {
        let _in = in_function("loadvm_handle_cmd_packaged");
        self.postcopy_handle_listen();
        if has_ping {
            self.migrate_send_rp_pong();
        }
        self.postcopy_handle_run()
    }

    /// `loadvm_postcopy_handle_listen`: it waits until the thread is there.
    fn postcopy_handle_listen(&self) {
        let _in = in_function("loadvm_postcopy_handle_listen");
        let listening = self.listening();
        qatomic_xchg(listening.state.phase, Phase::Listening);
        listening.state.have_listen_thread.set(true);
        let incoming = *self;
        let listen = move || incoming.postcopy_listen_thread();
        match self.revision.listen_end.joins() {
            true => qemu_thread_create(listening.state.listen_thread, listening.thread, listen),
            false => qemu_thread_create_detached(listening.thread, listen),
        }
        qemu_sem_wait(listening.state.thread_sync);
    }

    /// `migrate_send_rp_pong`, whose caller does not ask whether it could be sent.
    fn migrate_send_rp_pong(&self) {
        let _in = in_function("migrate_send_rp_pong");
        let ioc = self.ioc(self.main_connection());
        let pong = Pong { value: PACKAGED_LOADED };
        let _unasked: Result<(), Error> = qio_channel_write(ioc, &pong.encode());
    }

    /// `loadvm_postcopy_handle_run`.
    ///
    /// # Errors
    /// If the thread that listens has come to its end already.
    fn postcopy_handle_run(&self) -> Result<(), Error> {
        let _in = in_function("loadvm_postcopy_handle_run");
        if qatomic_load_acquire(self.listening().state.phase) != Phase::Listening {
            return Err(Error::BadData);
        }
        let device = MigrationStatus::PostcopyDevice;
        if self.revision.postcopy_device.pings() && qatomic_read(self.state.state) == device {
            self.set_incoming_state(device, MigrationStatus::PostcopyActive);
        }
        qatomic_xchg(self.listening().state.phase, Phase::Running);
        self.listening().state.runs.set(true);
        qemu_bh_schedule(self.main_loop.sources, Callback::Run);
        Ok(())
    }

    /// `loadvm_postcopy_handle_run_bh`: the guest runs. What it has is what it had, and
    /// what it does not have it waits for.
    pub(super) fn postcopy_handle_run_bh(&self) {
        let _in = in_function("loadvm_postcopy_handle_run_bh");
        self.check_arrived(|version| version == 0);
    }

    /// The main loop has loaded the package.
    pub(super) fn main_thread_loaded(&self) {
        if let Some(listening) = self.postcopy {
            qemu_sem_post(listening.state.main_thread_load);
        }
    }

    /// `ram_load_postcopy`: one section.
    pub(super) fn ram_load_postcopy(&self) -> Result<(), Error> {
        let _in = in_function("ram_load_postcopy");
        let tokens = inner_loop();
        loop {
            tokens.head(&[]);
            let mut word = [0; 8];
            self.get(&mut word)?;
            match self.tokens().decode(word).map_err(|_| Error::BadData)? {
                Token::Page { kind: PageKind::Plain, block: Block::Named, offset } => {
                    self.place_page((offset >> 12) as u8)?;
                }
                Token::Eos => return Ok(()),
                // Since de695b1399 a FLUSH is an error as well.
                Token::Page { .. } | Token::MemSize(_) | Token::MultifdFlush | Token::Hook => {
                    return Err(Error::BadData);
                }
            }
        }
    }

    /// `postcopy_place_page`.
    fn place_page(&self, page: u8) -> Result<(), Error> {
        let mut block = [0; 1 + RAM_BLOCK.len()];
        self.get(&mut block)?;
        let mut version = [0; 8];
        self.get(&mut version)?;
        self.pages.at(page).version.set(u64::from_be_bytes(version));
        Ok(())
    }

    /// The last round that a sync can be of.
    pub(crate) fn last_round(&self) -> u64 {
        let rounds = u64::from(self.world.rounds);
        let sent = self.postcopy.and_then(|postcopy| postcopy.source.sent.get().checked_sub(1));
        sent.unwrap_or(rounds)
    }

    /// Returns true if the guest has begun to run here.
    pub(crate) fn guest_runs(&self) -> bool {
        self.postcopy.is_some_and(|postcopy| postcopy.state.runs.get())
    }

    /// S21, where a channel brings pages.
    pub(crate) fn check_precopy(&self) {
        let is_postcopy = |listening: Listening| listening.state.phase.peek().is_running();
        if self.postcopy.is_some_and(is_postcopy) {
            let detail = "a channel brings pages, and postcopy has begun";
            broken(rules::S21.name, self.state.memory.name(), detail);
        }
    }

    /// ARRIVED, but for pages of which `may_lack` says that they are still to come.
    pub(super) fn check_arrived(&self, may_lack: impl Fn(u64) -> bool) {
        let round = self.listening().source.round.get();
        for (index, page) in self.pages.iter().enumerate().take(self.world.pages.into()) {
            let (version, round) = (page.version.get(), self.world.version(index as u8, round));
            if version != round && !may_lack(version) {
                let detail = rules::wrong_page(index, version, round);
                broken_ghost(rules::ARRIVED.name, page.version, &detail);
            }
        }
    }
}
