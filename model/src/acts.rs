//! Which threads end which waits, on either host.

use sim_io::{Acts, Which};

/// The waits of both hosts. A join depends on its thread, and a lock on its holder: neither
/// is told here. Where no thread is named, only a peer, a kernel or a user ends the wait.
pub const ACTS: &[Acts] = &[
    all("multifd_send_state.channels_created", &["main_loop", WORKER, TLS_WORKER]),
    all("multifd_send_state.channels_ready", &[SENDER, TLS_WORKER]),
    same("params[].sem_sync", &[SENDER]),
    all("params[].sem", &["live_migration", "save_thread"]),
    all("multifd_send_device_state.finished", &["save_thread"]),
    same("handshake[].answer", &["destination_main_loop"]),
    all("handshake[].hello", &[]),
    all("destination.accepted", &[WORKER]),
    same("socket[].incoming", &["destination_main_loop"]),
    all("socket[].unblocked", &[]),
    all("in_flight[].error_queue", &["kernel"]),
    all("current_migration.pause_event", &["management"]),
    all("current_migration.state", &[]),
    all("postcopy.package_loaded", &["return_path"]),
    all("main_channel.message", &["destination", LOADER, LISTENER]),
    all("main_socket.incoming", &["destination", LOADER, LISTENER]),
    all("main_channel.device_packets", &[SENDER]),
    all("main_channel.stream_ended", &["live_migration", "main_loop"]),
    all("main_loop.sources", &[]),
    all("destination_main_loop.sources", &[WORKER, TLS_WORKER, SOURCE, RECEIVER]),
    same("incoming_socket[].incoming", &[SENDER, SOURCE]),
    all("outgoing_main_socket.incoming", &[]),
    all("outgoing_socket[].incoming", &[]),
    all("multifd_recv_state.sem_sync", &[RECEIVER]),
    same("recv_params[].pending_job", &[RECEIVER]),
    all("recv_params[].sem", &["main_loop", LOADER]),
    all("recv_params[].sem_sync", &["main_loop", LOADER, LISTENER]),
    all("load_threads.finished", &["load_thread"]),
    all("incoming_device[].ready", &[RECEIVER]),
];

const WORKER: &str = "io-task-worker";
const TLS_WORKER: &str = "multifd-tls-handshake-worker";
const SENDER: &str = "multifdsend";
const RECEIVER: &str = "multifdrecv";
const LOADER: &str = "destination_main_loop";
const LISTENER: &str = "mig/dst/listen";
/// A source that is a value: it sends what it has, and is not played.
const SOURCE: &str = "source";

const fn all(at: &'static str, by: &'static [&'static str]) -> Acts {
    Acts { at, by, which: Which::All }
}

const fn same(at: &'static str, by: &'static [&'static str]) -> Acts {
    Acts { at, by, which: Which::SameNumber }
}
