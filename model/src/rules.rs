//! What must hold, by name: S for safety, L for liveness.

use sim_io::{Breach, Violation};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// Its name in reports.
    pub name: &'static str,
    /// What must hold, in a sentence.
    pub says: &'static str,
}

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident: $says:literal,)*) => {
        $($(#[$meta])* #[doc = $says] pub const $name: Rule = Rule { name: stringify!($name), says: $says };)*
        /// Every rule.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    S1: "Memory, locks and semaphores are used only while they live.",
    S2: "Every joinable thread that was created is joined exactly once, and no other.",
    S3: "No mutex is destroyed while locked, and no semaphore while waited on.",
    S4: "What a migration allocates is freed by its end, and no reference is dropped that is not held.",
    S5: "What is registered with yank is unregistered, and the other way round.",
    S6: "Packet numbers are unique among the packets that are filled.",
    S7: "When the destination's sync ends, every page that was queued before it is there, and none of a later round.",
    S8: "A SYNC is a packet of its own: never with pages, never lost, never doubled, and no packet is empty.",
    S9: "When a sync succeeds, every channel has executed it.",
    S10: "channels_ready does not drift: at the end of a migration that nothing interrupted it has no more tokens than there are channels, and a token means an idle channel.",
    S11: "QEMU's own assertions hold.",
    S12: "Plain memory has one owner at a time: nothing races.",
    S13: "The id of a channel is below the number of channels wherever it is an index.",
    S14: "The bitmap of a file is written when every page that was queued is.",
    S15: "A migration that ends COMPLETED has written every page and met no channel error, and its channels end with no packet of a device's state unwritten.",
    S16: "A cancelled migration ends CANCELLED.",
    S17: "The error of a migration is not one that only follows from a channel's.",
    S18: "Whoever sees a migration COMPLETED sees its final counters.",
    S19: "Under CPR the machine is stopped before any of its memory is sent.",
    S21: "Once a migration is postcopy, no page of it is on a channel: none waits to be sent, and none arrives.",
    S22: "Where a channel of the destination meets an error, the incoming migration fails.",
    /// After S15, on the other host.
    LOADED: "A destination that becomes COMPLETED has loaded every packet of every device's state.",
    LET_GO: "When a sync succeeds, the kernel has let go of every page that was sent without a copy.",
    COPIED: "dirty_sync_missed_zero_copy counts the syncs that found a copy, and no others.",
    /// At the end of both hosts.
    GUEST: "A postcopy leaves the guest to one host: a source that waits for a recovery has a destination that can be recovered, and a guest that runs there is not cancelled here.",
    /// After S7, where no sync of the destination comes last.
    ARRIVED: "After postcopy the destination has the memory that the guest had when it stopped at the source.",
    L1: "Nobody waits for what nobody will do.",
    L3: "An error of a channel is recorded, or told to whoever waits for the channel.",
    L6: "The join of the return path's thread comes to an end.",
    L8: "Once a migration has ended, the next can begin.",
    L9: "A schedule ends, unless it keeps a thread from running that could go on.",
    TOLD: "A destination that has failed does not say over the return path that all is well.",
    /// From the corpus: `notifiers-get-mutable-state`.
    HEARD: "Notifiers hear of a beginning once and of an end once, or of a failure alone, and one that objects is heeded.",
    /// From the corpus: `quit-flag-per-channel-vs-global`.
    ONE_EXIT: "The decision to exit is one bit: no request goes to a channel whose flag lags behind it.",
    /// From the corpus: `setup-in-main-loop-starves-callbacks`.
    SETTLED: "The migration thread starts its RAM work when the creation of every channel has ended.",
    /// From the corpus: `channels-ready-vs-sem-order`.
    ONE_REQUEST: "No request is added to one that a channel has not consumed.",
    /// From the corpus: `pages-reset-early`.
    PAGES_OWNED: "A page set stays as it is until its packet is written.",
    /// From the corpus: `inverted-connect-semantics`.
    CONNECT_RESULT: "A connect reports failure exactly if it started no thread.",
}

impl Rule {
    /// The rule of a name.
    pub fn named(name: &str) -> Option<Rule> {
        RULES.iter().copied().find(|rule| rule.name == name)
    }

    /// The rule that a violation breaks.
    pub fn broken_by(violation: &Violation) -> Rule {
        match &violation.breach {
            Breach::UseBeforeInit
            | Breach::UseAfterFree
            | Breach::UseAfterDestroy
            | Breach::DoubleFree => S1,
            Breach::JoinOfNothing | Breach::JoinTwice | Breach::NeverJoined => S2,
            Breach::DestroyWhileLocked | Breach::DestroyWhileWaited | Breach::UnlockOfUnheld => S3,
            Breach::RefCountBelowZero | Breach::Leak => S4,
            Breach::NotRegistered => S5,
            Breach::DataRace => S12,
            Breach::Deadlock if violation.function == "close_return_path_on_source" => L6,
            Breach::Deadlock => L1,
            Breach::Livelock | Breach::TooLong => L9,
            Breach::Assertion(_) | Breach::Internal(_) => S11,
            Breach::Rule(name) => Rule::named(name).unwrap_or(S11),
        }
    }
}
