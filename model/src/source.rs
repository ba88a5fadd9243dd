//! The source host: its memory, its channels, its threads.

mod callback;

use sim_io::{
    Array, ChannelObject, Heap, Name, QIOChannel, QIOTask, QemuMutex, QemuSemaphore, Socket,
    Sources, Structure, ThreadId, YankInstance, declare_environment_thread, declare_thread, memory,
    qemu_mutex_init, qemu_sem_init,
};

pub(crate) use self::callback::Callback;
pub use self::callback::callback_name;
use crate::{
    incoming::FarEnds,
    link::{Buffered, Link},
    migration::{
        MainChannel, MigrationFile, MigrationState, MigrationThreads, Parameters, Postcopy,
        QEMUFile, RpState,
    },
    revision::Revision,
    send::{SaveThreads, SendState, ZeroCopySend},
    world::{Destination, Transport, World},
};

memory! {
    /// The main loop: its lock, and the callbacks that wait for it.
    pub(crate) struct MainLoop {
        /// The big QEMU lock.
        pub bql: QemuMutex,
        /// The callbacks.
        pub sources: Sources,
    }
}

memory! {
    /// A connection, as the destination's main loop sees it.
    pub(crate) struct Handshaking {
        /// The client's first message has arrived.
        pub hello: QemuSemaphore,
        /// The server has answered.
        pub answer: QemuSemaphore,
    }
}

memory! {
    /// The connections that the destination has not accepted yet.
    pub(crate) struct Backlog {
        /// Their numbers, in the order in which they came.
        pub accepted: Sources,
    }
}

/// The source host. Small, and copied into every thread.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) world: World,
    pub(crate) revision: Revision,
    pub(crate) main_loop: MainLoop,
    pub(crate) migration: MigrationState,
    pub(crate) file: QEMUFile,
    pub(crate) yank: YankInstance,
    pub(crate) send: SendState,
    pub(crate) backlog: Backlog,
    pub(crate) rp_state: RpState,
    pub(crate) main_channel: MainChannel,
    pub(crate) from_dst: QEMUFile,
    pub(crate) handshaking: Array<Handshaking>,
    main_object: ChannelObject,
    main_socket: Socket,
    siocs: Array<ChannelObject>,
    tiocs: Array<ChannelObject>,
    sockets: Array<Socket>,
    tasks: Array<QIOTask>,
    tls_tasks: Array<QIOTask>,
    live_migration: ThreadId,
    outside: ThreadId,
    destination: ThreadId,
    workers: ThreadId,
    handshakes: ThreadId,
    senders: ThreadId,
    return_path: ThreadId,
    answering: ThreadId,
    /// Data that has been put into `to_dst_file`, where it will be read.
    pub(crate) buffered: Buffered,
    /// The file, where nothing is sent.
    pub(crate) file_written: Option<MigrationFile>,
    /// The other host, where it is played.
    pub(crate) link: Option<Link>,
    management: ThreadId,
    /// The threads that save devices, if there are any.
    pub(crate) save_threads: Option<SaveThreads>,
    /// State of sends without a copy, if there are any.
    pub(crate) zero_copy: Option<ZeroCopySend>,
    /// State for postcopy, if it may become that.
    pub(crate) postcopy: Option<Postcopy>,
    /// Parameters that management changes meanwhile, if it does.
    pub(crate) parameters: Option<Parameters>,
    pub(crate) threads: MigrationThreads,
}

/// Declares so many threads; the first of them.
pub(crate) fn declare_threads(name: &'static str, count: u8) -> ThreadId {
    let first = declare_thread(Name::indexed(name, 0));
    (1..count).for_each(|index| {
        declare_thread(Name::indexed(name, index));
    });
    first
}

/// Declares threads that play a peer.
pub(crate) fn declare_scripts(name: &'static str, count: u8) -> ThreadId {
    let first = declare_environment_thread(Name::indexed(name, 0));
    (1..count).for_each(|index| {
        declare_environment_thread(Name::indexed(name, index));
    });
    first
}

impl Source {
    /// Declares everything that the world has, in an order that only depends on it.
    pub(crate) fn declare(world: World, revision: Revision) -> Source {
        let channels = world.channels;
        let main_loop = MainLoop::declare(Name::of("main_loop"));
        let source = Source {
            world,
            revision,
            main_loop,
            migration: MigrationState::declare(Name::of("current_migration")),
            file: QEMUFile::declare(Name::of("to_dst_file")),
            yank: YankInstance::declare(Name::of("yank_instance")),
            send: SendState::declare(&world),
            backlog: Backlog::declare(Name::of("destination")),
            handshaking: Array::declare("handshake", channels),
            rp_state: RpState::declare(Name::of("rp_state")),
            main_channel: MainChannel::declare(Name::of("main_channel")),
            from_dst: QEMUFile::declare(Name::of("from_dst_file")),
            main_object: ChannelObject::declare(Name::of("main_ioc")),
            main_socket: Socket::declare(Name::of("main_socket")),
            siocs: Array::declare("sioc", channels),
            tiocs: Array::declare("tioc", channels),
            sockets: Array::declare("socket", channels),
            tasks: Array::declare("connect_task", channels),
            tls_tasks: Array::declare("handshake_task", channels),
            live_migration: declare_thread(Name::of("live_migration")),
            outside: declare_thread(Name::of("monitor")),
            destination: declare_thread(Name::of("destination_main_loop")),
            workers: declare_threads("io-task-worker_", channels),
            handshakes: declare_threads("multifd-tls-handshake-worker_", channels),
            senders: declare_threads("multifdsend_", channels),
            return_path: declare_thread(Name::of("return_path")),
            answering: declare_thread(Name::of("destination")),
            buffered: Buffered::declare(Name::of("to_dst_file_buffer")),
            link: None,
            management: declare_thread(Name::of("management")),
            save_threads: SaveThreads::declare(&world),
            zero_copy: ZeroCopySend::declare(&world),
            postcopy: Postcopy::declare(&world),
            parameters: Parameters::of(&world),
            file_written: (world.transport == Transport::File)
                .then(|| MigrationFile::declare(&world)),
            threads: MigrationThreads::declare(Name::of("migration_threads")),
        };
        source.start();
        source
    }

