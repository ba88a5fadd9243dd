use serde::{Deserialize, Serialize};
use sim_io::{qemu_mutex_lock, qemu_mutex_unlock};

use crate::source::Source;

/// Order in which the cleanup joins the migration thread, stops multifd and takes the file of
/// the main channel away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileTaken {
    /// Only where there is the file: the big lock is dropped for a join that may be none, and
    /// the file goes when multifd has stopped.
    Last,
    /// The big lock is dropped only for a thread that runs; then the file goes, and if there
    /// was one, multifd stops (6dd4f44c4f).
    First,
}

impl FileTaken {
    /// Does what `migrate_fd_cleanup` does about all three.
    pub(crate) fn clean_up(self, s: &Source) {
        match self {
            FileTaken::Last if s.migration.to_dst_file.get() => {
                s.revision.traces.migration.file_is_closed();
                qemu_mutex_unlock(s.main_loop.bql);
                s.join_migration_thread();
                qemu_mutex_lock(s.main_loop.bql);
                s.multifd_send_shutdown();
                s.take_to_dst_file();
                s.close_to_dst_file();
            }
            FileTaken::Last => (),
            FileTaken::First => {
                if s.migration.migration_thread_running.get() {
                    qemu_mutex_unlock(s.main_loop.bql);
                    s.join_migration_thread();
                    qemu_mutex_lock(s.main_loop.bql);
                }
                if s.take_to_dst_file() {
                    s.multifd_send_shutdown();
                    s.close_to_dst_file();
                }
            }
        }
    }
}
