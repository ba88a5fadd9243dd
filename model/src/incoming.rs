//! The destination host: its memory, its channels, its threads.

mod accept;
mod devices;
mod exit;
mod file;
mod finish;
mod listen;
mod load;
mod main_loop;
mod postcopy;
mod return_path;
mod script;
mod shutdown;
mod state;
pub(crate) mod stream;
mod tls;

use std::cmp::Ordering;

use sim_io::{
    Array, ChannelObject, Ghost, Heap, Name, Peer, Plain, QIOChannel, QIOTask, Socket, Structure,
    ThreadId, Word, YankInstance, declare_thread, memory, qemu_mutex_init, qio_channel_shutdown,
};

pub(crate) use self::{Callback::Accepted, file::ErrorObject};
use self::{
    devices::LoadThreads,
    postcopy::Listening,
    state::{IncomingFile, MigrationIncomingState, Outgoing},
};
use crate::{
    link::Link,
    migration::Postcopy,
    recv::{ReceivedMap, RecvState},
    revision::Revision,
    saved::Saved,
    source::{MainLoop, Source, declare_scripts, declare_threads},
    world::{Fault, FaultKind, Transport, World},
};

memory! {
    /// A page of the guest's memory on the destination.
    pub(crate) struct GuestPage {
        /// The source's version of it that is there; 0 is none.
        pub version: Ghost<u64>,
        /// Its bit in `receivedmap`, which channels set since 5ef7e26bdb.
        pub received: Plain<bool>,
    }
}

/// The destination host. Small, and copied into every thread.
#[derive(Clone, Copy)]
pub(crate) struct Incoming {
    pub(crate) world: World,
    pub(crate) revision: Revision,
    pub(crate) main_loop: MainLoop,
    pub(crate) state: MigrationIncomingState,
    pub(crate) outgoing: Outgoing,
    /// `from_src_file`.
    pub(crate) file: IncomingFile,
    /// `to_src_file`.
    pub(crate) return_path: IncomingFile,
    pub(crate) yank: YankInstance,
    pub(crate) recv: RecvState,
    pub(crate) pages: Array<GuestPage>,
    pub(crate) received_map: ReceivedMap,
    /// The near ends of the connections: those of the channels, then the main channel.
    objects: Array<ChannelObject>,
    sockets: Array<Socket>,
    /// The TLS sessions of the channels, and the tasks of their handshakes.
    sessions: Array<ChannelObject>,
    handshakes: Array<QIOTask>,
    /// The sockets at the other ends.
    far: Option<FarEnds>,
    /// The file that it reads, where nothing is sent.
    pub(crate) file_read: Option<Saved>,
    /// An error that is never set.
    load_error: ErrorObject,
    /// The threads that play those ends, where the source is not played.
    scripts: Option<Scripts>,
    receivers: ThreadId,
    /// The devices that the channels bring the states of, if there are any.
    load_threads: Option<LoadThreads>,
    /// State for postcopy, if the source may become that.
    postcopy: Option<Listening>,
    /// The thread that yanks it or ends its process, if the world has one.
    pub(crate) monitor: Option<ThreadId>,
}

/// The sockets of the source.
#[derive(Clone, Copy)]
pub(crate) struct FarEnds {
    /// Those of the channels, and then of any other that connects.
    pub(crate) channels: Array<Socket>,
    /// The main channel's.
    pub(crate) main: Socket,
}

/// Threads that play the source's ends of the connections.
#[derive(Clone, Copy)]
struct Scripts {
    objects: Array<ChannelObject>,
    threads: ThreadId,
}

/// Callbacks that wait for the main loop of the destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callback {
    /// A connection is in the listener's backlog.
    Accepted(u8),
    /// The bottom half that ends the incoming migration.
    Finish,
    /// The bottom half that starts the guest of a postcopy.
    Run,
    /// The thread that listens has ended.
    ListenEnded,
    /// The monitor command `quit`, where nothing is left to clean up, or a call of `exit`
    /// elsewhere.
    Quit,
    /// The monitor command `quit` at any other moment.
    Shutdown,
}

