//! After v10.2, up to the tree that `head` is.

use crate::revision::{
    AcceptError, ErrorReset, InstanceClash, Patch,
    patch::{
        Effect::{Decides, None as Nothing},
        Separable::Yes,
    },
};

use super::{NOTHING, history};

history! {
    "856ac0ccd8" "v11.0" "Use explicit error_free() instead of g_autoptr" NOTHING,
        Nothing("who frees an error, which is a value here");
    "bc85583079" "v11.0" "Make multifd_send_set_error() own the error" NOTHING,
        Nothing("who frees an error, which is a value here; multifd_send_error_propagate by its new name");
    "2f904a384d" "v11.0" "Make multifd_recv_terminate_threads() own the error" NOTHING,
        Nothing("who frees an error, which is a value here");
    "d4fd83c9b5" "v11.0" "Replace migrate_set_error() with migrate_error_propagate()" NOTHING,
        Nothing("who frees an error, which is a value here; the first one still wins");
    "a2bd1e766c" "v11.0" "Drop use of Stat64" NOTHING,
        Nothing("counters");
    "7686f2c5d7" "v11.0" "Drop deprecated QMP command query-migrationthreads" NOTHING,
        Nothing("a list of threads that only this command reads, and it is not played");
    "44fe18201c" "v11.0" "Fix state change at migration_channel_process_incoming" Yes,
        Decides(|r| r.accept_error = AcceptError::FailsAndExits);
    "5a26b76b4a" "v11.0" "Cleanup TLS handshake hostname passing" NOTHING,
        Nothing("how a name is passed");
    "318cb7906e" "v11.0" "Free the error earlier in the resume case" Yes,
        Decides(|r| r.error_reset = ErrorReset::Locked);
    "2f8ccc5d58" "v11.0" "Expand migration_connect_error_propagate to cover cancelling" NOTHING,
        Nothing("how what fails before there is a thread becomes FAILED: the main loop does it, which a cancel cannot interrupt");
    "7e71439243" "v11.0" "yank: Move register instance earlier" Yes,
        Decides(|r| r.instance_clash = InstanceClash::Aborts);
    "6b587af5ec" "v11.0" "Fold migration_cleanup() into migration_connect_error_propagate()" NOTHING,
        Nothing("a cleanup of a migrate that fails at once, and has nothing to clean up; what fails with a main channel is cleaned up as before");
    "b6ef92ddbd" "v11.0" "Handle error in the early async paths" NOTHING,
        Nothing("errors of the main channel's connect, which has ended where a world begins");
}
