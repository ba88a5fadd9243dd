//! Reasons of what the destination does.

use super::{Row, rows};

pub(super) const ROWS: &[Row] = rows! {
    Equivalent
    "no step of QEMU: it is how threads end here whose process is gone by exit()":
        "migration_channel_process_incoming:post:recv_params.sem#1",
        "migration_channel_process_incoming:post:recv_params.sem#1=twice",
        "migration_channel_process_incoming:post:recv_params.sem_sync#1=twice",
        "migration_channel_process_incoming:join:recv_params.thread#1=detached",
        "migration_channel_process_incoming:get:incoming_device.submitted#1=false",
        "migration_channel_process_incoming:get:incoming_device.submitted#1=true",
        "migration_channel_process_incoming:get:incoming_device.submitted#2=false",
        "migration_channel_process_incoming:get:incoming_postcopy.have_listen_thread#1=false",
        "migration_channel_process_incoming:get:incoming_postcopy.have_listen_thread#1=true",
        "process_incoming_migration_co:get:incoming_device.submitted#1=false",
        "process_incoming_migration_co:get:incoming_device.submitted#1=true",
        "process_incoming_migration_co:get:incoming_device.submitted#2=false";
    Equivalent
    "SETUP, or FAILED by now: process_incoming_migration_co begins when no channel is to come":
        "migration_channel_process_incoming:load:current_incoming.state#1=setup",
        "socket_accept_incoming_migration:load:current_incoming.state#1=setup";
    Equivalent
    "before process_incoming_migration_co the main loop alone changes the incoming state":
        "migration_channel_process_incoming:cmpxchg:current_incoming.state#1=always",
        "socket_accept_incoming_migration:cmpxchg:current_incoming.state#1=always";
    OutOfSight
    "qmp_query_migrate on the destination: the one world that comes here never ends":
        "socket_accept_incoming_migration:load:current_incoming.state#1=none",
        "socket_accept_incoming_migration:cmpxchg:current_incoming.state#1=never";
    Equivalent
    "migration_incoming_state_destroy closes the listener, and migrate-incoming works once":
        "migration_incoming_state_destroy:set:current_incoming.from_src_file#1",
        "migration_incoming_state_destroy:set:current_incoming.to_src_file#1";
    Equivalent
    "the last object_unref closes the descriptor: qio_channel_socket_finalize does it":
        "migration_incoming_state_destroy:close:incoming_ioc#1";
    OutOfSight
    "a migrate away from here: yank_register_instance would find the instance":
        "migration_incoming_state_destroy:yank-unregister:incoming_yank_instance#2";
    Equivalent
    "the rule S22 reads it, process_incoming_migration_bh does not":
        "process_incoming_migration_bh:load:current_incoming.state#1=completed";

    Equivalent
    "g_malloc0 in multifd_recv_setup has made it 0":
        "multifd_recv_setup:store:multifd_recv_state.count#1",
        "multifd_recv_setup:store:multifd_recv_state.exiting#1";
    Equivalent
    "post and wait of p->sem order it: no other token comes before multifd_recv's last job":
        "multifd_recv:store-release:recv_params.pending_job#1=relaxed",
        "multifd_recv_thread:load-acquire:recv_params.pending_job#1=relaxed";
    Equivalent
    "no step of QEMU: it stands for the scan of multifd_recv, which goes round until then":
        "multifd_recv:await:recv_params.pending_job#1";
    Equivalent
    "multifd_recv_sync_main reads packet_num while the channel waits for p->sem_sync":
        "multifd_recv_thread:lock:recv_params.mutex#1",
        "multifd_recv_sync_main:lock:recv_params.mutex#1";
    Equivalent
    "multifd_recv_unfill_packet_device_state writes nothing that another thread reads":
        "multifd_device_state_recv:lock:recv_params.mutex#1";
    Equivalent
    "exiting is set: multifd_recv_thread takes one token at most, and leaves its loop":
        "multifd_recv_terminate_threads:post:recv_params.sem#1=twice",
        "multifd_recv_terminate_threads:post:recv_params.sem_sync#1=twice";
    Equivalent
    "migrate_get_current is NONE on a destination, so multifd_recv_terminate_threads sets none":
        "multifd_recv_terminate_threads:load:destination_migration.state#1=none";
    OutOfSight
    "a qmp_query_migrate on the destination: an outgoing state that is FAILED hides its own":
        "multifd_recv_terminate_threads:load:destination_migration.state#1=setup";
    OutOfSight
    "a user who reads the error: after multifd_recv_shutdown reads that fail would record it":
        "multifd_recv_terminate_threads:xchg:multifd_recv_state.exiting#1=false";
    Equivalent
    "multifd_recv_cleanup comes after a load, which begins when each channel has its thread":
        "multifd_recv_cleanup:get:recv_params.thread_created#1=true";
    Equivalent
    "multifd_recv_cleanup_state frees the params next, and every thread is joined":
        "multifd_recv_cleanup_channel:write:recv_params.c#1";

    Equivalent
    "vfio_load_state_buffer signals a condition, and who waits looks for the buffer itself":
        "qemu_loadvm_load_state_buffer:post:incoming_device.ready#1=twice",
        "qemu_loadvm_thread_pool_destroy:post:incoming_device.ready#1=twice";
    OutOfSight
    "a load_cleanup that waits before load_threads_abort is set, as VFIO's does":
        "qemu_loadvm_load_thread:load:incoming_device.want_exit#1=false",
        "qemu_loadvm_thread_pool_destroy:store:incoming_device.want_exit#1";
    Equivalent
    "vfio_load_cleanup_load_bufs_thread has ended the thread before load_threads_abort is set":
        "qemu_loadvm_load_thread:load:load_threads.abort#1=false",
        "qemu_loadvm_thread_pool_destroy:store:load_threads.abort#1";
    OutOfSight
    "a second load in one process, as loadvm: qemu_loadvm_thread_pool_create makes it false":
        "qemu_loadvm_state:store:load_threads.abort#1";
    OutOfSight
    "a load thread that takes the big lock, as vfio_load_bufs_thread_load_config does":
        "qemu_loadvm_thread_pool_wait:unlock:destination_main_loop.bql#1";
    OutOfSight
    "a load thread that takes the big lock, and that its load_cleanup has not ended yet":
        "qemu_loadvm_thread_pool_destroy:unlock:destination_main_loop.bql#1";
    OutOfSight
    "vCPUs and iothreads, not played: what follows thread_pool_wait needs the big lock":
        "qemu_loadvm_thread_pool_wait:lock:destination_main_loop.bql#1";
    OutOfSight
    "vCPUs and iothreads, not played: what follows thread_pool_free needs the big lock":
        "qemu_loadvm_thread_pool_destroy:lock:destination_main_loop.bql#1";
    Equivalent
    "thread_pool_wait counts what was submitted: after a good load that is every device":
        "qemu_loadvm_thread_pool_wait:get:incoming_device.submitted#1=true";
    OutOfSight
    "a reader as C's: qemu_get_be64 returns 0 on an error, and the file alone tells":
        "ram_load_precopy:store:from_src_file.last_error#1";
};
