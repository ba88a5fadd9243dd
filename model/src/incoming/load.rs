//! The incoming coroutine: what comes over the main channel, in order.
//!
//! In QEMU it yields to the main loop while nothing has come. Nothing that the
//! main loop could do meanwhile changes multifd, so here it blocks.

use sim_io::{
    Error, g_free, g_new0, in_function, inner_loop, qemu_bh_schedule, qio_channel_read_all,
};

use super::{
    Callback, Incoming,
    stream::{HEADER, Section},
};
use crate::{
    migration::MigrationStatus,
    wire::stream::{CompressedPages, Flush, PagesIn, Token, Tokens},
    world::Flushed,
};

/// The tokens that are understood on a wire.
const TOKENS: Tokens = Tokens {
    page_size: 4096,
    compressed_pages: CompressedPages::Refused,
    flush: Flush::Known,
    pages: PagesIn::Channels,
};

impl Incoming {
    /// `process_incoming_migration_co`.
    pub(super) fn process_incoming_migration_co(&self) {
        let _in = in_function("process_incoming_migration_co");
        self.set_incoming_state(MigrationStatus::Setup, MigrationStatus::Active);
        let loaded = self.qemu_loadvm_state();
        if self.has_listen_thread() && self.revision.listen_end.is_left_the_rest(&loaded) {
            return;
        }
        match loaded {
            Ok(()) => {
                self.revision.finish_reference.scheduling(self);
                qemu_bh_schedule(self.main_loop.sources, Callback::Finish);
            }
            Err(error) => self.load_failed(error),
        }
        self.revision.incoming_reference.loaded(self);
    }

    /// `qemu_loadvm_state`.
    fn qemu_loadvm_state(&self) -> Result<(), Error> {
        let _in = in_function("qemu_loadvm_state");
        self.qemu_loadvm_thread_pool_create();
        let mut header = [0; HEADER.len()];
        self.get(&mut header)?;
        if header != HEADER {
            return Err(Error::BadData);
        }
        self.ram_load_setup();
        let loaded = self.qemu_loadvm_state_main();
        self.main_thread_loaded();
        if self.has_listen_thread() {
            return loaded;
        }
        let checked = loaded.and_then(|()| self.check_errors_of_others());
        self.revision.loadvm_cleanup.loaded(self);
        checked
    }

    /// Checks what the main channel does not tell: the errors of channels and of devices.
    fn check_errors_of_others(&self) -> Result<(), Error> {
        let failed = self.revision.late_errors.count(self) || !self.qemu_loadvm_thread_pool_wait();
        if failed { Err(Error::Broken) } else { Ok(()) }
    }

    /// `ram_load_setup`.
    fn ram_load_setup(&self) {
        g_new0(self.received_map.memory);
    }

    /// `qemu_loadvm_state_cleanup`, with the big lock held. What was never set up, or is
    /// cleaned up already, is left alone.
    pub(crate) fn qemu_loadvm_state_cleanup(&self) {
        let _in = in_function("qemu_loadvm_state_cleanup");
        self.ram_load_cleanup();
        self.qemu_loadvm_thread_pool_destroy();
    }

    /// `ram_load_cleanup`.
    fn ram_load_cleanup(&self) {
        if self.received_map.memory.is_alive() {
            g_free(self.received_map.memory);
        }
    }

    /// `qemu_loadvm_state_main`: whatever goes wrong is the file's error when it returns.
    pub(super) fn qemu_loadvm_state_main(&self) -> Result<(), Error> {
        self.load_sections().inspect_err(|_| self.file.set_error())
    }

    fn load_sections(&self) -> Result<(), Error> {
        let sections = inner_loop();
        loop {
            sections.head(&[]);
            let mut kind = [0; 1];
            self.get(&mut kind)?;
            match Section::from_byte(kind[0]) {
                Some(Section::End) => return Ok(()),
                Some(Section::Ram) if self.postcopy_is_running() => self.ram_load_postcopy()?,
                Some(Section::Ram) => self.ram_load()?,
                Some(Section::SwitchoverStart) => self.switchover_start(),
                Some(Section::OpenReturnPath) => self.open_return_path(),
                Some(Section::Discard) => self.postcopy_ram_discard(),
                // LOADVM_QUIT: the thread that listens reads on.
                Some(Section::Packaged) => return self.handle_packaged(false),
                Some(Section::PackagedWithPing) => return self.handle_packaged(true),
                None => return Err(Error::BadData),
            }
        }
    }

    /// `ram_load_precopy`: one section.
    fn ram_load(&self) -> Result<(), Error> {
        let _in = in_function("ram_load_precopy");
        let tokens = inner_loop();
        loop {
            tokens.head(&[]);
            let mut word = [0; 8];
            self.get(&mut word)?;
            match self.tokens().decode(word).map_err(|_| Error::BadData)? {
                Token::MemSize(_) if self.multifd_use_packets() => (),
                Token::MemSize(total) => self.load_file(total)?,
                Token::MultifdFlush => self.multifd_recv_sync_main(),
                Token::Eos => {
                    self.end_of_section();
                    return Ok(());
                }
                // The source sends pages over multifd only, and knows no RDMA.
                Token::Page { .. } | Token::Hook => return Err(Error::BadData),
            }
        }
    }

    /// `RAM_SAVE_FLAG_EOS`, which a file's destination always ignores.
    fn end_of_section(&self) {
        match self.world.flush.destination() {
            Flushed::EachSection => self.multifd_recv_sync_main(),
            Flushed::EachRound => (),
        }
    }

    /// The tokens that are understood.
    pub(super) fn tokens(&self) -> Tokens {
        match self.multifd_use_packets() {
            true => TOKENS,
            false => Tokens { pages: PagesIn::MappedRam, ..TOKENS },
        }
    }

    /// `qemu_get_buffer`: an early end of the stream is the file's error, and a file with an
    /// error is not read. Only in postcopy has another thread set one: who reads alone stops
    /// at his own.
    pub(super) fn get(&self, bytes: &mut [u8]) -> Result<(), Error> {
        if self.postcopy.is_some() && self.file.get_error() {
            return Err(Error::Broken);
        }
        let ioc = self.ioc(self.main_connection());
        let read = match self.file_read {
            None => qio_channel_read_all(ioc, bytes),
            Some(saved) => saved.next(ioc, bytes),
        };
        read.inspect_err(|_| self.file.set_error())
    }
}
