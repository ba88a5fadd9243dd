//! `migration_call_notifiers`: what others in QEMU hear of a migration.

use sim_io::{Name, Word, broken, in_function};

use super::MigrationStatus;
use crate::{rules, source::Source, world::FaultKind};

/// What notifiers have heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Nothing,
    Setup,
    Done,
    Failed,
}

impl Heard {
    /// What notifiers have been told.
    fn told(self) -> &'static str {
        match self {
            Heard::Nothing => "nothing",
            Heard::Setup => "the beginning",
            Heard::Done => "the end",
            Heard::Failed => "the failure",
        }
    }
}

impl Word for Heard {
    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        [Heard::Nothing, Heard::Setup, Heard::Done, Heard::Failed][word as usize]
    }
}

impl Source {
    /// `MIG_EVENT_PRECOPY_SETUP`; whether no notifier objects.
    pub(super) fn notify_setup(&self) -> bool {
        self.notify(Heard::Setup);
        !self.world.strikes_all(FaultKind::Notifier)
    }

    /// `MIG_EVENT_PRECOPY_DONE` or `MIG_EVENT_PRECOPY_FAILED`, at the end of the
    /// cleanup: whoever could change the state has ended.
    pub(super) fn notify_end(&self) {
        match self.migration.state.peek() {
            MigrationStatus::Failed | MigrationStatus::Cancelled => self.notify(Heard::Failed),
            MigrationStatus::None
            | MigrationStatus::Setup
            | MigrationStatus::Active
            | MigrationStatus::PreSwitchover
            | MigrationStatus::Device
            | MigrationStatus::PostcopyDevice
            | MigrationStatus::PostcopyActive
            | MigrationStatus::PostcopyPaused
            | MigrationStatus::Completed
            | MigrationStatus::Cancelling => self.notify(Heard::Done),
        }
    }

    /// `MIG_EVENT_PRECOPY_DONE`, when the destination has the package of postcopy.
    pub(super) fn notify_switched(&self) {
        self.notify(Heard::Done);
    }

    /// `MIG_EVENT_PRECOPY_FAILED`, where postcopy could not begin.
    pub(super) fn notify_failed_switch(&self) {
        self.notify(Heard::Failed);
    }

    fn notify(&self, event: Heard) {
        let _in = in_function("migration_call_notifiers");
        let before = self.migration.heard.get();
        let legal = match event {
            Heard::Nothing => false,
            Heard::Setup => before == Heard::Nothing,
            Heard::Done => before == Heard::Setup && (self.is_completed() || self.switches_over()),
            Heard::Failed => matches!(before, Heard::Nothing | Heard::Setup),
        };
        if !legal {
            let detail = format!("{} after {}", event.told(), before.told());
            broken(rules::HEARD.name, Name::of("current_migration"), &detail);
        }
        self.migration.heard.set(event);
    }

    /// Precopy is done as well when postcopy begins, from DEVICE.
    fn switches_over(&self) -> bool {
        self.postcopy.is_some() && self.migration.state.peek() == MigrationStatus::Device
    }

    fn is_completed(&self) -> bool {
        self.migration.state.peek() == MigrationStatus::Completed
    }
}
