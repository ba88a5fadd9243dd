//! The source, where it is not played: each connection sends what the world says, as fast as it
//! can.

use std::cmp::Ordering;

use sim_io::{
    Error, Received, g_idle_source_attach, qemu_thread_create_detached, qio_channel_new,
    qio_channel_read_all_eof, qio_channel_unref, qio_channel_write,
};

use super::{
    Callback, Incoming,
    stream::{HEADER, Section},
};
use crate::{
    message::{
        self, MESSAGE_MAX, Message, PacketHead, SentPage, Sorted, mem_size, put, put_section,
    },
    send::found,
    wire::{flags, init::Init, stream::Token},
    world::{Fault, FaultKind, PAGE_COUNT, ReturnPath, UUID},
};

impl Incoming {
    /// The source connects, with all of its channels at once.
    pub(crate) fn start_scripts(&self) {
        for connection in 0..self.connections() {
            let incoming = *self;
            qemu_thread_create_detached(self.script(connection), move || {
                incoming.play(connection);
            });
        }
    }

    /// All that one connection sends, and its end.
    fn play(&self, connection: u8) {
        let ioc = self.far_ioc(connection);
        qio_channel_new(ioc);
        g_idle_source_attach(self.main_loop.sources, Callback::Accepted(connection));
        let sent = match connection.cmp(&self.main_connection()) {
            Ordering::Less => self.play_channel(connection),
            Ordering::Equal => self.play_main(connection),
            // Another client, who hangs up, or first says who he is.
            Ordering::Greater => self.play_other(connection),
        };
        if sent.is_ok() {
            // A source that has sent everything waits for the destination to close.
            let _end: Result<Received, Error> = qio_channel_read_all_eof(ioc, &mut [0]);
        }
        qio_channel_unref(ioc);
    }

    /// Plays another client. It does not ask whether it is heard.
    fn play_other(&self, connection: u8) -> Result<(), Error> {
        let says = |fault: &Fault| fault.kind == FaultKind::StrayConnection;
        if self.world.faults.iter().flatten().any(says) {
            let _unasked: Result<(), Error> =
                self.send(connection, 0, self.init_of_another_machine());
        }
        Err(Error::Broken)
    }

    fn init_of_another_machine(&self) -> Message {
        let mut init = Init { uuid: UUID, id: 0 };
        init.uuid[0] ^= 1;
        let mut message = Message::new();
        put(&mut message, &init.encode());
        message
    }

    /// The main channel: a section for the setup, one for each round, and the last.
    fn play_main(&self, connection: u8) -> Result<(), Error> {
        let mut message = Message::new();
        put(&mut message, &HEADER);
        if self.world.return_path == ReturnPath::Answers {
            put(&mut message, &[Section::OpenReturnPath.byte()]);
        }
        put_section(&mut message, &[mem_size(self.world.pages), Token::MultifdFlush, Token::Eos]);
        self.send(connection, 0, message)?;
        for round in 1..=self.world.rounds {
            let mut message = Message::new();
            put_section(&mut message, &[Token::MultifdFlush, Token::Eos]);
            self.send(connection, round, message)?;
        }
        let mut message = Message::new();
        if self.sends_devices() {
            put(&mut message, &[Section::SwitchoverStart.byte()]);
        }
        match self.revision.completion_sync.flushes_again() {
            true => put_section(&mut message, &[Token::MultifdFlush, Token::Eos]),
            false => put_section(&mut message, &[Token::Eos]),
        }
        put(&mut message, &[Section::End.byte()]);
        self.send(connection, self.world.rounds + 1, message)
    }

    /// A channel of multifd: who it is, a SYNC for the setup, its pages and a
    /// SYNC for each round, and the last SYNC.
    fn play_channel(&self, connection: u8) -> Result<(), Error> {
        let mut nth = 0;
        self.send_init(connection)?;
        self.send_packet(connection, &mut nth, flags::SYNC, &Sorted::none())?;
        for round in 1..=u64::from(self.world.rounds) {
            let pages = u64::from(self.world.pages);
            let sets = (0..pages).step_by(PAGE_COUNT as usize).enumerate();
            let mine =
                |set: usize| set % usize::from(self.world.channels) == usize::from(connection);
            for (_, first) in sets.filter(|(set, _)| mine(*set)) {
                let set = (first..pages.min(first + PAGE_COUNT))
                    .map(|page| SentPage { page, version: round });
                let sent = found(&self.world, &self.revision, set);
                if !self.revision.zero_packet.is_left_out(self.world.compression, &sent) {
                    self.send_packet(connection, &mut nth, 0, &sent)?;
                }
            }
            self.send_packet(connection, &mut nth, flags::SYNC, &Sorted::none())?;
        }
        if self.revision.completion_sync.syncs_again() {
            self.send_packet(connection, &mut nth, flags::SYNC, &Sorted::none())?;
        }
        self.play_devices(connection, &mut nth)?;
        match self.world.strikes(connection, FaultKind::LateGarbage) {
            true => qio_channel_write(self.far_ioc(connection), &[0xff; MESSAGE_MAX]),
            false => Ok(()),
        }
    }

    /// Its share of the states of devices.
    fn play_devices(&self, connection: u8, nth: &mut u8) -> Result<(), Error> {
        let devices = self.world.devices;
        let sent = if self.sends_devices() { devices.pieces() } else { 0 };
        let mine = |piece: &u64| piece % u64::from(self.world.channels) == u64::from(connection);
        for piece in (0..sent).filter(mine) {
            let packets = u64::from(devices.packets);
            *nth += 1;
            let message = message::device_state((piece / packets) as u32, piece % packets);
            self.send(connection, *nth, message)?;
        }
        Ok(())
    }

    fn sends_devices(&self) -> bool {
        self.world.devices.count > 0 && self.revision.save_threads.are_spawned()
    }

    fn send_init(&self, connection: u8) -> Result<(), Error> {
        let mut init = Init { uuid: UUID, id: connection };
        for fault in self.world.faults.iter().flatten().filter(|f| f.channel == connection) {
            match fault.kind {
                FaultKind::InitUuid => init.uuid[0] ^= 1,
                FaultKind::InitId(id) => init.id = id,
                _ => (),
            }
        }
        let mut message = Message::new();
        put(&mut message, &init.encode());
        if self.world.strikes(connection, FaultKind::InitMagic) {
            message[0] ^= 1;
        }
        self.send(connection, 0, message)
    }

    fn send_packet(
        &self,
        connection: u8,
        nth: &mut u8,
        flags: u32,
        sent: &Sorted,
    ) -> Result<(), Error> {
        let packet_num = u64::from(*nth) * u64::from(self.world.channels) + u64::from(connection);
        let method = if sent.is_empty() { 0 } else { self.world.compression.flag() };
        let head = PacketHead { flags: flags | method, packet_num };
        let mut message = message::packet(&self.revision.format, &head, sent);
        *nth += 1;
        if self.world.strikes(connection, FaultKind::PacketMagic(*nth)) {
            message[0] ^= 1;
        }
        self.send(connection, *nth, message)
    }

    /// Writes the n-th message of a connection, or what the world makes of it.
    fn send(&self, connection: u8, nth: u8, mut message: Message) -> Result<(), Error> {
        if self.world.strikes(connection, FaultKind::Closed(nth)) {
            return Err(Error::Broken);
        }
        let is_cut = self.world.strikes(connection, FaultKind::Truncated(nth));
        if is_cut {
            message.truncate(message.len() / 2);
        }
        qio_channel_write(self.far_ioc(connection), &message)?;
        if is_cut { Err(Error::Broken) } else { Ok(()) }
    }
}
