//! Parameters that management may change while there is a migration: `multifd-channels`, which QEMU
//! reads anew in each turn of its loops, and the capability `multifd`.

use sim_io::{
    Name, Racy, Structure, broken, in_function, memory, qatomic_read, qemu_bh_schedule,
    qemu_thread_create_detached,
};

use crate::{
    rules,
    send::SendParams,
    source::{Callback, Source},
    world::{Action, World},
};

memory! {
    /// The part of `MigrationState.parameters` and of its capabilities that management changes.
    pub(crate) struct Parameters {
        /// `multifd-channels`, or 0 as long as it is the world's.
        pub multifd_channels: Racy<u64>,
        /// Set if the capability `multifd` is off.
        pub multifd_off: Racy<bool>,
    }
}

impl Parameters {
    /// Declares them where management changes them.
    pub(crate) fn of(world: &World) -> Option<Parameters> {
        world.action.changes_parameters().then(|| {
            let parameters = Parameters::declare(Name::of("parameters"));
            parameters.memory.permanent();
            parameters
        })
    }
}

impl Source {
    /// `migrate_multifd_channels`.
    pub(crate) fn migrate_multifd_channels(&self) -> u8 {
        let set = self.parameters.map_or(0, |parameters| parameters.multifd_channels.get() as u8);
        if set == 0 { self.world.channels } else { set }
    }

    /// `migrate_multifd`.
    pub(crate) fn migrate_multifd(&self) -> bool {
        !self.parameters.is_some_and(|parameters| parameters.multifd_off.get())
    }

    /// Each channel, as long as there are more by `migrate_multifd_channels`.
    pub(crate) fn channels_now(&self) -> impl Iterator<Item = SendParams> {
        self.channels_below(None)
    }

    /// Each channel up to a number that was asked for before, or that each turn asks for.
    pub(crate) fn channels_below(&self, count: Option<u8>) -> impl Iterator<Item = SendParams> {
        let source = *self;
        (0..).map_while(move |id| {
            let count = count.unwrap_or_else(|| source.migrate_multifd_channels());
            (id < count).then(|| source.channel(id)).flatten()
        })
    }

    /// S13: a channel, if it is one. QEMU's behaviour behind the end of its array is undefined.
    pub(crate) fn channel(&self, id: u8) -> Option<SendParams> {
        if id >= self.world.channels {
            let detail =
                format!("its id is {id}, and {} is the number of channels", self.world.channels);
            broken(rules::S13.name, Name::of("multifd_send_state"), &detail);
            return None;
        }
        Some(self.send.p(id))
    }

    /// `multifd_send_setup` has asked how many channels there are. To ask for another
    /// number before that is no more than another world.
    pub(crate) fn number_is_taken(&self) {
        match self.world.action {
            Action::RaiseChannels | Action::LowerChannels => {
                let source = *self;
                qemu_thread_create_detached(self.outside(), move || {
                    let _in = in_function("monitor_qmp_dispatcher_co");
                    qemu_bh_schedule(source.main_loop.sources, Callback::SetParameters);
                });
            }
            Action::None
            | Action::Cancel
            | Action::Yank
            | Action::Query
            | Action::Again
            | Action::SwitchOff
            | Action::Quit
            | Action::YankDestination => (),
        }
    }

    /// `qmp_migrate_set_parameters`, which does not ask whether a migration is running.
    pub(crate) fn qmp_migrate_set_parameters(&self) {
        let _in = in_function("qmp_migrate_set_parameters");
        let channels = u64::from(self.world.channels);
        if let Some(parameters) = self.parameters {
            let raised = self.world.action == Action::RaiseChannels;
            parameters.multifd_channels.set(if raised { channels + 1 } else { channels - 1 });
        }
    }

    /// `qmp_migrate_set_capabilities`, of `multifd` to off.
    pub(crate) fn qmp_migrate_set_capabilities(&self) {
        let _in = in_function("qmp_migrate_set_capabilities");
        let running = qatomic_read(self.migration.state).is_running();
        if let Some(parameters) = self.parameters
            && !running
        {
            parameters.multifd_off.set(true);
        }
    }
}
