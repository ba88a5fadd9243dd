//! `QEMUFile`: the buffered main channel.

use sim_io::{
    Atomic, g_free, g_new0, in_function, memory, qatomic_read, qatomic_set, qio_channel_shutdown,
    qio_channel_unref, qio_channel_write_all,
};

use crate::source::Source;

memory! {
    /// The file on top of the main channel.
    pub(crate) struct QEMUFile {
        /// Whether something went wrong. C reads and writes a plain `int`.
        pub last_error: Atomic<bool>,
    }
}

impl Source {
    /// `qemu_file_new_output`: the file takes over the main channel.
    pub(crate) fn qemu_file_new_output(&self) {
        g_new0(self.file.memory);
        sim_io::qio_channel_new(self.main_ioc());
    }

    /// `qemu_fflush`: writes what was put, and remembers a failure.
    pub(crate) fn qemu_fflush(&self) -> Result<(), sim_io::Error> {
        let _in = in_function("qemu_fflush");
        if qatomic_read(self.file.last_error) {
            return Err(sim_io::Error::Broken);
        }
        qio_channel_write_all(self.main_ioc())
            .inspect_err(|_| qatomic_set(self.file.last_error, true))
    }

    /// `qemu_file_set_error`.
    pub(crate) fn qemu_file_set_error(&self) {
        qatomic_set(self.file.last_error, true);
    }

    /// `qemu_file_get_error`.
    pub(crate) fn qemu_file_get_error(&self) -> bool {
        qatomic_read(self.file.last_error)
    }

    /// `qemu_file_shutdown`: an error first, so that nobody writes on.
    pub(crate) fn qemu_file_shutdown(&self) {
        let _in = in_function("qemu_file_shutdown");
        self.qemu_file_set_error();
        qio_channel_shutdown(self.main_ioc());
    }

    /// `qemu_fclose`.
    pub(crate) fn qemu_fclose(&self) {
        let _in = in_function("qemu_fclose");
        qio_channel_unref(self.main_ioc());
        g_free(self.file.memory);
    }
}
