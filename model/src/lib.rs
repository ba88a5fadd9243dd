//! QEMU's multifd live migration, as far as threads can tell.
//!
//! A function that models one of QEMU's bears its name; no other begins with
//! `multifd_`. Those of [`wire`] only write and read bytes. What differs between
//! versions of QEMU is in [`revision`], and nowhere else; on the wire, in
//! [`wire::Format`].
//!
//! | QEMU | file |
//! |---|---|
//! | `multifd_send_setup` (`multifd_save_setup`) | `send/setup.rs` |
//! | `multifd_new_send_channel_async`, `multifd_channel_connect` | `send/connect.rs` |
//! | `multifd_tls_channel_connect`, `multifd_tls_handshake_thread` | `send/tls.rs` |
//! | `multifd_send_thread` | `send/thread.rs` |
//! | `multifd_send` (`multifd_send_pages`), `multifd_queue_page` | `send/queue.rs` |
//! | `file_send_channel_create`, `file_write_ramblock_iov` | `send/file.rs` |
//! | `multifd_zero_copy_flush` | `send/zero_copy.rs` |
//! | `multifd_send_zero_page_detect` | `send/zero_page.rs` |
//! | `multifd_recv_zero_page_process` | `recv/zero_page.rs` |
//! | `multifd_ram_save_setup`, `multifd_ram_save_cleanup` | `send/slot.rs` |
//! | `multifd_ram_flush_and_sync`, `multifd_send_sync_main` | `send/sync.rs` |
//! | `multifd_send_set_error`, `multifd_send_terminate_threads` | `send/error.rs` |
//! | `multifd_send_shutdown` (`multifd_save_cleanup`) | `send/shutdown.rs` |
//! | `multifd_queue_device_state`, `multifd_device_state_send_cleanup` | `send/device.rs` |
//! | `multifd_device_state_save_thread`, `multifd_join_device_state_save_threads` | `send/device/threads.rs` |
//! | `migration_tls_channel_end` | `send/bye.rs` |
//! | `multifd_recv_setup` (`multifd_load_setup`) | `recv/setup.rs` |
//! | `multifd_recv_new_channel` | `recv/channel.rs` |
//! | `multifd_recv_thread` | `recv/thread.rs` |
//! | `multifd_device_state_recv` | `recv/device.rs` |
//! | `multifd_recv_sync_main` | `recv/sync.rs` |
//! | `multifd_recv_terminate_threads` | `recv/terminate.rs` |
//! | `multifd_recv_cleanup` (`multifd_load_cleanup`) | `recv/cleanup.rs` |
//! | `ops->send_setup`, `ops->send_cleanup`, `ops->recv_setup`, `ops->recv_cleanup` | `compression.rs` |
//! | `multifd_recv`, `multifd_file_recv_data` | `recv/file.rs` |
//! | `migration_ioc_process_incoming` | `incoming/accept.rs` |
//! | `migration_tls_channel_process_incoming`, `migration_tls_incoming_handshake` | `incoming/tls.rs` |
//! | `migrate_send_rp_shut` | `incoming/return_path.rs` |
//! | `file_create_incoming_channels`, `parse_ramblocks` | `incoming/file.rs` |
//! | `process_incoming_migration_co`, `ram_load_precopy` | `incoming/load.rs` |
//! | `migration_incoming_state_destroy` | `incoming/finish.rs` |
//! | `qemu_loadvm_load_thread`, `qemu_loadvm_thread_pool_wait` | `incoming/devices.rs` |
//! | `migrate_fd_connect` | `migration/connect.rs` |
//! | `migration_thread`, `migration_iteration_run` | `migration/thread.rs` |
//! | `migration_completion` | `migration/completion.rs` |
//! | `ram_save_setup`, `ram_save_iterate`, `ram_save_complete` | `migration/ram.rs` |
//! | `mapped_ram_setup_ramblock`, `ram_save_file_bmap` | `migration/mapped_ram.rs` |
//! | `migration_switchover_prepare` (`migration_maybe_pause`), `qmp_migrate_continue` | `migration/pause.rs` |
//! | `migrate_fd_cleanup` | `migration/cleanup.rs` |
//! | `migrate_fd_cancel`, `qmp_yank` | `migration/cancel.rs` |
//! | `source_return_path_thread`, `close_return_path_on_source` | `migration/return_path.rs` |
//! | `migration_call_notifiers` | `migration/notifiers.rs` |
//! | `qmp_migrate`, `migrate_prepare`, `migrate_init`, the second time | `migration/again.rs` |
//! | `qmp_query_migrate` | `migration/query.rs` |
//! | `migrate_set_state`, `migrate_set_error` | `migration/state.rs` |
//! | `multifd_send_initial_packet`, `multifd_recv_initial_packet` | `wire/init.rs` |
//! | `multifd_send_fill_packet`, `multifd_ram_fill_packet` | `wire/packet.rs` |
//! | `multifd_recv_unfill_packet`, `multifd_ram_unfill_packet` | `wire/received.rs` |
//! | `multifd_device_state_fill_packet`, `multifd_device_state_recv` | `wire/device.rs` |
//! | `multifd_zlib_send_prepare`, `multifd_zlib_recv` | `wire/zlib.rs` |
//! | `migration_ioc_process_incoming`, `ram_load_precopy` | `wire/stream.rs` |
//! | `mapped_ram_setup_ramblock`, `mapped_ram_read_header` | `wire/mapped_ram.rs` |
//! | `read_ramblock_mapped_ram` | `wire/mapped_ram/loads.rs` |

mod acts;
mod compression;
mod events;
mod handshake;
mod incoming;
mod link;
mod message;
mod migration;
mod nearest;
mod play;
mod recv;
pub mod revision;
pub mod rules;
mod saved;
mod send;
mod source;
pub mod wire;
mod world;

pub use crate::{
    acts::ACTS,
    events::EVENTS,
    incoming::incoming_callback_name,
    nearest::{did_you_mean, nearest},
    play::program,
    revision::{HISTORY, NamedRevision, RELEASES, Revision, UnknownRevision},
    source::callback_name,
    world::{
        ACTIONS, Action, ActionRow, CHANNELS_MAX, Counted, Destination, Devices, Drawn,
        ExitOnError, FAULTS, FAULTS_MAX, Fault, FaultKind, FaultRow, FlushAt, Mode, Needs,
        PAGE_COUNT, Pause, Phrase, Place, Postcopy, ReturnPath, Role, Start, Termination,
        Transport, UnknownWorld, World, ZEROS_MAX, ZeroCopy, ZeroPage, vocabulary,
    },
};
