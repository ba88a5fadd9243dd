//! Rules that must hold, by name: S for safety, L for liveness.

use std::cmp::Ordering;

use sim_io::{Breach, Violation};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// Its name in reports.
    pub name: &'static str,
    /// The rule in a sentence.
    pub says: &'static str,
    /// The harm if it does not hold.
    pub harm: Harm,
}

/// Harm of a violation to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Harm {
    /// A thread waits, or goes round, for ever.
    Hang,
    /// The process dies.
    Crash,
    /// Memory, or a thread, is never given back.
    Leak,
    /// A migration ends, or is reported, as it should not.
    State,
    /// Data that is sent or kept is wrong, or may be.
    Corruption,
}

impl Harm {
    /// Each.
    pub const ALL: [Harm; 5] = [Harm::Hang, Harm::Crash, Harm::Leak, Harm::State, Harm::Corruption];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Harm::Hang => "hang",
            Harm::Crash => "crash",
            Harm::Leak => "leak",
            Harm::State => "state",
            Harm::Corruption => "corruption",
        }
    }

    /// The harm of a violation: one rule can be broken in a way that kills, and in one that leaks.
    pub fn of(violation: &Violation) -> Harm {
        match &violation.breach {
            breach if breach.is_fatal() => Harm::Crash,
            Breach::Leak | Breach::NeverJoined | Breach::NeverDestroyed => Harm::Leak,
            _ => Rule::broken_by(violation).harm,
        }
    }
}

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident $harm:ident: $says:literal,)*) => {
        $($(#[$meta])* #[doc = $says]
        pub const $name: Rule =
            Rule { name: stringify!($name), says: $says, harm: Harm::$harm };)*
        /// Every rule.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    S1 Crash: "Memory, locks and semaphores are used only while they live.",
    S2 Crash: "Every joinable thread that was created is joined exactly once, and no other.",
    S3 Crash: "No mutex is destroyed while locked, and no semaphore while waited on.",
    S4 Leak: "What a migration allocates is freed by its end, and no reference is dropped that is not held.",
    S5 Crash: "What is registered with yank is unregistered, and the other way round.",
    S6 Corruption: "Packet numbers are unique among the packets that are filled.",
    S7 Corruption: "When the destination's sync ends, every page that was queued before it is there, and none of a later round.",
    S8 Corruption: "A SYNC is a packet of its own: never with pages, never lost, never doubled, and no packet is empty.",
    S9 Corruption: "When a sync succeeds, every channel has executed it.",
    S10 State: "channels_ready does not drift: at the end of a migration that nothing interrupted it has no more tokens than there are channels, and a token means an idle channel.",
    S11 Crash: "QEMU's own assertions hold.",
    S12 Corruption: "Plain memory has one owner at a time: nothing races.",
    S13 Corruption: "The id of a channel is below the number of channels wherever it is an index.",
    S14 Corruption: "The bitmap of a file is written when every page that was queued is.",
    S15 Corruption: "A migration that ends COMPLETED has written every page and met no channel error, and its channels end with no packet of a device's state unwritten.",
    S16 State: "A cancelled migration ends CANCELLED.",
    S17 State: "The error of a migration is not one that only follows from a channel's.",
    S18 State: "Whoever sees a migration COMPLETED sees its final counters.",
    S19 Corruption: "Under CPR the machine is stopped before any of its memory is sent.",
    S21 Corruption: "Once a migration is postcopy, no page of it is on a channel: none waits to be sent, and none arrives.",
    S22 State: "Where a channel of the destination meets an error, the incoming migration fails.",
    /// After S15, on the other host.
    LOADED Corruption: "A destination that becomes COMPLETED has loaded every packet of every device's state.",
    LET_GO Corruption: "When a sync succeeds, the kernel has let go of every page that was sent without a copy.",
    COPIED State: "dirty_sync_missed_zero_copy counts the syncs that found a copy, and no others.",
    /// At the end of both hosts.
    GUEST State: "A postcopy leaves the guest to one host: a source that waits for a recovery has a destination that can be recovered, and a guest that runs there is not cancelled here.",
    /// After S7, where no sync of the destination comes last.
    ARRIVED Corruption: "After postcopy the destination has the memory that the guest had when it stopped at the source.",
    /// As memory has it, whatever the code believes: `migrate_set_state` compares and exchanges.
    ENDED State: "A migration that has ended keeps its state until the next begins, and one that is FAILING becomes FAILED or CANCELLING.",
    /// Report of `query-migrate` on a failure.
    REASON State: "A migration that has FAILED has an error.",
    L1 Hang: "Nobody waits for what nobody will do.",
    L3 State: "An error of a channel is recorded, or told to whoever waits for the channel.",
    L6 Hang: "The join of the return path's thread comes to an end.",
    L8 State: "Once a migration has ended, the next can begin.",
    L9 Hang: "A schedule ends, unless it keeps a thread from running that could go on.",
    TOLD State: "A destination that has failed does not say over the return path that all is well.",
    /// From the corpus: `notifiers-get-mutable-state`.
    HEARD State: "Notifiers hear of a beginning once and of an end once, or of a failure alone, and one that objects is heeded.",
    /// From the corpus: `quit-flag-per-channel-vs-global`.
    ONE_EXIT State: "The decision to exit is one bit: no request goes to a channel whose flag lags behind it.",
    /// From the corpus: `setup-in-main-loop-starves-callbacks`.
    SETTLED State: "The migration thread starts its RAM work when the creation of every channel has ended.",
    /// From the corpus: `channels-ready-vs-sem-order`.
    ONE_REQUEST State: "No request is added to one that a channel has not consumed.",
    /// From the corpus: `pages-reset-early`.
    PAGES_OWNED Corruption: "A page set stays as it is until its packet is written.",
    /// From the corpus: `inverted-connect-semantics`.
    CONNECT_RESULT State: "A connect reports failure exactly if it started no thread.",
}

/// Describes the error of a page that has the contents of round `is` and not of round `should_be`.
/// Zeros are those of round 0.
pub(crate) fn wrong_page(page: usize, is: u64, should_be: u64) -> String {
    match (is.cmp(&should_be), should_be) {
        (_, 0) => format!("page {page} is not cleared: it is that of round {is}"),
        (Ordering::Less, _) => {
            format!("page {page} is older than it must be: of round {is}, not of round {should_be}")
        }
        (Ordering::Equal | Ordering::Greater, _) => {
            format!("page {page} is newer than it may be: of round {is}, not of round {should_be}")
        }
    }
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
            Breach::RefCountBelowZero | Breach::Leak | Breach::NeverDestroyed => S4,
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
