//! `QEMUFile`: a buffered end of the main channel.

use sim_io::{
    Atomic, Ghost, g_free, g_new0, in_function, memory, object_ref, qatomic_read, qatomic_set,
    qio_channel_unref,
};

use crate::source::Source;

memory! {
    /// A file on top of the main channel.
    pub(crate) struct QEMUFile {
        /// Set when something went wrong. C reads and writes a plain `int`.
        pub last_error: Atomic<bool>,
        /// Set if the first error has a text (`last_error_obj`).
        pub explained: Ghost<bool>,
    }
}

impl QEMUFile {
    /// `qemu_file_set_error`.
    pub(crate) fn set_error(self) {
        qatomic_set(self.last_error, true);
    }

    /// `qemu_file_get_error`.
    pub(crate) fn get_error(self) -> bool {
        qatomic_read(self.last_error)
    }
}

impl Source {
    /// `migrate_set_error` with the error of the main channel's file, which is
    /// "Channel error" if it has no text.
    pub(crate) fn record_file_error(&self) {
        match self.file.explained.get() {
            true => self.migrate_set_error(sim_io::Error::Broken),
            false => self.migrate_set_follow_up(),
        }
    }

    /// `qemu_file_new_output`: the file takes over the main channel.
    pub(crate) fn qemu_file_new_output(&self) {
        g_new0(self.file.memory);
        sim_io::qio_channel_new(self.main_ioc());
    }

    /// `qemu_file_get_return_path`: another file on top of the same channel.
    pub(super) fn qemu_file_get_return_path(&self) {
        g_new0(self.from_dst.memory);
        object_ref(self.main_ioc().object);
    }

    /// `qemu_fflush`: writes what was put, and remembers a failure.
    pub(crate) fn qemu_fflush(&self) -> Result<(), sim_io::Error> {
        let _in = in_function("qemu_fflush");
        if self.file.get_error() {
            return Err(sim_io::Error::Broken);
        }
        let written = match self.file_written {
            None => self.write_bytes(self.main_ioc(), || self.flushed().into()),
            Some(file) => file.saved.append(self.main_ioc(), &self.flushed()),
        };
        written.inspect_err(|_| self.file_failed())
    }

    /// A write of the main channel failed, with a text.
    pub(super) fn file_failed(&self) {
        self.file.explained.set(true);
        self.file.set_error();
        self.main_channel_failed();
    }

    /// `qemu_file_shutdown`: an error first, so that no thread goes on reading or writing.
    pub(crate) fn qemu_file_shutdown(&self, file: QEMUFile) {
        let _in = in_function("qemu_file_shutdown");
        file.set_error();
        self.shut_main_channel();
    }

    /// `qemu_fclose`: closes the descriptor, whatever other file is on top of it.
    pub(crate) fn qemu_fclose(&self, file: QEMUFile) {
        let _in = in_function("qemu_fclose");
        self.close_main_channel();
        qio_channel_unref(self.main_ioc());
        g_free(file.memory);
    }
}
