//! Behaviour of a channel on a file.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    ChannelObject, EngineName, Error, File, Name, Peer, QIOChannel, QemuThread, Racy, Socket,
    Structure, Verdict, declare_thread, memory, qemu_thread_create, qemu_thread_join,
    qio_channel_append, qio_channel_new, qio_channel_pread, qio_channel_pwritev,
    qio_channel_shutdown, qio_channel_unref, report_outcome,
};

memory! {
    struct Fixture {
        thread: QemuThread,
        plain: Racy<u64>,
    }
}

/// Runs `near` here and `far` in a thread, each with a channel on one file of
/// two pieces, and drops both channels afterwards.
fn explore(
    peer: Peer,
    near: fn(QIOChannel, Racy<u64>) -> String,
    far: fn(QIOChannel, Racy<u64>),
) -> Verdict {
    exhaustive(EngineName::Explore).run(&program(move || {
        let fixture = Fixture::declare(Name::of("fixture"));
        fixture.memory.permanent();
        let file = File::declare("file", 2);
        let channel = |name, socket, peer| {
            let object = ChannelObject::declare(Name::of(name));
            let ioc = QIOChannel::socket(object, Socket::declare(Name::of(socket)), peer);
            let ioc = ioc.in_file(file);
            ioc.exists_in_kernel();
            qio_channel_new(ioc);
            ioc
        };
        let ours = channel("near_ioc", "near", peer);
        let theirs = channel("far_ioc", "far", Peer::Healthy);
        let other = declare_thread(Name::of("other"));
        qemu_thread_create(fixture.thread, other, move || far(theirs, fixture.plain));
        let outcome = near(ours, fixture.plain);
        qemu_thread_join(fixture.thread);
        qio_channel_unref(ours);
        qio_channel_unref(theirs);
        report_outcome(outcome);
    }))
}

fn written(result: Result<(), Error>) -> &'static str {
    result.map_or("failed", |()| "written")
}

/// The bytes that a read of three bytes of a piece finds, or its error.
fn read(ioc: QIOChannel, piece: u8) -> String {
    let mut bytes = [0; 3];
    match qio_channel_pread(ioc, piece, 0, &mut bytes) {
        Ok(length) => format!("{:?}", &bytes[..length]),
        Err(error) => format!("{error:?}"),
    }
}

fn idle(_: QIOChannel, _: Racy<u64>) {}

#[test]
fn a_piece_is_there_as_a_whole_or_not_at_all() {
    let verdict = explore(
        Peer::Healthy,
        |near, _| read(near, 1),
        |far, _| qio_channel_pwritev(far, 1, &[1, 2, 3]).unwrap(),
    );
    assert_eq!(outcomes(&verdict), ["[1, 2, 3]", "[]"].into());
    assert_eq!(breaches(&verdict), BTreeSet::new());
}

#[test]
fn a_short_piece_is_read_as_far_as_it_goes() {
    let verdict = explore(
        Peer::Healthy,
        |near, _| {
            qio_channel_append(near, 0, &[1]).unwrap();
            qio_channel_append(near, 0, &[2]).unwrap();
            read(near, 0)
        },
        idle,
    );
    assert_eq!(outcomes(&verdict), ["[1, 2]"].into());
}

#[test]
fn a_full_disk_takes_nothing_from_the_nth_write_on() {
    let verdict = explore(
        Peer::ResetsAt(1),
        |near, _| [0, 1, 2].map(|_| written(qio_channel_pwritev(near, 0, &[1]))).join(" "),
        idle,
    );
    assert_eq!(outcomes(&verdict), ["written failed failed"].into());
}

#[test]
fn nobody_shuts_a_file_down() {
    let verdict = explore(
        Peer::Healthy,
        |near, _| {
            qio_channel_shutdown(near);
            written(qio_channel_pwritev(near, 0, &[1])).into()
        },
        idle,
    );
    assert_eq!(outcomes(&verdict), ["written"].into());
}

#[test]
fn whoever_reads_what_was_written_comes_after_it() {
    let verdict = explore(
        Peer::Healthy,
        |near, plain| match read(near, 0).as_str() {
            "[1]" => plain.get().to_string(),
            _ => "nothing".into(),
        },
        |far, plain| {
            plain.set(7);
            qio_channel_pwritev(far, 0, &[1]).unwrap();
        },
    );
    assert_eq!(outcomes(&verdict), ["7", "nothing"].into());
    assert_eq!(breaches(&verdict), BTreeSet::new());
}
