//! After v10.2, up to v11.0. Some were read in a tree of February 2026 that has ids; of what came
//! later only the patches as they were posted have one, in an order that is that of their days.

use crate::revision::{
    AcceptError, ErrorReset, ExitKick, Failing, FailureHeard, InstanceClash, Patch, PostcopyHeard,
    ReturnPathFile, SetupFileError,
    patch::{
        Effect::{Decides, None as Nothing, NotYet},
        Separable::Yes,
    },
};

use super::{NOTHING, history};

const COLO: &str =
    "COLO over multifd: checkpoints that follow the switchover, on both hosts, and a failover";

history! {
    "b043f6df27" "v11.0" "fix parsing snapshots with x-ignore-shared flag" NOTHING,
        Nothing("blocks of RAM that are not migrated, and here there is one that is");
    "0b510b51b6" "v11.0" "Fix writing mapped_ram + ignore_shared snapshots" NOTHING,
        Nothing("blocks of RAM that are not migrated, and here there is one that is");
    "856ac0ccd8" "v11.0" "Use explicit error_free() instead of g_autoptr" NOTHING,
        Nothing("who frees an error, which is a value here");
    "77c82edadb" "v11.0" "Make migration_connect_set_error() own the error" NOTHING,
        Nothing("who frees an error, which is a value here");
    "bc85583079" "v11.0" "Make multifd_send_set_error() own the error" NOTHING,
        Nothing("who frees an error, which is a value here; multifd_send_error_propagate by its new name");
    "2f904a384d" "v11.0" "Make multifd_recv_terminate_threads() own the error" NOTHING,
        Nothing("who frees an error, which is a value here; one that comes second on the destination is now freed by nobody");
    "d4fd83c9b5" "v11.0" "Replace migrate_set_error() with migrate_error_propagate()" NOTHING,
        Nothing("who frees an error, which is a value here; the first one still wins");
    "a85fb03ee4" "v11.0" "Use error_propagate() in migrate_error_propagate()" NOTHING,
        Nothing("who frees an error, which is a value here");
    "aed97f0563" "v11.0" "Normalize tls arguments" NOTHING,
        Nothing("parameters that are given once here");
    "691a836572" "v11.0" "Remove MigrateSetParameters" NOTHING,
        Nothing("how parameters are kept; the number of channels is changed as before");
    "6ab968d5e9" "v11.0" "Run a post update routine after setting parameters" NOTHING,
        Nothing("how parameters are kept; the number of channels is changed as before");
    "03049e0221" "v11.0" "Remove checks for s->parameters has_* fields" NOTHING,
        Nothing("how parameters are kept; the number of channels is changed as before");
    "a2bd1e766c" "v11.0" "Drop use of Stat64" NOTHING,
        Nothing("counters");
    "7686f2c5d7" "v11.0" "Drop deprecated QMP command query-migrationthreads" NOTHING,
        Nothing("a list of threads that only this command reads, and it is not played");
    "fc37c122ff" "v11.0" "Drop deprecated QMP migrate argument @detach" NOTHING,
        Nothing("an argument that did nothing");
    "f1fcc1c101" "v11.0" "Remove fd: support on files" NOTHING,
        Nothing("a file that comes as a descriptor, and here it comes by its name");
    "41982a06d1" "v11.0" "Remove redundant state change" NOTHING,
        Nothing("a state that it has already");
    "44fe18201c" "v11.0" "Fix state change at migration_channel_process_incoming" Yes,
        Decides(|r| r.accept_error = AcceptError::FailsAndExits);
    "13b50cc7ea" "v11.0" "tls: Remove unused parameter" NOTHING,
        Nothing("an argument that did nothing");
    "5a26b76b4a" "v11.0" "Cleanup TLS handshake hostname passing" NOTHING,
        Nothing("how a name is passed");
    "a57209371b" "v11.0" "Move postcopy_try_recover into migration_incoming_process" NOTHING,
        Nothing("where a recovery is looked for, and none is played");
    "5dafed3235" "v11.0" "Use migrate_mode() to query for cpr-transfer" NOTHING,
        Nothing("how a parameter is read");
    "318cb7906e" "v11.0" "Free the error earlier in the resume case" Yes,
        Decides(|r| r.error_reset = ErrorReset::Locked);
    "f7be51a690" "v11.0" "Move error reporting out of migration_cleanup" NOTHING,
        Nothing("when an error is printed");
    "2f8ccc5d58" "v11.0" "Expand migration_connect_error_propagate to cover cancelling" NOTHING,
        Nothing("how what fails before there is a thread becomes FAILED: the main loop does it, which a cancel cannot interrupt");
    "7e71439243" "v11.0" "yank: Move register instance earlier" Yes,
        Decides(|r| r.instance_clash = InstanceClash::Aborts);
    "6b587af5ec" "v11.0" "Fold migration_cleanup() into migration_connect_error_propagate()" NOTHING,
        Nothing("a cleanup of a migrate that fails at once, and has nothing to clean up; what fails with a main channel is cleaned up as before");
    "b6ef92ddbd" "v11.0" "Handle error in the early async paths" NOTHING,
        Nothing("errors of the main channel's connect, which has ended where a world begins");
    "5bc9c7995c" "v11.0" "Move setting of QEMUFile into migration_outgoing|incoming_setup" NOTHING,
        Nothing("functions by other names");
    "9834b6de61" "v11.0" "Start incoming from channel.c" NOTHING,
        Nothing("functions by other names");
    "9fdca27637" "v11.0" "channel: Rename migration_channel_connect" NOTHING,
        Nothing("functions by other names");
    "86a0ceb1ce" "v11.0" "Rename instances of start" NOTHING,
        Nothing("functions by other names");
    "7d7bf3e60e" "v11.0" "Move channel code to channel.c" NOTHING,
        Nothing("functions in another file");
    "468bd4ba1c" "v11.0" "Move transport connection code into channel.c" NOTHING,
        Nothing("functions in another file");
    "b16e0dae8e" "v11.0" "Move channel parsing to channel.c" NOTHING,
        Nothing("functions in another file");
    "0c26f7f8e9" "v11.0" "Move URI parsing to channel.c" NOTHING,
        Nothing("functions in another file");
    "6a887119ce" "v11.0" "Free cpr-transfer MigrationAddress along with gsource" NOTHING,
        Nothing("cpr-transfer before there is a main channel, where a world begins");
    "f523e5aa5f" "v11.0" "Move CPR HUP watch to cpr-transfer.c" NOTHING,
        Nothing("cpr-transfer before there is a main channel, where a world begins");
    "2379a04e60" "v11.0" "Remove qmp_migrate_finish" NOTHING,
        Nothing("functions by other names");
    "03a680c978" "v11.0" "channel: Centralize calling migration_channel_connect_outgoing" NOTHING,
        Nothing("functions by other names");
    "588605fb2e" Posted "v11.0" "io: separate freeing of tasks from marking them as complete" NOTHING,
        Nothing("who frees a task, in the same thread and the same order; v10.2.1 and v10.2.2 have it as well, and there the task of a TLS session's end is never freed");
    "fca5e9c9ab" Posted "v11.0" "io: fix cleanup for TLS I/O source data on cancellation" NOTHING,
        Nothing("who frees a task whose watch is taken away before it runs, and here each runs");
    "11.0:task-of-bye" Own "v11.0" "io: free the task of a TLS session's end" NOTHING,
        Nothing("a task that only v10.2.1 and v10.2.2 leak, since 588605fb2e");
    "73c4fea39f" Posted "v11.0" "Add a tracepoint for invoking migration notifiers" NOTHING,
        Nothing("a trace event that the model does not fire");
    "2bce143a7c" Posted "v11.0" "Fix double notification of DONE/FAIL for postcopy" Yes,
        Decides(|r| r.postcopy_heard = PostcopyHeard::AsStart);
    "6f5bc070fd" Posted "v11.0" "Notify migration FAILED before starting VM" Yes,
        Decides(|r| r.failure_heard = FailureHeard::BeforeGuestRuns);
    "2a10e7c5d7" Posted "v11.0" "Drop explicit block activation in postcopy fail path" NOTHING,
        Nothing("disks");
    "9b0b00a675" Posted "v11.0" "Cleanup error propagates in qemu_savevm_state_setup()" Yes,
        Decides(|r| r.setup_file_error = SetupFileError::Returned);
    "34db5f007e" Posted "v11.0" "Drop qemu_file_set_error() when save non-iterable fails" NOTHING,
        Nothing("the states of devices that are no part of RAM, which do not fail here");
    "fd050ea66a" Posted "v11.0" "bg-snapshot: Cleanup error paths" NOTHING,
        Nothing("background snapshots, which have no multifd");
    "e59e8b5290" Posted "v11.0" "colo/xen: Use generic helpers in qemu_save_device_state()" NOTHING,
        Nothing("COLO and Xen");
    "b375256439" Posted "v11.0" "Remove call to send switchover start event in colo/savevm" NOTHING,
        Nothing("COLO and snapshots, which have no multifd then");
    "a97cb2504b" Posted "v11.0" "colo: Unwrap qemu_savevm_live_state()" NOTHING,
        Nothing("functions of COLO by other names");
    "11063846f0" Posted "v11.0" "colo: Use the RAM iterable helper directly" NOTHING,
        Nothing("functions of COLO by other names");
    "5c41bac5bd" Posted "v11.0" "postcopy: Send device states without copying buffer" NOTHING,
        Nothing("a copy within one write");
    "3fa4b7e7be" Posted "v11.0" "colo: Send device states without copying buffer" NOTHING,
        Nothing("a copy within one write");
    "e29e932908" Posted "v11.0" "Remove one migration_in_colo_state() occurance" NOTHING,
        Nothing("how COLO is asked for");
    "d1ab9655fd" Posted "v11.0" "introduce MIGRATION_STATUS_FAILING" Yes,
        Decides(|r| r.failing = Failing::UntilCleanup);
    "9f2a249d51" Posted "v11.0" "colo: Remove ENABLE_COLO loadvm command functions" NOTHING,
        Nothing("a command of COLO that has no effect without it");
    "e1eae95830" Posted "v11.0" "colo: Don't send ENABLE_COLO command" NOTHING,
        Nothing("a command of COLO that has no effect without it");
    "36096e37ec" Posted "v11.0" "colo: Remove ENABLE_COLO savevm command and mark it as deprecated" NOTHING,
        Nothing("a command of COLO that has no effect without it");
    "eec7d84c5f" Posted "v11.0" "colo: Replace migration_incoming_colo_enabled() with migrate_colo()" NOTHING,
        Nothing("how COLO is asked for");
    "09f4af1a1e" Posted "v11.0" "colo: Setup ram cache in normal migration path" NOTHING,
        NotYet(COLO);
    "349a74e2d3" Posted "v11.0" "ram: Remove colo special-casing" NOTHING,
        NotYet(COLO);
    "cb6351bc10" Posted "v11.0" "multifd: Move ram state receive into multifd_ram_state_recv()" NOTHING,
        Nothing("a function more");
    "c413f01781" Posted "v11.0" "multifd: Add COLO support" NOTHING,
        NotYet(COLO);
    "e441ae7a5b" Posted "v11.0" "Call colo_release_ram_cache() after multifd threads terminate" NOTHING,
        NotYet(COLO);
    "c2a4120601" Posted "v11.0" "colo: Fix crash during device vmstate load" NOTHING,
        NotYet(COLO);
    "2d89779b04" Posted "v11.0" "colo: Hold the BQL while sending ram state" NOTHING,
        NotYet(COLO);
    "4c477b1400" Posted "v11.0" "colo: Do not hold the BQL while receiving ram state" NOTHING,
        NotYet(COLO);
    "5490874980" Posted "v11.0" "system: unconditionally enable thread naming" NOTHING,
        Nothing("names of threads, as a debugger shows them");
    "b9ef90586d" Posted "v11.0" "util: expose qemu_thread_set_name" NOTHING,
        Nothing("names of threads, as a debugger shows them");
    "11.0:always-kick" Own "v11.0" "multifd: every channel kicks the main thread at its end" Yes,
        Decides(|r| r.exit_kick = ExitKick::MigrationThread);
    "11.0:return-path-file" Own "v11.0" "close the file of the return path in the cleanup alone" Yes,
        Decides(|r| r.return_path_file = ReturnPathFile::InCleanup);
}
