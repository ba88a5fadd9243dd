//! The catalogue. A bug is a file in `bugs/` and a line here.

use crate::Bug;

macro_rules! catalogue {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// Every bug.
        pub const BUGS: &[&Bug] = &[$(&$name::BUG),+];
    };
}

catalogue! {
    cleanup_vs_channel_creation_uaf,
    running_set_early_join_never_created,
    running_cleared_under_lock_mutex_freed,
    tls_thread_not_joined_overwritten,
    setup_in_main_loop_starves_callbacks,
    kick_main_missing_on_some_errors,
    quit_flag_per_channel_vs_global,
    spurious_wakeups_of_sender,
    sync_flag_set_during_send,
    packet_num_overwritten,
    pages_reset_early,
    channels_ready_overcount_busy_loop,
    channels_ready_vs_sem_order,
    tls_blocking_handshake_deadlock,
    inverted_connect_semantics,
    tls_handshake_error_ignored,
    lockless_handoff_memory_order,
    outgoing_args_freed_per_channel,
    tls_bye_concurrent_with_writer,
    error_double_free_in_shutdown,
    cancelling_to_failed_2025,
    sync_waits_for_channel_that_exited,
    failed_handshake_kicks_nobody,
    sync_succeeds_on_a_kick,
    cancel_waits_for_stalled_handshake,
    cancel_waits_for_stalled_channel,
    stalled_completion_holds_the_big_lock,
    yank_misses_unconnected_channels,
    failed_setup_cleans_up_device_state,
    failed_setup_cleans_up_compression,
    destination_sets_setup_error_twice,
    bye_holds_the_big_lock,
    failure_overtakes_cancel,
    rp_cleanup_order_vs_to_dst_file,
    rp_close_decides_by_migration_error,
    shutdown_races_with_close_of_return_path,
    query_migrate_mbps_too_early,
    cancelling_to_completed,
    cancelling_to_failed_by_channel,
    failed_to_completed,
    channel_error_comes_second,
    notifiers_get_mutable_state,
    cleanup_without_setup,
    migrate_again_before_cleanup,
    migrate_again_before_postmigrate,
    cancel_vs_pause_before_switchover,
    cancel_vs_pre_switchover_bql_window,
    channel_fails_before_pause,
    switchover_asserts_active,
    cpr_sends_while_running,
    dest_hang_after_setup_error,
    destination_forgets_yank_of_refused_connection,
    destination_sync_waits_for_channel_that_exited,
    destination_misses_late_channel_error,
    channel_id_one_too_high,
    send_setup_early_return_on_create_failure,
    fsync_at_close_hangs_main_loop,
    mapped_ram_zero_page_bitmap_not_cleared,
    file_bitmap_leaks,
    cleanup_frees_file_bitmap_in_use,
    recv_data_leaks,
    short_read_has_no_error,
    failed_load_has_no_error,
    mapped_ram_data_before_pending,
}
