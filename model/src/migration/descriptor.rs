//! The main channel below its two files: one descriptor, and what comes out of it.
//!
//! All of it is only there where there is a return path: without one no thread reads, and none uses
//! the channel once it is closed. Where the destination is played, what comes out of it is what
//! that has written.

use sim_io::{
    Atomic, Ghost, Plain, Word, await_any, in_function, memory, qatomic_read, qatomic_set,
    qio_channel_close, qio_channel_read_all, qio_channel_shutdown,
};

use crate::{
    source::Source,
    wire::return_path::{self, PACKAGED_LOADED, Pong, Shut},
    world::ReturnPath,
};

memory! {
    /// The main channel, from the descriptor on.
    pub(crate) struct MainChannel {
        /// The last message of the destination.
        pub message: Atomic<Message>,
        /// Set when the destination has read the whole stream.
        pub stream_ended: Atomic<bool>,
        /// The number of packets of the states of devices that the destination has.
        pub device_packets: Atomic<u64>,
        /// Set when the kernel has closed the descriptor.
        pub closed: Atomic<bool>,
        /// `sioc->fd`, a plain `int`: whether it is -1.
        pub fd: Plain<bool>,
        /// Set while a thread is in `recvmsg`: the kernel then keeps the socket.
        pub in_kernel: Ghost<bool>,
    }
}

/// Messages that come out of the main channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    Nothing,
    /// SHUT, and all is well.
    ShutGood,
    /// SHUT, and the destination has failed.
    ShutError,
    /// The end of the connection.
    Reset,
    /// PONG, and the package is loaded.
    Loaded,
}

impl Message {
    const ALL: [Message; 5] =
        [Message::Nothing, Message::ShutGood, Message::ShutError, Message::Reset, Message::Loaded];
}

impl Message {
    /// Decodes a message of the destination.
    fn said(bytes: &[u8; return_path::LENGTH]) -> Message {
        match (Shut::decode(bytes), Pong::decode(bytes)) {
            (Some(Shut { error: 0 }), _) => Message::ShutGood,
            (Some(Shut { error: _ }), _) => Message::ShutError,
            (None, Some(Pong { value: PACKAGED_LOADED })) => Message::Loaded,
            (None, Some(_) | None) => Message::Reset,
        }
    }
}

impl Word for Message {
    const NAMES: &'static [&'static str] =
        &["nothing", "SHUT", "SHUT with an error", "end of stream", "PONG"];

    fn to_word(self) -> u64 {
        self as u64
    }

    fn from_word(word: u64) -> Self {
        Self::ALL[word as usize]
    }
}

impl Source {
    /// `qio_channel_read`: blocks until something arrives. Who is in `recvmsg`
    /// stays there when the descriptor is closed, and wakes when it is shut down.
    pub(super) fn read_main_channel(&self) -> Message {
        let _in = in_function("qio_channel_socket_readv");
        let main = self.main_channel;
        main.fd.get();
        if qatomic_read(main.closed) {
            return Message::Reset;
        }
        if self.link.is_some() {
            return self.hear_destination();
        }
        let message = main.message.as_word();
        let said = [Message::ShutGood, Message::ShutError, Message::Reset];
        let arrives = said.map(|said| (message, said.to_word()));
        let [good, error, reset] = arrives;
        let shut = (self.main_socket().shut.as_word(), 1);
        let which = await_any(&[good, error, reset, shut]);
        said.get(which).copied().unwrap_or(Message::Reset)
    }

    /// Returns what the destination has written, with a descriptor that is there.
    fn hear_destination(&self) -> Message {
        let in_kernel = self.main_channel.in_kernel;
        let mut bytes = [0; return_path::LENGTH];
        in_kernel.set(true);
        let read = qio_channel_read_all(self.main_ioc(), &mut bytes);
        in_kernel.set(false);
        match read {
            Ok(()) => Message::said(&bytes),
            Err(_) => Message::Reset,
        }
    }

    /// `qio_channel_shutdown` of the main channel: nothing, if it is closed.
    pub(super) fn shut_main_channel(&self) {
        if self.has_return_path() {
            self.main_channel.fd.get();
            if qatomic_read(self.main_channel.closed) {
                return;
            }
        }
        qio_channel_shutdown(self.main_ioc());
    }

    /// `qio_channel_close` of the main channel.
    pub(super) fn close_main_channel(&self) {
        if !self.has_return_path() || self.main_channel.fd.get() {
            return;
        }
        qatomic_set(self.main_channel.closed, true);
        self.main_channel.fd.set(true);
        if self.link.is_some() && !self.main_channel.in_kernel.get() {
            qio_channel_close(self.main_ioc());
        }
    }

    /// The connection was reset, so nothing comes back either.
    pub(super) fn main_channel_failed(&self) {
        if self.destination_is_value() {
            qatomic_set(self.main_channel.message, Message::Reset);
        }
    }

    /// The destination has read everything.
    pub(super) fn stream_ended(&self) {
        if self.destination_is_value() {
            qatomic_set(self.main_channel.stream_ended, true);
        }
    }

    /// Waits until the destination has the states of all devices, which is known
    /// where they are saved in threads; whether it gets them.
    fn has_every_device(&self) -> bool {
        if self.saves_in_threads().is_none() {
            return true;
        }
        let main = self.main_channel;
        let all = (main.device_packets, self.world.devices.pieces());
        let (closed, shut) = (main.closed.as_word(), self.main_socket().shut.as_word());
        await_any(&[all, (closed, 1), (shut, 1)]) == 0
    }

    /// Returns true if what comes out of the channel is what the world says.
    fn destination_is_value(&self) -> bool {
        self.has_return_path() && self.link.is_none()
    }

    /// The destination's thread, if it has something to say.
    pub(crate) fn destination_answers(&self) {
        let _in = in_function("migrate_send_rp_shut");
        let main = self.main_channel;
        match self.world.return_path {
            ReturnPath::None | ReturnPath::Stalls => (),
            ReturnPath::Fails => qatomic_set(main.message, Message::ShutError),
            ReturnPath::Answers => {
                let shut = self.main_socket().shut;
                let ends = [(main.stream_ended, true), (main.closed, true), (shut, true)];
                if await_any(&ends) == 0 && self.has_every_device() {
                    qatomic_set(main.message, Message::ShutGood);
                }
            }
        }
    }
}
