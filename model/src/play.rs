//! Plays a world at a revision.

use sim_io::{
    Name, Program, broken, declare_acts, in_function, loop_head, next_callback, qemu_bh_schedule,
    qemu_mutex_lock, qemu_mutex_unlock, qemu_poll, qemu_sem_post, qemu_sem_wait,
    qemu_thread_create_detached, qmp_yank, report_outcome,
};

use crate::{
    acts::ACTS,
    incoming::Incoming,
    migration::{MigrationState, MigrationStatus},
    revision::Revision,
    rules,
    source::{Callback, Source},
    world::{Action, ReturnPath, Start, Transport, World},
};

/// The program that plays `world` at `revision`.
pub fn program(world: World, revision: Revision) -> Program {
    let world = revision.section_flush.seen(world);
    match world.start {
        Start::Migrate => played("main_loop", move || migrate(world, revision)),
        Start::Connected => played("live_migration", move || hand_off(world, revision)),
        Start::Both => played("main_loop", move || match world.transport {
            Transport::Socket | Transport::Tls => both(world, revision),
            Transport::File => save_and_load(world, revision),
        }),
        Start::Incoming => played("main_loop", move || receive(world, revision)),
    }
}

/// A program whose deadlocks name the threads that its waits depend on.
fn played(root: &'static str, body: impl Fn() + Copy + Send + Sync + 'static) -> Program {
    Program::copyable(Name::of(root), move || {
        declare_acts(ACTS);
        body();
    })
}

/// A whole migration, from the connected main channel to the end of the cleanup.
fn migrate(world: World, revision: Revision) {
    if is_refused(&world, revision.files.are_saved()) {
        return;
    }
    let s = Source::declare(world, revision);
    s.manage_pause();
    if s.serial_destination() {
        qemu_thread_create_detached(s.destination(), move || destination_main_loop(&s));
    }
    match world.return_path {
        ReturnPath::None | ReturnPath::Stalls => (),
        ReturnPath::Answers | ReturnPath::Fails => {
            qemu_thread_create_detached(s.answering(), move || s.destination_answers());
        }
    }
    migrate_from(&s);
    report_outcome(s.migration.state.peek_unseen().name());
}

/// The source, from the connected main channel to the end of its cleanup.
///
/// A yank before that channel is there finds nothing to shut down, so it is no yank: actions from
/// outside begin here.
fn migrate_from(s: &Source) {
    s.send.outgoing_args.socket_start_outgoing_migration();
    qemu_mutex_lock(s.main_loop.bql);
    s.migration_channel_connect();
    act_from_outside(s);
    s.asks_for_postcopy();
    s.migrate_fd_connect();
    qemu_mutex_unlock(s.main_loop.bql);
    s.main_loop_wait();
}

fn act_from_outside(s: &Source) {
    let s = *s;
    match s.world.action {
        Action::None | Action::YankDestination | Action::RaiseChannels | Action::LowerChannels => {}
        Action::SwitchOff => command(s, Callback::SetCapabilities),
        Action::Cancel => command(s, Callback::Cancel),
        Action::Query => command(s, Callback::Query),
        Action::Again => command(s, Callback::Migrate),
        Action::Quit => command(s, Callback::Shutdown),
        Action::Yank => qemu_thread_create_detached(s.outside(), move || {
            let _in = in_function("qmp_yank");
            qmp_yank(s.yank, |index| s.migration_yank_iochannel(index));
        }),
    }
}

/// A yank on the destination, whose main loop may wait for the source meanwhile, or a `quit`.
fn act_on_destination(d: &Incoming) {
    let (d, Some(monitor)) = (*d, d.monitor) else { return };
    if d.world.quits() {
        d.is_told_to_quit(monitor);
        return;
    }
    qemu_thread_create_detached(monitor, move || {
        let _in = in_function("qmp_yank");
        qmp_yank(d.yank, |connection| d.migration_yank_iochannel(connection));
    });
}

/// A monitor command, which the main loop executes.
fn command(s: Source, command: Callback) {
    qemu_thread_create_detached(s.outside(), move || {
        let _in = in_function("monitor_qmp_dispatcher_co");
        qemu_bh_schedule(s.main_loop.sources, command);
    });
}

/// The destination answers one handshake after the other.
fn destination_main_loop(s: &Source) {
    let _in = in_function("migration_channel_process_incoming");
    for _ in 0..s.world.channels {
        qemu_poll(s.backlog.accepted);
        let handshake = s.handshaking.at(next_callback::<u64>(s.backlog.accepted) as u8);
        qemu_sem_wait(handshake.hello);
        qemu_sem_post(handshake.answer);
    }
}

