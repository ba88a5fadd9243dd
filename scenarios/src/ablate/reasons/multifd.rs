//! Reasons of what `multifd.c`, its payloads and `socket.c` do at the source.

use super::{Row, rows};

pub(super) const ROWS: &[Row] = rows! {
    Equivalent
    "each post precedes the first wait in multifd_send_setup, which takes one for a channel":
        "file_send_channel_create:post:multifd_send_state.channels_created#1=twice";
    Equivalent
    "g_malloc0 in multifd_send_setup has made it 0":
        "multifd_send_setup:store:multifd_send_state.exiting#1";
    OutOfSight
    "g_malloc in multifd_device_state_send_setup, which leaves it undefined: here it is zero":
        "multifd_send_setup:store:multifd_send_device_state.threads_abort#1";
    OutOfSight
    "a cleanup that goes on: multifd_device_state_send_cleanup crashes after a failed setup":
        "multifd_send_setup:cmpxchg:current_migration.state#1=never";
    Equivalent
    "only an assert reads it: multifd_send_thread clears it before it posts sem_sync":
        "multifd_send_sync_main:load:params.pending_sync#1=false";
    Equivalent
    "a token without a job is a sync's: multifd_send_thread asserts it, and asks exiting first":
        "multifd_send_thread:load:params.pending_sync#1=true";
    Equivalent
    "exiting is set: multifd_send and multifd_send_sync_main ask it before they wait again":
        "multifd_send_thread:post:params.sem_sync#1=twice";
    Equivalent
    "exiting is set: multifd_send_thread leaves at the first token, and p->sem is destroyed":
        "multifd_send_terminate_threads:post:params.sem#1=twice";
    OutOfSight
    "a user who reads the error: writes that multifd_send_shutdown ends would record theirs":
        "multifd_send_set_error:xchg:multifd_send_state.exiting#1=false";
    Equivalent
    "multifd_send_cleanup_state frees the params next, and every thread is joined":
        "multifd_send_cleanup_channel:write:params.c#1";
    OutOfSight
    "a second migration: socket_start_outgoing_migration frees the address once more":
        "multifd_send_cleanup_state:set:outgoing_args.saddr#1";
    Equivalent
    "a channel without p->c has set exiting, which ends multifd_send_sync_main before":
        "multifd_zero_copy_flush:read:params.c#1=socket";
    Equivalent
    "ramblock_set_file_bmap_atomic does not look at what the bit was":
        "multifd_set_file_bitmap:xchg:file_bmap.stored#1=false",
        "multifd_set_file_bitmap:xchg:file_bmap.stored#1=true",
        "multifd_set_file_bitmap:xchg:file_bmap.stored#2=false",
        "multifd_set_file_bitmap:xchg:file_bmap.stored#2=true";
    Equivalent
    "it saves time: multifd_join_device_state_save_threads waits for the end all the same":
        "multifd_abort_device_state_save_threads:store:multifd_send_device_state.threads_abort#1",
        "save_complete_precopy_thread:load:multifd_send_device_state.threads_abort#1=false";
    Equivalent
    "multifd_join_device_state_save_threads has waited for each of them before":
        "thread_pool_free:join:save_thread.thread#1=detached";
};
