//! `outgoing_args`: the address that every channel connects to.

use sim_io::{Heap, Name, Plain, Structure, g_free, g_new0, in_function, memory, touch};

memory! {
    /// `outgoing_args`, a static.
    pub(crate) struct Outgoing {
        /// Set while `saddr` points to an address.
        pub saddr: Plain<bool>,
    }
}

memory! {
    /// Target of `outgoing_args.saddr`.
    pub(crate) struct SocketAddress {}
}

/// `outgoing_args`, and what it points to.
#[derive(Clone, Copy)]
pub(crate) struct OutgoingArgs {
    args: Outgoing,
    address: SocketAddress,
}

impl OutgoingArgs {
    pub(crate) fn declare() -> Self {
        let args = Outgoing::declare(Name::of("outgoing_args"));
        OutgoingArgs { args, address: SocketAddress::declare(Name::of("outgoing_args.saddr")) }
    }

    /// The memory of the address.
    pub(super) fn memory(self) -> Heap {
        self.address.memory
    }

    /// The static is there.
    pub(crate) fn start(self) {
        self.args.memory.permanent();
    }

    /// `socket_start_outgoing_migration`: keeps the address for the channels.
    pub(crate) fn socket_start_outgoing_migration(self) {
        let _in = in_function("socket_start_outgoing_migration");
        g_new0(self.address.memory);
        self.args.saddr.set(true);
    }

    /// `socket_send_channel_create` copies the address.
    pub(crate) fn copy_address(self) {
        touch(self.address.memory);
    }

    /// `socket_cleanup_outgoing_migration`; until 72b90b9687 the end of
    /// `socket_send_channel_destroy`.
    pub(crate) fn socket_cleanup_outgoing_migration(self) {
        if self.args.saddr.get() {
            g_free(self.address.memory);
            self.args.saddr.set(false);
        }
    }
}
