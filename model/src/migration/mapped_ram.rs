//! RAM in a file: a bitmap of the pages that are in it, written at the end.

use sim_io::{
    Array, Atomic, Error, Name, broken, g_free, g_new0, in_function, memory, qatomic_read,
};

use crate::{
    link, rules,
    saved::{BITMAP_MAX, Piece, Saved},
    source::Source,
    wire::mapped_ram,
    world::World,
};

memory! {
    /// A bit of `block->file_bmap`. Reports tell bits apart, which C frees as one.
    pub(crate) struct FileBit {
        /// Set if the page is in the file.
        pub stored: Atomic<bool>,
    }
}

/// `block->file_bmap`.
#[derive(Clone, Copy)]
pub(crate) struct FileBitmap(Array<FileBit>);

/// State of the source for the file.
#[derive(Clone, Copy)]
pub(crate) struct MigrationFile {
    /// The file itself.
    pub(crate) saved: Saved,
    /// The pages that are in it.
    pub(crate) bitmap: FileBitmap,
}

impl FileBitmap {
    fn allocate(self) {
        self.0.iter().for_each(|bit| g_new0(bit.memory));
    }

    /// The bit of a page.
    pub(crate) fn bit(self, page: u8) -> Atomic<bool> {
        self.0.at(page).stored
    }

    /// `g_free`, and nothing where it is gone.
    pub(crate) fn free(self) {
        self.0.iter().filter(|bit| bit.memory.is_alive()).for_each(|bit| g_free(bit.memory));
    }

    fn bytes(self) -> [u8; BITMAP_MAX] {
        let mut bitmap = [0; BITMAP_MAX];
        for (page, bit) in self.0.iter().enumerate() {
            if qatomic_read(bit.stored) {
                mapped_ram::store(&mut bitmap, page as u64);
            }
        }
        bitmap
    }
}

impl MigrationFile {
    /// The file of a world, and nothing in it.
    pub(crate) fn declare(world: &World) -> MigrationFile {
        let bitmap = FileBitmap(Array::declare("file_bmap", world.pages.max(1)));
        MigrationFile { saved: Saved::declare(world), bitmap }
    }
}

impl Source {
    /// The setup of RAM, as far as it is about a file: the header of the block,
    /// and room for its pages.
    pub(super) fn mapped_ram_setup_ramblock(&self) {
        let Some(file) = self.file_written else { return };
        let _in = in_function("mapped_ram_setup_ramblock");
        file.bitmap.allocate();
        let pieces = [link::Piece::Section, link::Piece::MemSize, link::Piece::RamBlock];
        pieces.into_iter().for_each(|piece| self.put(piece));
        // qemu_set_offset flushes; a failure stays in the file.
        let _kept: Result<(), Error> = self.qemu_fflush();
        file.saved.skip_pages();
    }

    /// `ram_save_file_bmap`, at the end of RAM. A failure stays in the file.
    pub(super) fn ram_save_file_bmap(&self) -> Result<(), Error> {
        let Some(file) = self.file_written else { return Ok(()) };
        let _in = in_function("ram_save_file_bmap");
        self.check_written();
        if !self.file.get_error() {
            let _kept: Result<(), Error> = self.qemu_fflush();
            let bitmap = file.bitmap.bytes();
            let length = mapped_ram::bitmap_length(self.world.pages.into()) as usize;
            let written = file.saved.pwrite(self.main_ioc(), Piece::Bitmap, &bitmap[..length]);
            if written.is_err() {
                self.file_failed();
            }
        }
        file.bitmap.free();
        if self.file.get_error() { Err(Error::Broken) } else { Ok(()) }
    }

    /// `ram_save_cleanup`, as far as it is about a file.
    pub(super) fn mapped_ram_cleanup(&self) {
        if let Some(file) = self.file_written {
            self.revision.bitmap_owner.cleaned_up(file.bitmap);
        }
    }

    /// S14.
    fn check_written(&self) {
        let lost = self.send.pages_queued.get() - self.send.pages_written.get();
        if lost > 0 {
            let detail = format!("the bitmap is written while {lost} pages are not");
            broken(rules::S14.name, Name::of("file_bmap"), &detail);
        }
    }

    /// Checks that the file has the newest version of every page: what S15 means for a file.
    pub(super) fn check_file(&self) {
        let Some(file) = self.file_written else { return };
        for page in 0..self.world.pages {
            let newest = self.world.version(page, self.world.rounds.into());
            // A page of zeros is not in the file.
            let version = file.saved.version(page).unwrap_or(0);
            if version != newest {
                let detail = rules::wrong_page(page.into(), version, newest);
                broken(rules::S15.name, Name::indexed("file", page + 2), &detail);
            }
        }
    }
}
