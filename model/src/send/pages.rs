//! `MultiFDPages_t`: a set of pages, with one owner at a time.

use sim_io::{Plain, memory};

memory! {
    /// `MultiFDPages_t`.
    pub(crate) struct Pages {
        /// How many pages there are.
        pub num: Plain<u64>,
        /// Whether its type is that of pages, since a71ef5c7f3.
        pub occupied: Plain<bool>,
    }
}

impl Pages {
    /// `multifd_pages_reset`.
    pub(crate) fn multifd_pages_reset(&self) {
        self.num.set(0);
    }
}
