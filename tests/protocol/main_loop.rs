//! The main loop: creates channels, and cleans up.

use sim_io::{
    g_free, loop_head, next_callback, qatomic_read, qatomic_set, qatomic_store_release,
    qatomic_xchg, qemu_sem_post, qemu_sem_wait, qemu_thread_create, qemu_thread_join,
};

use super::{Transport, World, migration, sender};

/// The number of the event that asks the main loop to clean up; a smaller one asks it to create the
/// channel of that number.
pub(super) fn cleanup_event(world: World) -> u64 {
    u64::from(world.protocol.channels)
}

pub(super) fn run(world: World) {
    let migration = world.main_loop.migration;
    qemu_thread_create(migration, world.first, move || migration::run(world));
    loop {
        loop_head("main loop", &[]);
        qemu_sem_wait(world.main_loop.sem);
        let event: u64 = next_callback(world.main_loop.queue);
        if event == cleanup_event(world) {
            break;
        }
        new_channel(world, event as u8);
    }
    clean_up(world);
}

fn new_channel(world: World, index: u8) {
    match world.protocol.transport {
        Transport::Tls => start_handshake(world, index),
        Transport::Plain if world.protocol.fails(index) => sender::give_up(world, index),
        Transport::Plain => sender::connect(world, index),
    }
}

fn start_handshake(world: World, index: u8) {
    let channel = world.channels.at(index);
    qatomic_set(channel.tls_created, true);
    qemu_thread_create(channel.tls, world.tls_thread(index), move || {
        if world.protocol.fails(index) {
            sender::give_up(world, index);
        } else {
            sender::connect(world, index);
        }
    });
    qatomic_store_release(channel.tls_listed, true);
}

fn clean_up(world: World) {
    qemu_thread_join(world.main_loop.migration);
    qatomic_set(world.state.exiting, true);
    for (index, channel) in world.channels.iter().enumerate() {
        loop_head("terminate", &[index as u64]);
        qemu_sem_post(channel.sem);
        // Whether there is a socket to shut down.
        qatomic_read(channel.connected);
    }
    for index in 0..world.protocol.channels {
        loop_head("join", &[u64::from(index)]);
        join_threads(world, index);
    }
    world.report();
    world.channels.iter().for_each(|channel| g_free(channel.memory));
    g_free(world.state.memory);
}

fn join_threads(world: World, index: u8) {
    let channel = world.channels.at(index);
    if qatomic_read(channel.tls_created) && qatomic_xchg(channel.tls_listed, false) {
        qemu_thread_join(channel.tls);
    }
    loop_head("join the sender", &[u64::from(index)]);
    if qatomic_read(channel.thread_created) && qatomic_xchg(channel.thread_listed, false) {
        qemu_thread_join(channel.thread);
    }
}
