//! Threads that end waits, on either host.

use sim_io::{Acts, Which};

/// The waits of both hosts. For a semaphore: every thread that posts it anywhere in the
/// model, and who begins what leads to a post. Elsewhere: the threads whose work ends the
/// wait. A shutdown ends every wait for a socket, and is told for none: where no thread is
/// named, it takes that, a peer, the kernel or a user. A join depends on its thread and a
/// lock on its holder, which need no telling.
pub const ACTS: &[Acts] = &[
    all("multifd_send_state.channels_created", &["main_loop", MIGRATION, WORKER, TLS_WORKER]),
    all("multifd_send_state.channels_ready", &["main_loop", SENDER, TLS_WORKER]),
    same("params[].sem_sync", &["main_loop", SENDER, TLS_WORKER]),
    all("params[].sem", &["main_loop", MIGRATION, SENDER, "save_thread"]),
    all("multifd_send_device_state.finished", &["save_thread"]),
    same("handshake[].answer", &[LOADER]),
    same("handshake[].hello", &["main_loop", TLS_WORKER]),
    all("destination.accepted", &[WORKER]),
    same("socket[].incoming", &[LOADER]),
    all("socket[].unblocked", &[]),
    all("in_flight[].error_queue", &["kernel"]),
    all("current_migration.pause_event", &["management", "main_loop"]),
    all("current_migration.state", &[MIGRATION]),
    all("incoming_postcopy.main_thread_load", &[LOADER]),
    all("incoming_postcopy.thread_sync", &[LISTENER]),
    all("postcopy.package_loaded", &["return_path"]),
    all("postcopy.rp_sem", &["return_path"]),
    all("main_channel.message", &["destination", LOADER, LISTENER]),
    all("main_socket.incoming", &["destination", LOADER, LISTENER]),
    all("main_channel.device_packets", &[SENDER]),
    all("main_channel.stream_ended", &[MIGRATION, "main_loop"]),
    // An idle main loop waits for nothing in particular.
    all("main_loop.sources", &[]),
    all("destination_main_loop.sources", &[WORKER, TLS_WORKER, SOURCE, RECEIVER]),
    same("incoming_socket[].incoming", &[SENDER, SOURCE]),
    all("outgoing_main_socket.incoming", &[]),
    all("outgoing_socket[].incoming", &[]),
    all("multifd_recv_state.sem_sync", &[RECEIVER]),
    same("recv_params[].pending_job", &[RECEIVER]),
    all("recv_params[].sem", &["main_loop", LOADER, RECEIVER]),
    all("recv_params[].sem_sync", &["main_loop", LOADER, LISTENER, RECEIVER]),
    all("load_threads.finished", &["load_thread"]),
    all("incoming_device[].ready", &["main_loop", LOADER, RECEIVER]),
];

const MIGRATION: &str = "live_migration";
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
