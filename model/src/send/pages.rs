//! `MultiFDPages_t`: a set of pages, with one owner at a time.

use sim_io::{Ghost, Plain, Word, memory};

use crate::message::SentPage;

memory! {
    /// `MultiFDPages_t`.
    pub(crate) struct Pages {
        /// The number of pages.
        pub num: Plain<u64>,
        /// Its type, since a71ef5c7f3.
        pub payload: Plain<Payload>,
        /// The pages and their round: 16 bits each, the first lowest. Where it is a device's state,
        /// the device and the packet of it.
        pub contents: Ghost<u64>,
    }
}

/// `MultiFDPayloadType`: what a set holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// `MULTIFD_PAYLOAD_NONE`: it is empty.
    None,
    /// `MULTIFD_PAYLOAD_RAM`.
    Ram,
    /// `MULTIFD_PAYLOAD_DEVICE_STATE` (0525b91a0b).
    DeviceState,
}

impl Word for Payload {
    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        match word {
            0 => Payload::None,
            1 => Payload::Ram,
            _ => Payload::DeviceState,
        }
    }
}

impl Pages {
    /// The page that is being added is page `page` as it is in `round`.
    pub(crate) fn note(&self, page: u64, round: u64) {
        let index = self.num.peek();
        let before = self.contents.get() & ((1 << (16 * index)) - 1);
        self.contents.set(before | (page | round << 8) << (16 * index));
    }

    /// The first so many pages, as they were when they were added.
    pub(crate) fn queued(&self, pages: u64) -> impl Iterator<Item = SentPage> {
        let contents = self.contents.get();
        (0..pages).map(move |index| {
            let entry = contents >> (16 * index);
            SentPage { page: entry & 255, version: entry >> 8 & 255 }
        })
    }

    /// `multifd_pages_reset`.
    pub(crate) fn multifd_pages_reset(&self) {
        self.num.set(0);
    }
}