impl Word for Callback {
    fn to_word(self) -> u64 {
        match self {
            Callback::Accepted(connection) => u64::from(connection),
            Callback::Finish => 256,
            Callback::Run => 257,
            Callback::ListenEnded => 258,
            Callback::Quit => 259,
            Callback::Shutdown => 260,
        }
    }

    fn from_word(word: u64) -> Self {
        match word {
            256 => Callback::Finish,
            257 => Callback::Run,
            258 => Callback::ListenEnded,
            259 => Callback::Quit,
            260 => Callback::Shutdown,
            connection => Callback::Accepted(connection as u8),
        }
    }
}

/// Names, as QEMU does, the function that a word in the queue of the destination's main loop calls.
pub fn incoming_callback_name(word: u64) -> String {
    match Callback::from_word(word) {
        Callback::Accepted(connection) => format!("socket_accept_incoming_migration {connection}"),
        Callback::Finish => "process_incoming_migration_bh".into(),
        Callback::Run => "loadvm_postcopy_handle_run_bh".into(),
        Callback::ListenEnded => "postcopy_listen_thread_bh".into(),
        Callback::Quit | Callback::Shutdown => "qmp_quit".into(),
    }
}

impl Incoming {
    /// Declares everything that the destination has, in an order that only
    /// depends on the world.
    pub(crate) fn declare(world: World, revision: Revision) -> Incoming {
        if world.transport == Transport::File {
            let file = file::written_before(&world);
            return Incoming::joined(world, revision, None, None, Some(file), None);
        }
        let connections = Incoming::connections_of(&world);
        let far = FarEnds {
            channels: Array::declare("outgoing_socket", connections - 1),
            main: Socket::declare(Name::of("outgoing_main_socket")),
        };
        let scripts = Scripts {
            objects: Array::declare("outgoing_ioc", connections),
            threads: declare_scripts("source_", connections),
        };
        let incoming = Incoming::joined(world, revision, Some(far), Some(scripts), None, None);
        (0..connections).for_each(|connection| incoming.far_ioc(connection).exists_in_kernel());
        incoming
    }

    /// Declares the destination beside a source that is played too.
    pub(crate) fn declare_beside(source: &Source) -> Incoming {
        let file = source.file_written.map(|file| file.saved.reopened());
        let (world, revision) = (source.world, source.revision);
        Incoming::joined(world, revision, Some(source.ends()), None, file, source.postcopy)
    }

    /// Returns the part of it that the source needs.
    pub(crate) fn link(&self) -> Link {
        Link { sockets: self.sockets, listener: self.main_loop.sources }
    }

    fn joined(
        world: World,
        revision: Revision,
        far: Option<FarEnds>,
        scripts: Option<Scripts>,
        file_read: Option<Saved>,
        postcopy: Option<Postcopy>,
    ) -> Incoming {
        let connections = Incoming::connections_of(&world);
        let incoming = Incoming {
            world,
            revision,
            main_loop: MainLoop::declare(Name::of("destination_main_loop")),
            state: MigrationIncomingState::declare(Name::of("current_incoming")),
            outgoing: Outgoing::declare(Name::of("destination_migration")),
            file: IncomingFile::declare(Name::of("from_src_file")),
            return_path: IncomingFile::declare(Name::of("to_src_file")),
            yank: YankInstance::declare(Name::of("incoming_yank_instance")),
            recv: RecvState::declare(world.channels, world.transport),
            pages: Array::declare("guest_page", world.pages.max(1)),
            objects: Array::declare("incoming_ioc", connections),
            sockets: Array::declare("incoming_socket", connections),
            sessions: Array::declare("incoming_tioc", world.channels),
            handshakes: Array::declare("incoming_handshake_task", world.channels),
            far,
            file_read,
            load_error: file::load_error(),
            scripts,
            receivers: declare_threads("multifdrecv_", world.channels),
            load_threads: LoadThreads::declare(&world),
            postcopy: Listening::declare(postcopy),
            monitor: world
                .acts_on_destination()
                .then(|| declare_thread(Name::of("destination_monitor"))),
            received_map: ReceivedMap::declare(Name::of("receivedmap")),
        };
        incoming.start();
        incoming
    }

