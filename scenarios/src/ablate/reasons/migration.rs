//! Reasons of what `migration.c`, `savevm.c`, `ram.c` and `qemu-file.c` do at the source.

use super::{Row, rows};

pub(super) const ROWS: &[Row] = rows! {
    Equivalent
    "the thread that is here frees from_dst_file, and only later; migration_cancel just reads":
        "close_return_path_on_source:lock:current_migration.qemu_file_lock#1";
    Equivalent
    "it is set as long as rp_thread_created is: migration_release_dst_files follows the join":
        "close_return_path_on_source:get:rp_state.from_dst_file#1=true";
    Equivalent
    "type 0 is MIG_RP_MSG_INVALID: what qemu_get_be16 gives on an error ends the thread too":
        "source_return_path_thread:load:from_dst_file.last_error#1=false",
        "source_return_path_thread:store:from_dst_file.last_error#1";
    Equivalent
    "FAILED comes with an error, for which close_return_path_on_source shuts the file":
        "source_return_path_thread:load:current_migration.state#1=setup",
        "source_return_path_thread:load:current_migration.state#1=active",
        "source_return_path_thread:load:current_migration.state#1=device",
        "source_return_path_thread:load:current_migration.state#1=cancelling";
    Equivalent
    "qemu_fill_buffer itself makes the end of the stream an error, and the shutdown is that":
        "qemu_file_shutdown:store:from_dst_file.last_error#1";

    OutOfSight
    "a quit during postcopy: postcopy_pause closes to_dst_file beside migration_shutdown":
        "migrate_fd_cancel:lock:current_migration.qemu_file_lock#1";
    OutOfSight
    "a rule that no cancel is lost where migrate_set_state finds that the state has changed":
        "migrate_fd_cancel:load:current_migration.state#2=cancelling";
    OutOfSight
    "a cancel before the main channel is there: migration_cancel finds no to_dst_file":
        "migrate_fd_cancel:get:current_migration.to_dst_file#1=true";

    Equivalent
    "migration_thread is joined, and all others who use the file hold the big lock":
        "migrate_fd_cleanup:lock:current_migration.qemu_file_lock#1";
    OutOfSight
    "vCPUs and devices, which are not played: what migration_cleanup calls needs the big lock":
        "migrate_fd_cleanup:lock:main_loop.bql#1";
    Equivalent
    "the thread takes the big lock last in migration_iteration_finish, before this is called":
        "migrate_fd_cleanup:unlock:main_loop.bql#1";
    Equivalent
    "only an assert reads it, and migration_thread ends when the state is not active":
        "migrate_fd_cleanup:load:current_migration.state#1=setup",
        "migrate_fd_cleanup:load:current_migration.state#1=completed",
        "migrate_fd_cleanup:load:current_migration.state#1=cancelling";
    Equivalent
    "it was read as CANCELLING; the threads are joined, migration_cancel runs on this loop":
        "migrate_fd_cleanup:cmpxchg:current_migration.state#1=always";
    Equivalent
    "after migration_iteration_finish the thread only drops its reference and leaves RCU":
        "migrate_fd_cleanup:join:current_migration.thread#1=detached";
    Equivalent
    "migration_cleanup reads it once: this is the same flag, a second time, in the model alone":
        "migrate_fd_cleanup:get:current_migration.migration_thread_running#1=true";
    OutOfSight
    "a flag that is read once, as by migration_cleanup: here the join asks it again":
        "migrate_fd_cleanup:get:current_migration.migration_thread_running#2=true";
    OutOfSight
    "a main channel that fails to connect: migration_connect cleans up without to_dst_file":
        "migrate_fd_cleanup:get:current_migration.to_dst_file#1=true";
    Equivalent
    "migrate_init clears it before another migration_cleanup can ask, and nobody else does":
        "migrate_fd_cleanup:set:current_migration.migration_thread_running#1";
    OutOfSight
    "migration_file_set_error after the cleanup, which vfio_vmstate_change may call":
        "migrate_fd_cleanup:set:current_migration.to_dst_file#1";

    Equivalent
    "it is SETUP: migration_connect is on the main loop, and no thread exists that changes it":
        "migrate_fd_connect:load:current_migration.state#1=setup",
        "migrate_fd_connect:cmpxchg:current_migration.state#1=always";
    OutOfSight
    "a cleanup that goes on: multifd_send_shutdown crashes here, as nothing was set up":
        "migrate_fd_connect:load:current_migration.state#1=none",
        "migrate_fd_connect:cmpxchg:current_migration.state#1=never";
    Equivalent
    "there is no migration_thread yet, and all others who use the file hold the big lock":
        "migration_channel_connect:lock:current_migration.qemu_file_lock#1";
    Equivalent
    "migrate_has_error is one qatomic_read; C's own comment says that the lock does not help":
        "migrate_has_error:lock:current_migration.error_mutex#1";

    OutOfSight
    "a second migrate that connects: without NONE, migrate_init would not make it SETUP":
        "migrate_init:store:current_migration.state#1";
    OutOfSight
    "a query-migrate early in a second migration: it would show the mbps of the last":
        "migrate_init:set:current_migration.counters_final#1";
    Equivalent
    "it is so already: migration_cleanup clears it, and a migrate before that aborts in yank":
        "migrate_init:set:current_migration.migration_thread_running#1",
        "migrate_init:set:current_migration.to_dst_file#1";
    Equivalent
    "it is so already: migration_release_dst_files clears it in each migration_cleanup":
        "migrate_init:set:rp_state.from_dst_file#1";
    OutOfSight
    "a second migrate that goes on: here it fails at once, as if migrate_prepare refused it":
        "migrate_prepare:load:current_migration.state#1=setup",
        "migrate_prepare:load:current_migration.state#1=active",
        "migrate_prepare:load:current_migration.state#1=device",
        "migrate_prepare:get:current_migration.post_migrate#1=true",
        "migration_iteration_finish:load:current_migration.state#1=completed";
    Equivalent
    "migrate_init has just made it SETUP on this loop, and nothing of the migration runs yet":
        "qmp_migrate:cmpxchg:current_migration.state#1=always";
    OutOfSight
    "a third migrate: yank_register_instance would find the instance of the second":
        "qmp_migrate:yank-unregister:yank_instance#1";

    Equivalent
    "nobody uses it since ec611bd731: migration_completion keeps no state to fail from":
        "migration_completion:load:current_migration.state#1=active",
        "migration_completion:load:current_migration.state#1=cancelling";
    OutOfSight
    "a query-migrate that reads mbps in any state, which migration_completion_end sets":
        "migration_completion_end:lock:main_loop.bql#1";
    Equivalent
    "the thread goes straight to migration_iteration_finish, which takes the same lock":
        "migration_completion_end:unlock:main_loop.bql#1";
    Equivalent
    "it takes any state: what comes between migrate_set_state's two reads may come before both":
        "migration_completion_end:cmpxchg:current_migration.state#1=always",
        "migration_switchover_prepare:cmpxchg:current_migration.state#1=always",
        "migration_switchover_prepare:cmpxchg:current_migration.state#2=always";
    OutOfSight
    "a migration_completion that reads the state once: a cancel between two reads does the same":
        "migration_completion_failed:load:current_migration.state#1=device",
        "migration_completion_failed:cmpxchg:current_migration.state#1=always";
    OutOfSight
    "a user who reads the error: without qemu_file_set_error migration_completion makes one up":
        "migration_completion_precopy:store:to_dst_file.last_error#1",
        "qemu_savevm_state_complete_precopy_iterable:store:to_dst_file.last_error#1";
    OutOfSight
    "a second migration that pauses: qmp_migrate_continue may set pause_event after the first":
        "migration_switchover_prepare:store:current_migration.pause_event#1";
    OutOfSight
    "management that waits for DEVICE, of which migrate_set_state tells it":
        "migration_switchover_prepare:cmpxchg:current_migration.state#1=never";
    OutOfSight
    "a rule that the guest stays until qmp_migrate_continue: nothing here asks for it":
        "migration_switchover_prepare:await:current_migration.pause_event#1";
    OutOfSight
    "management that wants a refusal: what qmp_migrate_continue sets too early is reset later":
        "qmp_migrate_continue:load:current_migration.state#1=pre-switchover";

    Equivalent
    "one reference too many keeps current_migration, which is as old as its process":
        "migration_thread:unref:current_migration#1",
        "qemu_cleanup:unref:current_migration#1",
        "migration_shutdown:unref:current_migration#1";
    OutOfSight
    "devices and vCPUs, which are not played: memory_global_dirty_log_start needs the big lock":
        "migration_thread:lock:main_loop.bql#2";
    OutOfSight
    "devices, which qemu_savevm_state_setup sets up after RAM and with the big lock":
        "ram_save_setup:lock:main_loop.bql#1";
    OutOfSight
    "vCPUs, which are not played: pause_all_vcpus gives the big lock to them until they stop":
        "pause_all_vcpus:lock:main_loop.bql#1",
        "pause_all_vcpus:unlock:main_loop.bql#1";

    OutOfSight
    "management that reads the reply: only the rule S18 looks at qmp_query_migrate":
        "qmp_query_migrate:load:current_migration.state#1=setup",
        "qmp_query_migrate:load:current_migration.state#1=active",
        "qmp_query_migrate:load:current_migration.state#1=device";
    Equivalent
    "qmp_query_migrate has no such flag: the rule S18 reads it":
        "qmp_query_migrate:get:current_migration.counters_final#1=true";
    OutOfSight
    "management that reads the reply of qmp_migrate_set_capabilities: nothing here does":
        "qmp_migrate_set_capabilities:load:current_migration.state#1=setup",
        "qmp_migrate_set_capabilities:load:current_migration.state#1=active",
        "qmp_migrate_set_capabilities:load:current_migration.state#1=device";
    OutOfSight
    "a rule that postcopy begins after qmp_migrate_start_postcopy: precopy completes as well":
        "qmp_migrate_start_postcopy:store:postcopy.start#1";

    Equivalent
    "MAX_WAIT bounds the section, and qemu_fflush at its end returns the same error":
        "ram_save_iterate:load:to_dst_file.last_error#1=false";
    Equivalent
    "qemu_fflush at the end of ram_save_complete returns the same error":
        "ram_save_file_bmap:load:to_dst_file.last_error#1=false";
    OutOfSight
    "a write that fails once: here the disk stays full, and the next qemu_fflush fails too":
        "ram_save_file_bmap:store:to_dst_file.last_error#1";
    Equivalent
    "ram_bitmaps_destroy frees it as well, in the cleanup":
        "ram_save_file_bmap:free:file_bmap#1";
    OutOfSight
    "a second migration that fails before multifd_ram_save_setup: it would be freed again":
        "ram_save_cleanup:set:multifd_ram_send.there#1";
};
