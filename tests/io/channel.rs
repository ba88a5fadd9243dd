//! Bytes and errors that can come out of a channel.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    Breach, ChannelObject, Ending, EngineName, Error, Name, Peer, QIOChannel, QemuThread, Received,
    Socket, Structure, Verdict, declare_thread, memory, qemu_thread_create, qemu_thread_join,
    qio_channel_close, qio_channel_new, qio_channel_read_all, qio_channel_read_all_eof,
    qio_channel_read_peek, qio_channel_shutdown, qio_channel_unref, qio_channel_write,
    qio_channel_write_all, report_outcome,
};

memory! {
    struct Fixture {
        thread: QemuThread,
    }
}

#[derive(Clone, Copy)]
struct Pair {
    near: QIOChannel,
    far: QIOChannel,
    thread: QemuThread,
}

fn pair(peer: Peer) -> Pair {
    let fixture = Fixture::declare(Name::of("fixture"));
    fixture.memory.permanent();
    let sockets = [Socket::declare(Name::of("near")), Socket::declare(Name::of("far"))];
    let channel = |name, socket, other, peer| {
        let ioc = QIOChannel::socket(ChannelObject::declare(Name::of(name)), socket, peer);
        let ioc = ioc.connected_to(other);
        ioc.exists_in_kernel();
        qio_channel_new(ioc);
        ioc
    };
    let near = channel("near_ioc", sockets[0], sockets[1], peer);
    let far = channel("far_ioc", sockets[1], sockets[0], Peer::Healthy);
    Pair { near, far, thread: fixture.thread }
}

/// Runs `near` here and `far` in a thread, and drops both channels afterwards.
fn explore(peer: Peer, near: fn(QIOChannel) -> String, far: fn(QIOChannel)) -> Verdict {
    exhaustive(EngineName::Explore).run(&program(move || {
        let pair = pair(peer);
        let other = declare_thread(Name::of("other"));
        qemu_thread_create(pair.thread, other, move || far(pair.far));
        let outcome = near(pair.near);
        qemu_thread_join(pair.thread);
        qio_channel_unref(pair.near);
        qio_channel_unref(pair.far);
        report_outcome(outcome);
    }))
}

fn written(result: Result<(), Error>) -> String {
    result.map_or_else(|error| format!("{error:?}"), |()| "written".into())
}

/// The result of a read of so many bytes.
fn read(ioc: QIOChannel, len: usize) -> String {
    let mut bytes = [0; 8];
    match qio_channel_read_all_eof(ioc, &mut bytes[..len]) {
        Ok(Received::All) => format!("{:?}", &bytes[..len]),
        Ok(Received::EndOfStream) => "end".into(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn bytes_are_read_in_the_order_in_which_they_were_written_however_they_are_cut() {
    let verdict = explore(
        Peer::Healthy,
        |near| [2, 3, 1, 1].map(|len| read(near, len)).join(" "),
        |far| {
            qio_channel_write(far, &[1, 2, 3]).unwrap();
            qio_channel_write(far, &[4, 5, 6]).unwrap();
            qio_channel_close(far);
        },
    );
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["[1, 2] [3, 4, 5] [6] end"]));
    assert_eq!(breaches(&verdict), BTreeSet::new());
}

#[test]
fn whoever_peeks_leaves_the_bytes_to_be_read() {
    let verdict = explore(
        Peer::Healthy,
        |near| {
            let mut peeked = [0; 2];
            qio_channel_read_peek(near, &mut peeked).unwrap();
            format!("{peeked:?} {} {}", read(near, 3), read(near, 0))
        },
        |far| qio_channel_write(far, &[1, 2, 3]).unwrap(),
    );
    assert_eq!(outcomes(&verdict), BTreeSet::from(["[1, 2] [1, 2, 3] []"]));
}

#[test]
fn a_stream_that_ends_inside_what_is_read_is_an_error_and_at_its_beginning_an_end() {
    let verdict = explore(
        Peer::Healthy,
        |near| {
            let inside = read(near, 3);
            format!("{inside} {:?}", qio_channel_read_all(near, &mut [0; 4]))
        },
        |far| {
            qio_channel_write(far, &[1, 2]).unwrap();
            qio_channel_close(far);
        },
    );
    assert_eq!(outcomes(&verdict), BTreeSet::from(["UnexpectedEof Err(UnexpectedEof)"]));
    let ends = |near| format!("{} {}", read(near, 1), read(near, 1));
    let verdict = explore(Peer::Healthy, ends, qio_channel_close);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["end end"]));
}