    /// Sets what is there before anything happens: the destination listens.
    fn start(&self) {
        self.main_loop.memory.permanent();
        qemu_mutex_init(self.main_loop.bql);
        self.state.start();
        self.outgoing.start(&self.world);
        self.revision.incoming_reference.listens(self);
        self.yank.memory.permanent();
        qemu_mutex_init(self.yank.yank_lock);
        self.pages.iter().for_each(|page| page.memory.permanent());
        for connection in 0..self.connections() {
            self.sioc(connection).exists_in_kernel();
        }
        if let Some(threads) = self.load_threads {
            threads.start();
        }
    }

    /// Returns the number of connections that the source makes.
    pub(crate) fn connections(&self) -> u8 {
        Incoming::connections_of(&self.world)
    }

    fn connections_of(world: &World) -> u8 {
        let is_extra = |fault: &&Fault| {
            matches!(fault.kind, FaultKind::ExtraConnection | FaultKind::StrayConnection)
        };
        let extra = world.faults.iter().flatten().filter(is_extra).count();
        world.channels + 1 + extra as u8
    }

    /// The connection of the main channel.
    pub(crate) fn main_connection(&self) -> u8 {
        self.world.channels
    }

    /// The destination's end of a connection: its TLS session, where it has one.
    pub(crate) fn ioc(&self, connection: u8) -> QIOChannel {
        let sioc = self.sioc(connection);
        match self.requires_tls_upgrade(connection) {
            true => sioc.tls(self.sessions.at(connection)),
            false => sioc,
        }
    }

    /// The task of a channel's handshake.
    pub(crate) fn handshake_task(&self, channel: u8) -> QIOTask {
        self.handshakes.at(channel)
    }

    /// The socket of a connection.
    pub(crate) fn sioc(&self, connection: u8) -> QIOChannel {
        let (object, socket) = (self.objects.at(connection), self.sockets.at(connection));
        let ioc = |peer| QIOChannel::socket(object, socket, peer);
        match self.file_read {
            None => ioc(Peer::Healthy).connected_to(self.far_socket(connection)),
            Some(saved) => saved.channel(ioc(self.world.disk_of_reader(connection))),
        }
    }

    /// The socket at the other end of it.
    fn far_socket(&self, connection: u8) -> Socket {
        let far = self.far.expect("there is another end");
        match connection.cmp(&self.main_connection()) {
            Ordering::Less => far.channels.at(connection),
            Ordering::Equal => far.main,
            Ordering::Greater => far.channels.at(connection - 1),
        }
    }

    /// The source's end of it, where the world says what it does.
    ///
    /// # Panics
    /// If the source is played.
    pub(crate) fn far_ioc(&self, connection: u8) -> QIOChannel {
        let object = self.scripted().objects.at(connection);
        let peer = self.world.peer_of_connection(connection);
        QIOChannel::socket(object, self.far_socket(connection), peer)
            .connected_to(self.sockets.at(connection))
    }

    /// `migration_yank_iochannel`, of a process that is still there.
    pub(crate) fn migration_yank_iochannel(&self, connection: u8) {
        if !self.state.exited.get() {
            qio_channel_shutdown(self.ioc(connection));
        }
    }

    fn scripted(&self) -> Scripts {
        self.scripts.expect("nobody plays the source")
    }

    /// The thread of a channel.
    pub(crate) fn receiver(&self, channel: u8) -> ThreadId {
        self.receivers.shifted(channel)
    }

    /// The thread that plays the source's end of a connection.
    pub(crate) fn script(&self, connection: u8) -> ThreadId {
        self.scripted().threads.shifted(connection)
    }

    /// The memory of the process that is not as old as itself.
    fn heaps(&self) -> impl Iterator<Item = Heap> {
        let files = [self.file.memory, self.return_path.memory].into_iter();
        let objects = self.objects.iter().chain(self.sessions.iter()).map(|object| object.memory);
        let tasks = self.handshakes.iter().map(|task| task.memory);
        let pool = self.load_threads.map(LoadThreads::pool_memory);
        let compress_data = self.recv.compress_data.iter().map(|data| data.memory);
        let channels = self.recv.heaps().chain(compress_data);
        let outgoing = self.world.quits().then_some(self.outgoing.memory);
        let others = [self.received_map.memory].into_iter().chain(outgoing);
        files.chain(objects).chain(tasks).chain(channels).chain(pool).chain(others)
    }
}
