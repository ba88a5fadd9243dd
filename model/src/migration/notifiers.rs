//! `migration_call_notifiers`: what others in QEMU hear of a migration.

use sim_io::{Name, Word, broken, in_function, qatomic_read};

use super::MigrationStatus;
use crate::{
    revision::{FailedStates, FailureHeard},
    rules,
    source::Source,
    world::FaultKind,
};

/// Events that notifiers have heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Nothing,
    Setup,
    Done,
    Failed,
    PostcopyStart,
}

impl Heard {
    /// Describes what notifiers have been told.
    fn told(self) -> &'static str {
        match self {
            Heard::Nothing => "nothing",
            Heard::Setup => "the beginning",
            Heard::Done => "the end",
            Heard::Failed => "the failure",
            Heard::PostcopyStart => "the beginning of postcopy",
        }
    }
}

impl Word for Heard {
    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        const ALL: &[Heard] =
            &[Heard::Nothing, Heard::Setup, Heard::Done, Heard::Failed, Heard::PostcopyStart];
        ALL[word as usize]
    }
}

impl Source {
    /// `MIG_EVENT_PRECOPY_SETUP`; whether no notifier objects.
    pub(super) fn notify_setup(&self) -> bool {
        self.notify(Heard::Setup);
        !self.world.strikes_all(FaultKind::Notifier)
    }

    /// `MIG_EVENT_DONE`, up to v10.2 `MIG_EVENT_PRECOPY_DONE` or `MIG_EVENT_PRECOPY_FAILED`, at the
    /// end of the cleanup: every thread that could change the state has ended.
    pub(super) fn notify_end(&self) {
        match self.migration.state.peek() {
            MigrationStatus::Failed | MigrationStatus::Failing | MigrationStatus::Cancelled => {
                match self.revision.failure_heard {
                    FailureHeard::InCleanup => self.notify(Heard::Failed),
                    FailureHeard::BeforeGuestRuns => (),
                }
            }
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
        self.check_end_told();
    }

    /// HEARD: no notifier is left with a beginning alone.
    fn check_end_told(&self) {
        match self.migration.heard.get() {
            Heard::Nothing | Heard::Done | Heard::Failed => (),
            last @ (Heard::Setup | Heard::PostcopyStart) => {
                let detail = format!("nothing after {}", last.told());
                broken(rules::HEARD.name, Name::of("current_migration"), &detail);
            }
        }
    }

    /// `MIG_EVENT_FAILED` of `migration_iteration_finish`, with the big lock held.
    pub(super) fn notify_failure(&self) {
        match self.revision.failure_heard {
            FailureHeard::InCleanup => (),
            FailureHeard::BeforeGuestRuns => {
                let state = qatomic_read(self.migration.state);
                if FailedStates::CancellingToo.has(state) {
                    self.notify(Heard::Failed);
                }
            }
        }
    }

    /// `MIG_EVENT_PRECOPY_DONE`, when the destination has the package of postcopy.
    pub(crate) fn notify_switched(&self) {
        self.notify(Heard::Done);
    }

    /// `MIG_EVENT_POSTCOPY_START`.
    pub(crate) fn notify_postcopy(&self) {
        self.notify(Heard::PostcopyStart);
    }

    /// `MIG_EVENT_PRECOPY_FAILED`, where postcopy could not begin.
    pub(crate) fn notify_failed_switch(&self) {
        self.notify(Heard::Failed);
    }

    fn notify(&self, event: Heard) {
        let _in = in_function("migration_call_notifiers");
        let before = self.migration.heard.get();
        let legal = match event {
            Heard::Nothing => false,
            Heard::Setup => before == Heard::Nothing,
            Heard::PostcopyStart => before == Heard::Setup,
            Heard::Done => {
                matches!(before, Heard::Setup | Heard::PostcopyStart)
                    && (self.is_completed() || self.switches_over())
            }
            Heard::Failed => {
                matches!(before, Heard::Nothing | Heard::Setup | Heard::PostcopyStart)
            }
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
