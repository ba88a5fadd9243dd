//! What the sender is put through: the smallest worlds in which an order can matter.

use multifd_tests::program;
use sim_io::{Name, Program, declare_thread, qemu_thread_create, qemu_thread_join};

use super::{
    orders::Orders,
    queue::Exiting,
    sender::{DEVICE, End, RAM, Sender, Shape},
    thread::Socket,
};

/// A world. The first thread is the migration thread, and in the end the one
/// that joins it: nothing happens between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Two channels have a job each when they start: the third job needs a token
    /// that one channel posts while the other may have become idle and not yet posted.
    TwoChannels,
    /// Jobs and syncs by turns, for one channel.
    Syncs,
    /// The channel is told to exit while it has a job.
    Exit,
    /// The only channel fails.
    Failure,
    /// A thread of a device has a job, while the migration thread syncs.
    Device,
}

impl Stage {
    /// Those that a sender of this shape can be in.
    pub(super) fn of(shape: Shape) -> &'static [Stage] {
        // The smallest first: most mutants die there.
        match shape {
            Shape::V9 => &[Stage::Exit, Stage::Failure, Stage::Syncs, Stage::TwoChannels],
            Shape::V10 => {
                &[Stage::Exit, Stage::Failure, Stage::Syncs, Stage::Device, Stage::TwoChannels]
            }
        }
    }

    /// The program of this world.
    pub(super) fn program(self, shape: Shape, orders: Orders) -> Program {
        program(move || {
            let sender = Sender::new(shape, self.end(), orders, self.channels());
            self.start(&sender);
            match self {
                Stage::TwoChannels | Stage::Syncs | Stage::Exit | Stage::Failure => {
                    _ = self.migrate(&sender)
                }
                Stage::Device => with_device(&sender, || _ = self.migrate(&sender)),
            }
            sender.terminate();
        })
    }

    fn channels(self) -> u8 {
        match self {
            Stage::TwoChannels => 2,
            Stage::Syncs | Stage::Exit | Stage::Failure | Stage::Device => 1,
        }
    }

    fn socket(self) -> Socket {
        match self {
            Stage::Failure => Socket::Broken,
            Stage::TwoChannels | Stage::Syncs | Stage::Exit | Stage::Device => Socket::Works,
        }
    }

    fn end(self) -> End {
        match self {
            Stage::Exit | Stage::Failure => End::Exiting,
            Stage::TwoChannels | Stage::Syncs | Stage::Device => End::LastToken,
        }
    }

    fn start(self, sender: &Sender) {
        sender.post_first_tokens();
        if self == Stage::TwoChannels {
            // Neither thread runs yet: what they would have done meanwhile is ordered by p->sem.
            (0..2).for_each(|_| _ = sender.send(sender.ram, RAM));
        }
        sender.start_channels(self.socket());
    }

    fn migrate(self, sender: &Sender) -> Result<(), Exiting> {
        let send = || sender.send(sender.ram, RAM);
        match self {
            Stage::TwoChannels | Stage::Exit => send(),
            Stage::Syncs => (0..2).try_for_each(|_| {
                send()?;
                sender.sync()
            }),
            Stage::Failure => {
                send()?;
                send()?;
                sender.sync()
            }
            Stage::Device => sender.sync(),
        }
    }
}

/// Runs `migrate` while a thread of a device sends.
fn with_device(sender: &Sender, migrate: impl FnOnce()) {
    let device = *sender;
    let thread = declare_thread(Name::of("device"));
    let send = move || _ = device.send(device.device, DEVICE);
    qemu_thread_create(sender.state.device, thread, send);
    migrate();
    qemu_thread_join(sender.state.device);
}
