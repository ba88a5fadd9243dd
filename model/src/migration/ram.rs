//! Traffic of RAM: pages through multifd, flags and flushes through the main channel.

use sim_io::{Error, in_function, qemu_mutex_lock, qemu_mutex_unlock};

use crate::{
    link::Piece,
    source::Source,
    world::{FaultKind, Flushed},
};

/// Places where a round leaves the scan for dirty pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// At the end of memory.
    Wraps,
    /// Before it.
    GoesOn,
    /// Before it, and so did the last round: this one comes by the end first.
    WrapsFirst,
}

impl Source {
    /// `ram_save_setup`: the big lock is dropped around the sync.
    pub(crate) fn ram_save_setup(&self) -> Result<(), Error> {
        let _in = in_function("ram_save_setup");
        self.mapped_ram_setup_ramblock();
        self.multifd_ram_save_setup();
        qemu_mutex_unlock(self.main_loop.bql);
        let synced = self.multifd_ram_flush_and_sync();
        qemu_mutex_lock(self.main_loop.bql);
        synced?;
        if self.multifd_use_packets() {
            self.put(Piece::Section);
            self.put(Piece::MemSize);
        }
        self.put_flush();
        self.put(Piece::Eos);
        self.qemu_fflush()
    }

    /// `ram_save_iterate`: a round of pages.
    pub(crate) fn ram_save_iterate(&self, scan: Scan) -> Result<(), Error> {
        let _in = in_function("ram_save_iterate");
        match (scan, self.world.flush.source()) {
            (Scan::GoesOn, Flushed::EachRound) => {
                if self.ram_save_pages()? {
                    self.put(Piece::Section);
                    self.put(Piece::Eos);
                }
                return self.qemu_fflush();
            }
            (Scan::GoesOn, Flushed::EachSection) | (Scan::Wraps, _)
                if !self.ram_save_pages()? =>
            {
                return self.qemu_fflush();
            }
            (Scan::GoesOn | Scan::Wraps | Scan::WrapsFirst, _) => (),
        }
        // find_dirty_block syncs where the scan wraps, and ram_save_iterate at its end
        // where that is asked of each section. A round is a section here.
        self.multifd_ram_flush_and_sync()?;
        self.put(Piece::Section);
        self.put_flush();
        if scan == Scan::WrapsFirst {
            self.ram_save_pages()?;
        }
        self.put(Piece::Eos);
        self.qemu_fflush()
    }

    /// `ram_save_postcopy_prepare`, before the guest stops. Its end stays in the
    /// buffer of the file.
    pub(crate) fn ram_save_postcopy_prepare(&self) -> Result<(), Error> {
        let _in = in_function("ram_save_postcopy_prepare");
        if self.revision.postcopy_prepare.syncs() {
            self.put(Piece::Section);
            self.multifd_ram_flush_and_sync()?;
            self.put_flush();
            // The file remembers a failure.
            let _remembered: Result<(), Error> = self.qemu_fflush();
            self.put(Piece::Eos);
        }
        Ok(())
    }

    /// `ram_save_complete`, with the big lock held. Its last scan has to wrap
    /// before it can find that all is clean, and syncs there; here it finds no page.
    pub(crate) fn ram_save_complete(&self) -> Result<(), Error> {
        let _in = in_function("ram_save_complete");
        self.multifd_ram_flush_and_sync()?;
        self.put(Piece::Section);
        self.put_flush();
        // A scan that wraps syncs nothing where sections do.
        let wrapped = self.world.flush.source() == Flushed::EachRound;
        if wrapped && self.revision.completion_sync.syncs_again() {
            self.multifd_ram_flush_and_sync()?;
        }
        if self.revision.completion_sync.flushes_again() {
            self.put_flush();
        }
        self.ram_save_file_bmap()?;
        self.put(Piece::Eos);
        if self.saves_in_threads().is_some() || self.device_fails(FaultKind::SaveComplete) {
            return self.qemu_fflush();
        }
        // The states of devices have no size here: where nothing comes between, one write
        // takes this and the end. What C asks between is asked before it.
        if let Err(error) = self.join_no_save_threads() {
            self.qemu_fflush()?;
            return Err(error);
        }
        self.put(Piece::End);
        self.qemu_fflush()
    }

    /// The destination is told to sync as well. No thread reads a file meanwhile, and the end of a
    /// section may say it.
    fn put_flush(&self) {
        if self.multifd_use_packets() && self.world.flush.source() == Flushed::EachRound {
            self.put(Piece::Flush);
        }
    }

    /// `ram_save_cleanup`, which every migration comes by.
    pub(crate) fn ram_save_cleanup(&self) {
        let _in = in_function("ram_save_cleanup");
        self.multifd_ram_save_cleanup();
        self.mapped_ram_cleanup();
    }

    /// Queues a round; `false` if the main channel failed meanwhile.
    fn ram_save_pages(&self) -> Result<bool, Error> {
        for _ in 0..self.world.pages {
            if self.file.get_error() {
                return Ok(false);
            }
            self.check_stopped();
            self.multifd_queue_page()?;
        }
        Ok(!self.file.get_error())
    }

    /// All of it, without the main channel.
    pub(crate) fn ram_save_all(&self) {
        // An error has been recorded where it arose.
        let _rounds: Result<(), Error> = (0..self.world.rounds).try_for_each(|_| {
            (0..self.world.pages).try_for_each(|_| self.multifd_queue_page())?;
            self.multifd_ram_flush_and_sync()
        });
    }
}