    /// Sets what is there before anything happens.
    fn start(&self) {
        self.main_loop.memory.permanent();
        qemu_mutex_init(self.main_loop.bql);
        self.migration.start(&self.world);
        self.threads.start();
        self.yank.memory.permanent();
        qemu_mutex_init(self.yank.yank_lock);
        self.send.start();
        self.backlog.memory.permanent();
        self.rp_state.memory.permanent();
        self.main_channel.memory.permanent();
        self.buffered.memory.permanent();
        for handshake in self.handshaking.iter() {
            handshake.memory.permanent();
            qemu_sem_init(handshake.hello, 0);
            qemu_sem_init(handshake.answer, 0);
        }
        self.main_ioc().exists_in_kernel();
        (0..self.world.channels).for_each(|channel| self.sioc(channel).exists_in_kernel());
    }

    /// The memory of the process that is not as old as itself, when every channel is there.
    pub(crate) fn heaps(&self) -> impl Iterator<Item = Heap> {
        let channels = self.siocs.iter().chain(self.tiocs.iter()).map(|object| object.memory);
        channels.chain([self.main_object.memory]).chain(self.send.heaps())
    }

    /// The main channel.
    pub(crate) fn main_ioc(&self) -> QIOChannel {
        let main = |peer| QIOChannel::socket(self.main_object, self.main_socket, peer);
        let channels = self.world.channels;
        match self.file_written {
            None => Link::joined(self.link, main(self.world.main_peer()), channels),
            Some(file) => file.saved.channel(main(self.world.disk_of_writer(channels))),
        }
    }

    /// The source's state of the file.
    ///
    /// # Panics
    /// If there is none.
    pub(crate) fn migration_file(&self) -> MigrationFile {
        self.file_written.expect("the migration goes to a file")
    }

    /// A channel on the file.
    pub(crate) fn file_channel(&self, channel: u8) -> QIOChannel {
        let disk = self.world.disk_of_writer(channel);
        let ioc = QIOChannel::socket(self.siocs.at(channel), self.sockets.at(channel), disk);
        self.migration_file().saved.channel(ioc)
    }

    /// The sockets, and behind them that of the main channel.
    pub(crate) fn ends(&self) -> FarEnds {
        FarEnds { channels: self.sockets, main: self.main_socket }
    }

    /// Its socket.
    pub(crate) fn main_socket(&self) -> Socket {
        self.main_socket
    }

    /// The socket of a channel.
    pub(crate) fn sioc(&self, channel: u8) -> QIOChannel {
        let peer = self.world.peer(channel);
        let ioc = QIOChannel::socket(self.siocs.at(channel), self.sockets.at(channel), peer);
        Link::joined(self.link, ioc, channel)
    }

    /// The TLS session of a channel.
    pub(crate) fn tioc(&self, channel: u8) -> QIOChannel {
        self.sioc(channel).tls(self.tiocs.at(channel))
    }

    /// The task that connects a channel.
    pub(crate) fn connect_task(&self, channel: u8) -> QIOTask {
        self.tasks.at(channel)
    }

    /// The task of a channel's handshake.
    pub(crate) fn handshake_task(&self, channel: u8) -> QIOTask {
        self.tls_tasks.at(channel)
    }

    /// `migrate_channel_requires_tls_upgrade`.
    pub(crate) fn requires_tls_upgrade(&self, ioc: QIOChannel) -> bool {
        match self.world.transport {
            Transport::Socket | Transport::File => false,
            Transport::Tls => !ioc.is_tls(),
        }
    }

    /// Returns true if the destination answers one handshake at a time.
    pub(crate) fn serial_destination(&self) -> bool {
        match self.world.destination {
            Destination::Concurrent => false,
            Destination::Serial => true,
        }
    }

    /// The migration thread.
    pub(crate) fn live_migration(&self) -> ThreadId {
        self.live_migration
    }

    /// The thread that acts from outside.
    pub(crate) fn outside(&self) -> ThreadId {
        self.outside
    }

    /// The main loop of the destination.
    pub(crate) fn destination(&self) -> ThreadId {
        self.destination
    }

    /// The thread that connects a channel.
    pub(crate) fn worker(&self, channel: u8) -> ThreadId {
        self.workers.shifted(channel)
    }

    /// The thread of a channel's handshake.
    pub(crate) fn handshake_worker(&self, channel: u8) -> ThreadId {
        self.handshakes.shifted(channel)
    }

    /// The thread that reads the return path.
    pub(crate) fn return_path_thread(&self) -> ThreadId {
        self.return_path
    }

    /// The destination, which writes to it.
    pub(crate) fn answering(&self) -> ThreadId {
        self.answering
    }

    /// The thread that says `migrate-continue`.
    pub(crate) fn management(&self) -> ThreadId {
        self.management
    }

    /// The thread of a channel.
    pub(crate) fn sender(&self, channel: u8) -> ThreadId {
        self.senders.shifted(channel)
    }
}
