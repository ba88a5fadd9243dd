//! Ends of a TLS session, for the side that reads it.

use std::collections::BTreeSet;

use multifd_tests::{breaches, exhaustive, outcomes, program};
use sim_io::{
    ChannelObject, EngineName, Name, Peer, QIOChannel, QemuThread, Received, Socket, Structure,
    Verdict, declare_thread, memory, qemu_thread_create, qemu_thread_join, qio_channel_close,
    qio_channel_new, qio_channel_read_all_eof, qio_channel_shutdown, qio_channel_tls_bye,
    qio_channel_tls_push, qio_channel_unref, qio_channel_write, report_outcome,
};

memory! {
    struct Fixture {
        thread: QemuThread,
    }
}

fn socket(name: &'static str, socket: Socket, other: Socket) -> QIOChannel {
    let ioc = QIOChannel::socket(ChannelObject::declare(Name::of(name)), socket, Peer::Healthy);
    let ioc = ioc.connected_to(other);
    ioc.exists_in_kernel();
    qio_channel_new(ioc);
    ioc
}

/// Reads of a session, two bytes at a time, while `far` happens at the other end and may be
/// overtaken.
fn reads(far: fn(near: QIOChannel, far: QIOChannel)) -> Verdict {
    exhaustive(EngineName::Explore).run(&program(move || {
        let fixture = Fixture::declare(Name::of("fixture"));
        fixture.memory.permanent();
        let sockets = [Socket::declare(Name::of("near")), Socket::declare(Name::of("far"))];
        let master = socket("near_ioc", sockets[0], sockets[1]);
        let other = socket("far_ioc", sockets[1], sockets[0]);
        let near = master.tls(ChannelObject::declare(Name::of("near_tioc")));
        qio_channel_new(near);
        qio_channel_unref(master);
        let thread = declare_thread(Name::of("other"));
        qemu_thread_create(fixture.thread, thread, move || far(near, other));
        let mut bytes = [0; 2];
        let outcome = [(); 2].map(|()| match qio_channel_read_all_eof(near, &mut bytes) {
            Ok(Received::All) => format!("{bytes:?}"),
            Ok(Received::EndOfStream) => "end".into(),
            Err(error) => format!("{error:?}"),
        });
        qemu_thread_join(fixture.thread);
        qio_channel_unref(near);
        qio_channel_unref(other);
        report_outcome(outcome.join(" "));
    }))
}

fn check(verdict: &Verdict, expected: &str) {
    assert_eq!(outcomes(verdict), BTreeSet::from([expected]));
    assert_eq!(breaches(verdict), BTreeSet::new());
}

#[test]
fn a_session_that_is_ended_ends_what_is_read_and_so_it_stays() {
    let verdict = reads(|_, far| {
        qio_channel_tls_bye(far).unwrap();
        qio_channel_close(far);
    });
    check(&verdict, "end end");
}

#[test]
fn a_session_whose_connection_is_closed_before_it_ends_is_cut_short() {
    let verdict = reads(|_, far| {
        qio_channel_write(far, &[1, 2]).unwrap();
        qio_channel_close(far);
    });
    check(&verdict, "[1, 2] PrematureTermination");
}

#[test]
fn a_session_that_ends_inside_what_is_read_is_an_error_of_the_stream() {
    let verdict = reads(|_, far| {
        qio_channel_tls_push(far, 1).unwrap();
        qio_channel_tls_bye(far).unwrap();
    });
    check(&verdict, "UnexpectedEof UnexpectedEof");
}

#[test]
fn a_session_that_this_side_shuts_down_is_cut_short_as_well() {
    check(
        &reads(|near, _| qio_channel_shutdown(near)),
        "PrematureTermination PrematureTermination",
    );
}
