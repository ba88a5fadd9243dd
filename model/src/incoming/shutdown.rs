//! `qemu_cleanup` on the destination, and the references that keep the `MigrationState` of the
//! process alive for the threads that load.

use sim_io::{
    ThreadId, in_function, loop_head, next_callback, object_ref, object_unref, process_ends,
    qemu_bh_schedule, qemu_poll, qemu_thread_create_detached, report_outcome, touch,
};

use super::{Callback, Incoming};

impl Incoming {
    /// `monitor` says `quit`.
    pub(crate) fn is_told_to_quit(&self, monitor: ThreadId) {
        let sources = self.main_loop.sources;
        qemu_thread_create_detached(monitor, move || {
            let _in = in_function("monitor_qmp_dispatcher_co");
            qemu_bh_schedule(sources, Callback::Shutdown);
        });
    }

    /// Returns true if the process has to go on until a user says `quit`.
    pub(super) fn awaits_quit(&self) -> bool {
        self.world.quits() && !self.state.exited.get()
    }

    /// `qemu_cleanup`, on the main loop with the big lock held: as on the source, but the
    /// guest does not run, so nothing gives that lock away.
    pub(super) fn qemu_cleanup(&self) {
        let _in = in_function("qemu_cleanup");
        self.migration_shutdown();
        report_outcome("quit");
        process_ends();
        let sources = self.main_loop.sources;
        loop {
            loop_head("qemu_cleanup", &[]);
            qemu_poll(sources);
            match next_callback(sources) {
                Callback::Finish => self.dispatch_finish(),
                Callback::Accepted(_)
                | Callback::Run
                | Callback::ListenEnded
                | Callback::Quit
                | Callback::Shutdown => (),
            }
        }
    }

    /// `migration_shutdown`. There is no outgoing migration to cancel.
    fn migration_shutdown(&self) {
        let _in = in_function("migration_shutdown");
        self.unref_outgoing();
    }

    /// `process_incoming_migration_bh`, since 699d9476a0 by `migration_bh_dispatch_bh`. It
    /// asks for capabilities, which are in the `MigrationState`.
    pub(super) fn dispatch_finish(&self) {
        {
            let _in = in_function("process_incoming_migration_bh");
            touch(self.outgoing.memory);
        }
        self.process_incoming_migration_bh();
        self.revision.finish_reference.dispatched(self);
    }

    /// `object_ref` of the `MigrationState`. The number of references matters only with a `quit`.
    pub(crate) fn ref_outgoing(&self) {
        if self.world.quits() {
            object_ref(self.outgoing.memory);
        }
    }

    /// `object_unref` of it.
    pub(crate) fn unref_outgoing(&self) {
        if self.world.quits() {
            object_unref(self.outgoing.memory);
        }
    }
}