#[test]
fn who_reads_sees_that_the_peer_reset_the_connection_after_what_came_before() {
    let verdict = explore(
        Peer::ResetsAt(1),
        |near| {
            let results: Vec<String> =
                (0..2).map(|_| written(qio_channel_write(near, &[7]))).collect();
            results.join(" ")
        },
        |far| {
            let seen = format!("{} {}", read(far, 1), read(far, 1));
            assert_eq!(seen, "[7] Reset");
        },
    );
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(breaches(&verdict), BTreeSet::new());
    assert_eq!(outcomes(&verdict), BTreeSet::from(["written Broken"]));
}

#[test]
fn a_shutdown_at_the_far_end_does_not_fail_a_write_that_the_kernel_still_takes() {
    let verdict = explore(
        Peer::Healthy,
        |near| {
            let result = qio_channel_write_all(near);
            qio_channel_shutdown(near);
            written(result)
        },
        qio_channel_shutdown,
    );
    assert_eq!(outcomes(&verdict), BTreeSet::from(["written"]));
}

#[test]
fn a_reset_fails_the_write_that_it_is_for_and_every_later_one() {
    let verdict = explore(
        Peer::ResetsAt(1),
        |near| {
            let results: Vec<String> =
                (0..3).map(|_| written(qio_channel_write_all(near))).collect();
            results.join(" ")
        },
        |_far| (),
    );
    assert_eq!(outcomes(&verdict), BTreeSet::from(["written Broken Broken"]));
}

#[test]
fn a_write_that_stalls_returns_when_another_thread_shuts_the_channel_down() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let pair = pair(Peer::StallsAt(0));
        let other = declare_thread(Name::of("other"));
        qemu_thread_create(pair.thread, other, move || qio_channel_shutdown(pair.near));
        let result = written(qio_channel_write_all(pair.near));
        qemu_thread_join(pair.thread);
        qio_channel_unref(pair.near);
        qio_channel_unref(pair.far);
        report_outcome(result);
    }));
    assert_eq!(verdict.ending, Ending::Exhausted);
    assert_eq!(outcomes(&verdict), BTreeSet::from(["Broken"]));
    assert_eq!(breaches(&verdict), BTreeSet::new());
}

#[test]
fn a_write_that_stalls_for_ever_is_a_deadlock() {
    let verdict = explore(Peer::StallsAt(0), |near| written(qio_channel_write_all(near)), |_| ());
    let found: Vec<&Breach> = verdict.found.iter().map(|found| &found.violation.breach).collect();
    assert_eq!(found, [&Breach::Deadlock]);
    assert_eq!(verdict.found[0].violation.object, "near.unblocked");
}

#[test]
fn a_channel_that_is_dropped_too_often_and_one_that_is_not_dropped_are_both_seen() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let pair = pair(Peer::Healthy);
        qio_channel_unref(pair.near);
        qio_channel_unref(pair.near);
    }));
    assert_eq!(
        breaches(&verdict),
        BTreeSet::from(["reference count below zero: near_ioc".to_string()])
    );
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        qio_channel_unref(pair(Peer::Healthy).near);
    }));
    assert_eq!(breaches(&verdict), BTreeSet::from(["leak: far_ioc".to_string()]));
}

#[test]
fn a_tls_session_holds_a_reference_of_its_socket_until_it_is_gone() {
    let verdict = exhaustive(EngineName::Explore).run(&program(|| {
        let sioc = pair(Peer::Healthy).near;
        let tioc = sioc.tls(ChannelObject::declare(Name::of("tioc")));
        qio_channel_new(tioc);
        qio_channel_unref(sioc);
        report_outcome(format!("{} {}", sioc.object.references(), tioc.object.references()));
        qio_channel_unref(tioc);
    }));
    assert_eq!(outcomes(&verdict), BTreeSet::from(["1 1"]));
    assert_eq!(breaches(&verdict), BTreeSet::from(["leak: far_ioc".to_string()]));
}
