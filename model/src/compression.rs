//! The state that a compression method keeps for a channel, from its setup to its cleanup.
//!
//! Its work on the bytes is in [`crate::wire`]. Here a page stays as it is, and only the packets
//! say how they are compressed: no thread can tell.

use sim_io::{Error, Ghost, g_free, g_new0, memory, touch};

use crate::wire::flags::Compression;

memory! {
    /// Target of `p->compress_data`.
    pub(crate) struct CompressData {
        /// Set when its setup has come to its end.
        pub complete: Ghost<bool>,
    }
}

/// The moment at which a setup lets `p->compress_data` point to what it has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Assigned {
    /// At once: what a failed setup leaves behind is cleaned up.
    First,
    /// At once, and for good: a failed setup frees what it points to.
    FirstAndFreed,
    /// At its end: a failed setup frees what it has made.
    Last,
}

/// Effect of a cleanup on a channel that was never set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// It follows the null pointer.
    Followed,
    /// Nothing.
    Tolerated,
}

/// The way a method sets up and cleans up one side.
#[derive(Clone, Copy)]
struct Life {
    assigned: Assigned,
    missing: Missing,
}

/// `p->compress_data` of the channels of one side. `None` without compression.
#[derive(Clone, Copy)]
pub(crate) struct Methods {
    life: Option<Life>,
}

impl Methods {
    /// `ops->send_setup` and `ops->send_cleanup`.
    pub(crate) fn of_sender(compression: Compression) -> Methods {
        Methods::new(compression, |method| match method {
            Compression::None | Compression::Zlib | Compression::Zstd => Assigned::Last,
            Compression::Qpl | Compression::Uadk => Assigned::Last,
            Compression::Qatzip => Assigned::First,
        })
    }

    /// `ops->recv_setup` and `ops->recv_cleanup`.
    pub(crate) fn of_receiver(compression: Compression) -> Methods {
        Methods::new(compression, |method| match method {
            Compression::None | Compression::Qpl | Compression::Uadk => Assigned::Last,
            Compression::Zlib | Compression::Qatzip => Assigned::First,
            Compression::Zstd => Assigned::FirstAndFreed,
        })
    }

    fn new(compression: Compression, assigned: fn(Compression) -> Assigned) -> Methods {
        let missing = match compression {
            Compression::None => return Methods { life: None },
            Compression::Zlib | Compression::Zstd | Compression::Uadk => Missing::Followed,
            Compression::Qpl | Compression::Qatzip => Missing::Tolerated,
        };
        Methods { life: Some(Life { assigned: assigned(compression), missing }) }
    }

    /// Sets a channel up, or fails to.
    pub(crate) fn set_up(self, data: CompressData, fails: bool) -> Result<(), Error> {
        let kept = match self.life.map(|life| life.assigned) {
            None => false,
            Some(Assigned::First | Assigned::FirstAndFreed) => true,
            Some(Assigned::Last) => !fails,
        };
        if kept {
            g_new0(data.memory);
            data.complete.set(!fails);
        }
        if fails && self.life.is_some_and(|life| life.assigned == Assigned::FirstAndFreed) {
            g_free(data.memory);
        }
        if fails { Err(Error::Broken) } else { Ok(()) }
    }

    /// A channel compresses, or the other way round.
    pub(crate) fn work(self, data: CompressData) {
        if self.life.is_some() {
            touch(data.memory);
        }
    }

    /// Cleans a channel up.
    pub(crate) fn clean_up(self, data: CompressData) {
        match self.life.map(|life| life.missing) {
            None => (),
            Some(Missing::Tolerated) if !data.memory.is_alive() => (),
            Some(Missing::Tolerated | Missing::Followed) => {
                touch(data.memory);
                g_free(data.memory);
            }
        }
    }
}
