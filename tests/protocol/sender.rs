//! A channel: how it comes to be, and its thread.

use sim_io::{
    Name, c_assert, loop_head, qatomic_load_acquire, qatomic_read, qatomic_set,
    qatomic_store_release, qemu_sem_post, qemu_sem_wait, qemu_thread_create,
};

use super::{Creation, World};

/// The channel is connected, and its thread starts.
pub(super) fn connect(world: World, index: u8) {
    let channel = world.channels.at(index);
    qatomic_set(channel.connected, true);
    qatomic_set(channel.thread_created, true);
    qemu_thread_create(channel.thread, world.send_thread(index), move || run(world, index));
    qatomic_store_release(channel.thread_listed, true);
    created(world);
}

/// The channel cannot be connected.
pub(super) fn give_up(world: World, index: u8) {
    created(world);
    world.set_error();
    match world.protocol.creation {
        Creation::Fixed => (),
        Creation::Unfixed => {
            loop_head("wake", &[]);
            qemu_sem_post(world.channels.at(index).sem_sync);
            qemu_sem_post(world.state.channels_ready);
        }
    }
}

/// The migration thread may go on, if it waits for the channels' creation.
fn created(world: World) {
    match world.protocol.creation {
        Creation::Fixed => qemu_sem_post(world.state.channels_created),
        Creation::Unfixed => (),
    }
}

fn run(world: World, index: u8) {
    let channel = world.channels.at(index);
    loop {
        loop_head("sender", &[]);
        qemu_sem_post(world.state.channels_ready);
        qemu_sem_wait(channel.sem);
        if qatomic_read(world.state.exiting) {
            break;
        }
        if qatomic_load_acquire(channel.pending_job) {
            qatomic_store_release(channel.pending_job, false);
        } else {
            answer(world, index);
        }
    }
}

/// Without a job, it was woken for a sync.
fn answer(world: World, index: u8) {
    let channel = world.channels.at(index);
    let asked = qatomic_read(channel.pending_sync);
    c_assert(asked, "pending_sync", Name::indexed("channel", index));
    qatomic_set(channel.pending_sync, false);
    qemu_sem_post(channel.sem_sync);
}
