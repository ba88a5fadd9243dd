//! The return path: what the destination says, and the thread that reads it.
//!
//! It has a file of its own, on top of the main channel: to shut that down ends both directions,
//! and to close either file closes both. Of PONG there is the one that postcopy waits for; no
//! thread waits for the others.

use sim_io::{
    Error, Plain, QemuThread, in_function, memory, qatomic_read, qemu_mutex_lock,
    qemu_mutex_unlock, qemu_thread_create, qemu_thread_join,
};

use super::descriptor::Message;
use crate::{events, link::Piece, revision::ReturnPathFile, source::Source, world::ReturnPath};

memory! {
    /// `rp_state`.
    pub(crate) struct RpState {
        /// Set while `from_dst_file` is there. Guarded by `qemu_file_lock`.
        pub from_dst_file: Plain<bool>,
        /// The thread that reads it.
        pub rp_thread: QemuThread,
        /// Set from its creation until it is joined.
        pub rp_thread_created: Plain<bool>,
    }
}

/// Results of a read.
enum Heard {
    /// There is no more to read.
    Last,
    /// The destination has loaded the package.
    Loaded,
}

impl Source {
    pub(crate) fn has_return_path(&self) -> bool {
        match self.world.return_path {
            ReturnPath::None => false,
            ReturnPath::Answers | ReturnPath::Stalls | ReturnPath::Fails => true,
        }
    }

    /// `open_return_path_on_source`, on the main loop.
    pub(super) fn open_return_path_on_source(&self) {
        if !self.has_return_path() {
            return;
        }
        let _in = in_function("open_return_path_on_source");
        let rp_state = self.rp_state;
        self.qemu_file_get_return_path();
        rp_state.from_dst_file.set(true);
        events::open_return_path_on_source();
        let source = *self;
        qemu_thread_create(rp_state.rp_thread, self.return_path_thread(), move || {
            source.source_return_path_thread();
        });
        rp_state.rp_thread_created.set(true);
        events::open_return_path_on_source_continue();
    }

    /// `qemu_savevm_send_open_return_path`, which flushes the file. Alone, the source has no such
    /// write, because no thread reads it.
    pub(super) fn qemu_savevm_send_open_return_path(&self) {
        if self.has_return_path() && self.link.is_some() {
            self.put(Piece::OpenReturnPath);
            // The file remembers a failure.
            let _remembered: Result<(), Error> = self.qemu_fflush();
        }
    }

    /// `source_return_path_thread`.
    fn source_return_path_thread(&self) {
        let _in = in_function("source_return_path_thread");
        events::source_return_path_thread_entry();
        if let Err(error) = self.read_return_path() {
            self.migrate_set_error(error);
            events::source_return_path_thread_bad_end();
        }
        self.revision.return_path_kick.thread_ends(self);
        events::source_return_path_thread_end();
    }

    /// Until its last message. Before that at most one comes.
    fn read_return_path(&self) -> Result<(), Error> {
        match self.read_message()? {
            Heard::Last => Ok(()),
            Heard::Loaded => {
                self.postcopy_package_loaded();
                self.read_message().map(drop)
            }
        }
    }

    fn read_message(&self) -> Result<Heard, Error> {
        let state = qatomic_read(self.migration.state);
        if !self.revision.return_path_loop.goes_on(state) {
            return Ok(Heard::Last);
        }
        events::source_return_path_thread_loop_top();
        if self.from_dst.get_error() {
            return Err(Error::Broken);
        }
        match self.read_main_channel() {
            Message::ShutGood => {
                events::source_return_path_thread_shut(0);
                Ok(Heard::Last)
            }
            Message::Loaded => Ok(Heard::Loaded),
            Message::ShutError => {
                events::source_return_path_thread_shut(1);
                Err(Error::Broken)
            }
            Message::Nothing | Message::Reset => {
                self.from_dst.set_error();
                Err(Error::Broken)
            }
        }
    }

    /// `close_return_path_on_source`: waits until the destination has said its
    /// last word, or until its file fails. Whether the migration has failed.
    pub(super) fn close_return_path_on_source(&self) -> bool {
        let rp_state = self.rp_state;
        if !rp_state.rp_thread_created.get() {
            return false;
        }
        let _in = in_function("close_return_path_on_source");
        events::migration_return_path_end_before();
        qemu_mutex_lock(self.migration.qemu_file_lock);
        if self.revision.return_path_end.is_forced(self) && rp_state.from_dst_file.get() {
            self.qemu_file_shutdown(self.from_dst);
        }
        qemu_mutex_unlock(self.migration.qemu_file_lock);
        qemu_thread_join(rp_state.rp_thread);
        rp_state.rp_thread_created.set(false);
        if self.revision.return_path_file == ReturnPathFile::WithJoin {
            self.migration_release_dst_files();
        }
        events::migration_return_path_end_after();
        self.migrate_has_error()
    }

    /// Since 11.0:return-path-file the file goes when its thread has ended, and no thread needs it.
    pub(super) fn release_dst_files(&self) {
        match self.revision.return_path_file {
            ReturnPathFile::WithJoin => (),
            ReturnPathFile::InCleanup if self.rp_state.from_dst_file.get() => {
                self.migration_release_dst_files();
            }
            ReturnPathFile::InCleanup => (),
        }
    }

    /// `migration_release_dst_files`: closed without the lock.
    fn migration_release_dst_files(&self) {
        let _in = in_function("migration_release_dst_files");
        qemu_mutex_lock(self.migration.qemu_file_lock);
        self.rp_state.from_dst_file.set(false);
        qemu_mutex_unlock(self.migration.qemu_file_lock);
        self.qemu_fclose(self.from_dst);
    }

    /// Does what `migrate_fd_cancel` does first: the thread that reads the return path is to stop.
    /// Without a return path C only takes the lock.
    pub(super) fn shut_return_path(&self) {
        if !self.has_return_path() {
            return;
        }
        qemu_mutex_lock(self.migration.qemu_file_lock);
        if self.rp_state.from_dst_file.get() {
            self.qemu_file_shutdown(self.from_dst);
        }
        qemu_mutex_unlock(self.migration.qemu_file_lock);
    }
}
