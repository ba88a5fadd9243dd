//! The destination of a migration from a file: every channel opens it, and the
//! list of blocks says where the pages are.

use sim_io::{Error, Name, Structure, in_function, inner_loop, memory, qemu_bh_schedule, touch};

use super::{Callback, Incoming, stream::HEADER, stream::Section};
use crate::{
    message::{Message, put, put_section},
    saved::{BITMAP_MAX, FILE_PAGE, Piece, Saved},
    wire::{
        mapped_ram::{self, LENGTH, Load, Loads, MappedRamHeader},
        stream::Token,
    },
    world::{FaultKind, RAM_BLOCK, World},
};

memory! {
    /// Target of an `Error *`.
    pub(crate) struct ErrorObject {}
}

/// The file that a source of this world has left.
pub(super) fn written_before(world: &World) -> Saved {
    let saved = Saved::declare(world);
    let mut head = Message::new();
    put(&mut head, &HEADER);
    put_section(&mut head, &[saved.mem_size()]);
    saved.put_ram_block(&mut head);
    saved.lay(world, Piece::Head, &head);
    let mut bitmap = [0; BITMAP_MAX];
    let newest = |page: &u8| world.version(*page, world.rounds.into());
    let stored = (0..world.pages).filter(|page| newest(page) > 0);
    stored.clone().for_each(|page| mapped_ram::store(&mut bitmap, page.into()));
    let length = mapped_ram::bitmap_length(world.pages.into()) as usize;
    saved.lay(world, Piece::Bitmap, &bitmap[..length]);
    stored.for_each(|page| saved.lay(world, Piece::Page(page), &newest(&page).to_be_bytes()));
    let mut tail = Message::new();
    put(&mut tail, &Token::Eos.encode());
    (0..=world.rounds).for_each(|_| put_section(&mut tail, &[Token::Eos]));
    put(&mut tail, &[Section::End.byte()]);
    saved.lay(world, Piece::Tail, &tail);
    saved
}

impl Incoming {
    /// `file_connect_incoming`, until 2026 `file_start_incoming_migration`, with
    /// `file_create_incoming_channels`: every channel can be read at once, and
    /// GLib takes them in the order in which they were opened.
    pub(crate) fn file_connect_incoming(&self) {
        let _in = in_function("file_create_incoming_channels");
        let channels = 0..self.world.channels;
        if channels.clone().any(|channel| self.world.strikes(channel, FaultKind::Open)) {
            self.exit();
            return;
        }
        for connection in std::iter::once(self.main_connection()).chain(channels) {
            qemu_bh_schedule(self.main_loop.sources, Callback::Accepted(connection));
        }
    }

    /// `ram_load_precopy`, where all of RAM follows in the file. The sync is
    /// there whether it could be read or not.
    pub(super) fn load_file(&self, total: u64) -> Result<(), Error> {
        let parsed = self.parse_ramblocks(total);
        self.multifd_recv_sync_main();
        parsed.inspect(|()| self.check_pages(self.world.rounds.into()))
    }

    /// `parse_ramblocks`: the name and the length of each block, and with them
    /// all of its pages.
    fn parse_ramblocks(&self, mut total: u64) -> Result<(), Error> {
        let blocks = inner_loop();
        while total > 0 {
            blocks.head(&[total]);
            let mut name = [0; 1 + RAM_BLOCK.len()];
            self.get(&mut name)?;
            let mut length = [0; 8];
            self.get(&mut length)?;
            let length = u64::from_be_bytes(length);
            if &name[1..] != RAM_BLOCK {
                return Err(Error::BadData);
            }
            self.parse_ramblock_mapped_ram(length)?;
            total = total.saturating_sub(length);
        }
        Ok(())
    }

    fn parse_ramblock_mapped_ram(&self, length: u64) -> Result<(), Error> {
        let _in = in_function("parse_ramblock_mapped_ram");
        let mut header = [0; LENGTH];
        self.get(&mut header)?;
        let header = MappedRamHeader::decode(&header, FILE_PAGE).map_err(|_| Error::BadData)?;
        let mut bitmap = [0; BITMAP_MAX];
        let whole = mapped_ram::bitmap_length(length / header.page_size) as usize;
        let ioc = self.ioc(self.main_connection());
        let read = self.saved().pread(ioc, header.bitmap_offset, &mut bitmap[..whole])?;
        let loads =
            Loads::new(header, &bitmap[..read], length, self.saved().used_length(), FILE_PAGE);
        self.read_ramblock_mapped_ram(loads.map_err(|_| Error::BadData)?)?;
        self.saved().skip_pages();
        Ok(())
    }

    /// `read_ramblock_mapped_ram`: hands out every piece of the block.
    fn read_ramblock_mapped_ram(&self, loads: Loads<'_>) -> Result<(), Error> {
        let _in = in_function("read_ramblock_mapped_ram");
        for load in loads {
            let load: Load = load.map_err(|_| Error::BadData)?;
            if !self.multifd_recv(load) {
                // qemu_file_get_error_obj has set no error if it was not the
                // main channel that failed, and error_prepend follows it.
                touch(self.load_error.memory);
                return Err(Error::Broken);
            }
        }
        Ok(())
    }

    /// The file.
    ///
    /// # Panics
    /// If the migration comes from somewhere else.
    pub(crate) fn saved(&self) -> Saved {
        self.file_read.expect("the migration comes from a file")
    }
}

/// The error of `read_ramblock_mapped_ram`, which is never set.
pub(super) fn load_error() -> ErrorObject {
    ErrorObject::declare(Name::of("errp"))
}
