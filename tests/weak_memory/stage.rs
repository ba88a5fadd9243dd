//! Stages for the sender: the smallest worlds in which an order can matter, and wider ones.

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
    /// The channel is told to exit while it has a job.
    Exit,
    /// The only channel fails.
    Failure,
    /// Jobs and syncs by turns, for one channel.
    Syncs,
    /// A thread of a device has a job, while the migration thread syncs.
    Device,
    /// Two channels have a job each when they start: the third job needs a token
    /// that one channel posts while the other may have become idle and not yet posted.
    TwoChannels,
    /// One of two channels fails.
    OneFails,
    /// Three channels, a job each when they start, two more jobs and a sync.
    ThreeChannels,
    /// A thread of a device has two jobs, while the migration thread has one and syncs.
    DeviceTwice,
    /// Threads of two devices, three channels, a job of pages and a sync.
    Crowd,
}

/// An act of the migration thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Send,
    Sync,
}

/// The parts of a stage.
struct World {
    channels: u8,
    /// Jobs that are queued before the channels' threads run.
    first_jobs: u8,
    acts: &'static [Act],
    devices: u8,
    device_jobs: u8,
    socket: Socket,
    end: End,
}

impl World {
    const SMALL: World = World {
        channels: 1,
        first_jobs: 0,
        acts: &[Act::Sync],
        devices: 0,
        device_jobs: 1,
        socket: Socket::Works,
        end: End::LastToken,
    };
}

impl Stage {
    /// Those that loom searches completely, the smallest first: most mutants die there.
    pub(super) fn small(shape: Shape) -> &'static [Stage] {
        match shape {
            Shape::V9 => &[Stage::Exit, Stage::Failure, Stage::Syncs, Stage::TwoChannels],
            Shape::V10 => {
                &[Stage::Exit, Stage::Failure, Stage::Syncs, Stage::Device, Stage::TwoChannels]
            }
        }
    }

    /// Those that have too many executions, or too many threads, for loom.
    pub(super) fn wide(shape: Shape) -> &'static [Stage] {
        match shape {
            Shape::V9 => &[Stage::OneFails, Stage::ThreeChannels],
            Shape::V10 => {
                &[Stage::OneFails, Stage::ThreeChannels, Stage::DeviceTwice, Stage::Crowd]
            }
        }
    }

    fn world(self) -> World {
        use Act::{Send, Sync};
        let small = World::SMALL;
        match self {
            Stage::Exit => World { acts: &[Send], end: End::Exiting, ..small },
            Stage::Failure => World { acts: &[Send, Send, Sync], ..small.failing() },
            Stage::Syncs => World { acts: &[Send, Sync, Send, Sync], ..small },
            Stage::Device => World { devices: 1, ..small },
            Stage::TwoChannels => World { channels: 2, first_jobs: 2, acts: &[Send], ..small },
            Stage::OneFails => World { channels: 2, acts: &[Send, Send, Sync], ..small.failing() },
            Stage::ThreeChannels => {
                World { channels: 3, first_jobs: 3, acts: &[Send, Send, Sync], ..small }
            }
            Stage::DeviceTwice => {
                World { devices: 1, device_jobs: 2, acts: &[Send, Sync], ..small }
            }
            Stage::Crowd => World { channels: 3, devices: 2, acts: &[Send, Sync], ..small },
        }
    }

    /// The program of this world.
    pub(super) fn program(self, shape: Shape, orders: Orders) -> Program {
        program(move || self.world().run(shape, orders))
    }
}

impl World {
    fn failing(self) -> World {
        World { socket: Socket::Broken, end: End::Exiting, ..self }
    }

    fn run(&self, shape: Shape, orders: Orders) {
        let sender = Sender::new(shape, self.end, orders, self.channels);
        sender.post_first_tokens();
        let started = (0..self.first_jobs).try_for_each(|_| sender.send(sender.ram, RAM));
        assert_eq!(started, Ok(()), "nobody can have set exiting");
        sender.start_channels(self.socket);
        (0..self.devices).for_each(|index| self.start_device(sender, index));
        // Told to exit, it does: there is nothing to do about it here.
        let _: Result<(), Exiting> = self.acts.iter().try_for_each(|act| act.run(&sender));
        (0..self.devices).for_each(|index| qemu_thread_join(sender.devices.at(index).thread));
        sender.terminate();
    }

    fn start_device(&self, sender: Sender, index: u8) {
        let (device, jobs) = (sender.devices.at(index), self.device_jobs);
        let thread = declare_thread(Name::indexed("device", index));
        let work = move || {
            let _: Result<(), Exiting> = (0..jobs).try_for_each(|_| sender.send(device, DEVICE));
        };
        qemu_thread_create(device.thread, thread, work);
    }
}

impl Act {
    fn run(self, sender: &Sender) -> Result<(), Exiting> {
        match self {
            Act::Send => sender.send(sender.ram, RAM),
            Act::Sync => sender.sync(),
        }
    }
}
