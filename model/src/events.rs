//! QEMU's trace events, under QEMU's names and with its arguments.
//!
//! Fired where QEMU fires them. Nothing listens during a search.

macro_rules! events {
    ($($name:ident($($argument:ident: $kind:ty),*);)*) => {
        $(#[inline]
        pub(crate) fn $name($($argument: $kind),*) {
            tracing::event!(name: stringify!($name), tracing::Level::TRACE, { $($argument = $argument,)* });
        })*

        /// The name of every event that the model fires.
        pub const EVENTS: &[&str] = &[$(stringify!($name)),*];
    };
}

events! {
    multifd_new_send_channel_async(id: u8);
    multifd_new_send_channel_async_error(id: u8);
    multifd_set_outgoing_channel(ioc: &str);
    multifd_tls_outgoing_handshake_start(id: u8);
    multifd_tls_outgoing_handshake_complete(id: u8);
    multifd_tls_outgoing_handshake_error(id: u8);
    multifd_send_thread_start(id: u8);
    multifd_send(id: u8, packet_num: u64, normal: u64, flags: u32);
    multifd_send_ram_fill(id: u8, normal: u64, zero: u64);
    multifd_send_fill(id: u8, packet_num: u64, flags: u32);
    multifd_send_error(id: u8);
    multifd_send_sync_main_signal(id: u8);
    multifd_send_sync_main_wait(id: u8);
    multifd_send_sync_main(packet_num: u64);
    multifd_send_terminate_threads(error: Option<bool>);
    multifd_send_thread_end(id: u8);
    multifd_recv_new_channel(id: u8);
    multifd_recv_thread_start(id: u8);
    multifd_recv(id: u8, packet_num: u64, normal: u64, flags: u32);
    multifd_recv_unfill(id: u8, packet_num: u64, flags: u32);
    multifd_recv_sync_main_wait(id: u8);
    multifd_recv_sync_main_signal(id: u8);
    multifd_recv_sync_main(packet_num: u64);
    multifd_recv_terminate_threads(error: bool);
    multifd_recv_thread_end(id: u8);
    migration_tls_incoming_handshake_start();
    migration_tls_incoming_handshake_complete();
    migration_tls_incoming_handshake_error();
    migrate_set_state(new_state: &str);
    migrate_fd_cancel();
    migration_cancel();
    migrate_fd_cleanup();
    migration_cleanup();
    migration_thread_setup_complete();
    migration_thread_after_loop();
    migration_thread_file_err();
    migration_completion_file_err();
    open_return_path_on_source();
    open_return_path_on_source_continue();
    source_return_path_thread_entry();
    source_return_path_thread_loop_top();
    source_return_path_thread_shut(val: u32);
    source_return_path_thread_bad_end();
    source_return_path_thread_end();
    migration_return_path_end_before();
    migration_return_path_end_after();
}
