//! The migration thread: asks for channels, sends pages, and syncs.

use std::ops::ControlFlow;

use sim_io::{
    g_idle_source_attach, loop_head, qatomic_read, qatomic_set, qatomic_store_release,
    qemu_sem_post, qemu_sem_wait, smp_mb_acquire,
};

use super::{Creation, World, main_loop::cleanup_event};

pub(super) fn run(world: World) {
    for index in 0..world.protocol.channels {
        ask(world, u64::from(index));
    }
    if world.protocol.creation == Creation::Fixed {
        for _ in 0..world.protocol.channels {
            qemu_sem_wait(world.state.channels_created);
        }
    }
    // Whether all was sent or an error came in between, there is no more to do.
    let _ = send(world);
    loop_head("done", &[]);
    ask(world, cleanup_event(world));
}

/// Asks the main loop for something.
fn ask(world: World, event: u64) {
    g_idle_source_attach(world.main_loop.queue, event);
    qemu_sem_post(world.main_loop.sem);
}

fn send(world: World) -> ControlFlow<()> {
    let mut next = 0;
    for round in 0..world.protocol.rounds {
        loop_head("round", &[u64::from(round), u64::from(next)]);
        next = send_page(world, round, next)?;
        sync(world, round, next)?;
    }
    ControlFlow::Continue(())
}

/// Breaks off if an error came in between.
fn go_on(world: World) -> ControlFlow<()> {
    match qatomic_read(world.state.exiting) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

/// Hands a page to an idle channel, the first from `next` on; who is next then.
fn send_page(world: World, round: u8, next: u8) -> ControlFlow<(), u8> {
    go_on(world)?;
    qemu_sem_wait(world.state.channels_ready);
    let mut index = next;
    loop {
        loop_head("scan", &[u64::from(round), u64::from(index)]);
        go_on(world)?;
        if !qatomic_read(world.channels.at(index).pending_job) {
            break;
        }
        index = (index + 1) % world.protocol.channels;
    }
    smp_mb_acquire();
    let channel = world.channels.at(index);
    qatomic_store_release(channel.pending_job, true);
    qemu_sem_post(channel.sem);
    ControlFlow::Continue((index + 1) % world.protocol.channels)
}

/// Asks every channel for a sync, and waits for all of them.
fn sync(world: World, round: u8, next: u8) -> ControlFlow<()> {
    let all = 0..world.protocol.channels;
    for (index, channel) in all.clone().zip(world.channels.iter()) {
        loop_head("ask for a sync", &[u64::from(round), u64::from(next), u64::from(index)]);
        go_on(world)?;
        qatomic_set(channel.pending_sync, true);
        qemu_sem_post(channel.sem);
    }
    for (index, channel) in all.zip(world.channels.iter()) {
        loop_head("wait for a sync", &[u64::from(round), u64::from(next), u64::from(index)]);
        go_on(world)?;
        qemu_sem_wait(world.state.channels_ready);
        qemu_sem_wait(channel.sem_sync);
    }
    ControlFlow::Continue(())
}