/// Only the hand-off: the channels are connected, the first thread is the
/// migration thread, and cleans up after itself.
fn hand_off(world: World, revision: Revision) {
    let s = Source::declare(world, revision);
    s.set_up_connected();
    let threads = s.saves_in_threads().inspect(|threads| s.spawn_save_threads(*threads));
    s.ram_save_all();
    if let Some(threads) = threads {
        s.multifd_join_device_state_save_threads(threads);
    }
    s.ram_save_cleanup();
    s.multifd_send_shutdown();
    report_outcome(s.migration.state.peek_unseen().name());
}

/// Both hosts, from the connected main channel to the end of both.
fn both(world: World, revision: Revision) {
    if world.postcopy.is_on() && !revision.together.is_allowed() {
        report_outcome("refused");
        return;
    }
    let mut s = Source::declare(world, revision);
    let d = Incoming::declare_beside(&s);
    s.link = Some(d.link());
    let s = s;
    s.manage_pause();
    act_on_destination(&d);
    // Less than the whole source: a thread captures only so much.
    let migration = s.migration;
    qemu_thread_create_detached(s.destination(), move || {
        d.main_loop_wait();
        report_both(&migration, &d);
    });
    s.arrives_at_listener(world.channels);
    migrate_from(&s);
    report_both(&s.migration, &d);
}

/// The host that ends last tells how both came out.
fn report_both(migration: &MigrationState, d: &Incoming) {
    if has_ended(migration, &d.world) && d.state.ended.get() {
        check_guest(migration, d);
        let source = migration.state.peek_unseen().name();
        report_outcome(format!("{source}, {}", d.outcome()));
    }
}

/// GUEST.
fn check_guest(migration: &MigrationState, d: &Incoming) {
    let failed = d.state.state.peek_unseen() == MigrationStatus::Failed;
    let detail = match migration.state.peek_unseen() {
        MigrationStatus::PostcopyPaused if failed => {
            "the source is postcopy-paused and the destination has failed: neither can run the guest"
        }
        MigrationStatus::Cancelled if d.guest_runs() => {
            "the source is cancelled, and the guest goes on at both hosts"
        }
        _ => return,
    };
    broken(rules::GUEST.name, Name::of("current_migration"), detail);
}

/// Only the destination: the source sends what the world says.
fn receive(world: World, revision: Revision) {
    if is_refused(&world, revision.files.are_loaded()) {
        return;
    }
    let d = Incoming::declare(world, revision);
    act_on_destination(&d);
    match world.transport {
        Transport::Socket | Transport::Tls => d.start_scripts(),
        Transport::File => d.file_connect_incoming(),
    }
    d.main_loop_wait();
    report_outcome(d.outcome());
}

/// Returns true if there is nothing to play: QEMU refuses multifd on a file.
fn is_refused(world: &World, has_files: bool) -> bool {
    let refused = world.transport == Transport::File && !has_files;
    if refused {
        report_outcome("refused");
    }
    refused
}

/// One host writes a file, and another loads it.
fn save_and_load(world: World, revision: Revision) {
    if is_refused(&world, revision.files.are_loaded()) {
        return;
    }
    let s = Source::declare(world, revision);
    let d = Incoming::declare_beside(&s);
    s.manage_pause();
    migrate_from(&s);
    let source = s.migration.state.peek_unseen();
    if source != MigrationStatus::Completed {
        report_outcome(source.name());
        return;
    }
    act_on_destination(&d);
    d.file_connect_incoming();
    d.main_loop_wait();
    report_outcome(format!("{}, {}", source.name(), d.outcome()));
}

impl Source {
    /// `main_loop_wait`, until the migration and every connect has ended.
    fn main_loop_wait(&self) {
        let sources = self.main_loop.sources;
        loop {
            loop_head("main_loop_wait", &[]);
            if has_ended(&self.migration, &self.world) {
                break;
            }
            qemu_poll(sources);
            qemu_mutex_lock(self.main_loop.bql);
            match next_callback(sources) {
                Callback::Connected(channel) => self.connect_completed(channel),
                Callback::Cleanup => self.migrate_fd_cleanup_bh(),
                Callback::Cancel => self.qmp_migrate_cancel(),
                Callback::Query => self.qmp_query_migrate(),
                Callback::Migrate => self.qmp_migrate(),
                Callback::Continue => self.qmp_migrate_continue(),
                Callback::StartPostcopy => self.qmp_migrate_start_postcopy(),
                Callback::Quit => self.exit(),
                Callback::SetParameters => self.qmp_migrate_set_parameters(),
                Callback::SetCapabilities => self.qmp_migrate_set_capabilities(),
                Callback::Shutdown => self.qemu_cleanup(),
            }
            qemu_mutex_unlock(self.main_loop.bql);
        }
    }
}

/// Returns true if the migration and every connect has ended.
fn has_ended(migration: &MigrationState, world: &World) -> bool {
    let connecting = migration.connects_begun.get() - migration.connects_ended.get();
    let awaits = migration.awaits_migrate(world) || world.quits();
    migration.cleaned_up.get() && connecting == 0 && !awaits
}
