//! Strength of each access.

use self::Strength::{AcqRel, Acquire, Plain, Relaxed, Release, SeqCst};

/// The strength of an access. `Plain` is none at all: C gives a racing one no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    Plain,
    Relaxed,
    Acquire,
    Release,
    AcqRel,
    SeqCst,
}

/// A place of the sender where a memory order was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// The scan for an idle channel: a relaxed load, and the fence after it.
    Scan,
    /// The producer says that there is a job.
    Publish,
    /// The channel looks for a job.
    Take,
    /// The channel says that the job is done.
    Clear,
    /// `pending_job` is atomic at all.
    JobWord,
    /// `pending_sync` is atomic at all.
    SyncWord,
    /// `exiting` is atomic at all.
    ExitWord,
    /// A channel that fails makes all exit.
    Fail,
    /// Packets are numbered across the channels.
    Number,
    /// A post to `p->sem` publishes something, and a wait learns it.
    Wake,
    /// A post to `p->sem_sync` does so too, and a wait.
    Synced,
    /// A post to `channels_ready` does so too, and a wait.
    Ready,
}

/// The extent to which loom can search a sender in which an order is at its weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Every execution.
    Everything,
    /// Every execution with few preemptions: there are far more others.
    Preemptions,
}

impl Site {
    /// Each of them, in the order of the table.
    pub(super) const ALL: [Site; 12] = [
        Site::Scan,
        Site::Publish,
        Site::Take,
        Site::Clear,
        Site::JobWord,
        Site::SyncWord,
        Site::ExitWord,
        Site::Fail,
        Site::Number,
        Site::Wake,
        Site::Synced,
        Site::Ready,
    ];

    /// The possible strengths, from upstream's choice down to the weakest.
    ///
    /// The machine's read-modify-writes are all sequentially consistent. Below
    /// that, `Fail` is a mere store, and `Number` takes no part in the order of
    /// memory: both are weaker than a relaxed read-modify-write.
    pub(super) fn ladder(self) -> &'static [Strength] {
        match self {
            Site::Scan | Site::Take => &[Acquire, Relaxed],
            Site::Publish | Site::Clear => &[Release, Relaxed],
            Site::JobWord | Site::SyncWord | Site::ExitWord => &[Relaxed, Plain],
            Site::Fail | Site::Number => &[SeqCst, Relaxed],
            Site::Wake | Site::Synced | Site::Ready => &[AcqRel, Relaxed],
        }
    }

    /// The reach of loom in the sender without this order.
    pub(super) fn reach(self) -> Reach {
        match self {
            Site::Ready => Reach::Preemptions,
            _ => Reach::Everything,
        }
    }

    /// QEMU's name for the access.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Site::Scan => "`pending_job`: read by the scan, then `smp_mb_acquire`",
            Site::Publish => "`pending_job`: set by the producer",
            Site::Take => "`pending_job`: read by the channel",
            Site::Clear => "`pending_job`: cleared by the channel",
            Site::JobWord => "`pending_job`: atomic at all",
            Site::SyncWord => "`pending_sync`: atomic at all",
            Site::ExitWord => "`exiting`: atomic at all",
            Site::Fail => "`exiting`: exchanged by `multifd_send_set_error`",
            Site::Number => "`packet_num`: `qatomic_fetch_inc`",
            Site::Wake => "`p->sem`: post and wait",
            Site::Synced => "`p->sem_sync`: post and wait",
            Site::Ready => "`channels_ready`: post and wait",
        }
    }
}

impl Strength {
    /// The name in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Plain => "plain",
            Relaxed => "relaxed",
            Acquire => "acquire",
            Release => "release",
            AcqRel => "release and acquire",
            SeqCst => "sequentially consistent",
        }
    }
}

/// A strength for each site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orders([Strength; Site::ALL.len()]);

impl Orders {
    /// As QEMU has them.
    pub(super) fn upstream() -> Self {
        Orders(Site::ALL.map(|site| site.ladder()[0]))
    }

    /// The orders but for one, which is `strength`.
    pub(super) fn with(mut self, site: Site, strength: Strength) -> Self {
        self.0[site as usize] = strength;
        self
    }

    /// The strength of a site.
    pub(super) fn at(self, site: Site) -> Strength {
        self.0[site as usize]
    }
}
