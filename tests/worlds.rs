//! Worlds in words, both ways.

use model::{
    ACTIONS, Action, Destination, Devices, ExitOnError, FAULTS, FaultKind, FlushAt, Mode, Pause,
    Postcopy, ReturnPath, Start, Termination, Transport, UnknownWorld, World, ZeroCopy, vocabulary,
    wire::flags::Compression,
};
use proptest::{collection::vec, prelude::*, sample::select};
use scenarios::{Run, Subject};

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    select(values.to_vec())
}

fn fault() -> impl Strategy<Value = (u8, FaultKind)> {
    (0..FAULTS.len(), any::<u8>(), any::<u8>())
        .prop_map(|(row, place, number)| (place, (FAULTS[row].kind)(number)))
}

/// A world with what surrounds its channels.
fn around() -> impl Strategy<Value = World> {
    let hosts = (
        one_of(&[Transport::Socket, Transport::Tls, Transport::File]),
        one_of(&[Start::Migrate, Start::Connected, Start::Both, Start::Incoming]),
        one_of(&[Destination::Concurrent, Destination::Serial]),
        one_of(&[Termination::Clean, Termination::Any]),
        one_of(&[
            FlushAt::Round,
            FlushAt::Section,
            FlushAt::SectionOfSource,
            FlushAt::SectionOfDestination,
        ]),
        one_of(&[ExitOnError::On, ExitOnError::Off]),
    );
    let migration = (
        one_of(&[ReturnPath::None, ReturnPath::Answers, ReturnPath::Stalls, ReturnPath::Fails]),
        one_of(&[Pause::Never, Pause::Continued, Pause::ContinuedAnyhow]),
        one_of(&[Mode::Normal, Mode::CprReboot]),
        one_of(&[Postcopy::Never, Postcopy::Started]),
        one_of(&[
            Compression::None,
            Compression::Zlib,
            Compression::Zstd,
            Compression::Qpl,
            Compression::Uadk,
            Compression::Qatzip,
        ]),
        one_of(&[ZeroCopy::Off, ZeroCopy::On]),
    );
    (hosts, migration).prop_map(|(hosts, migration)| {
        let (transport, start, destination, termination, flush, exit_on_error) = hosts;
        let (return_path, pause, mode, postcopy, compression, zero_copy) = migration;
        World {
            transport,
            start,
            destination,
            termination,
            flush,
            exit_on_error,
            return_path,
            pause,
            mode,
            postcopy,
            compression,
            zero_copy,
            ..World::PLAIN
        }
    })
}

fn actions() -> Vec<Action> {
    ACTIONS.iter().map(|row| row.action).collect()
}

/// Any world that can be built, whether it can be played or not.
fn world() -> impl Strategy<Value = World> {
    let size = (any::<u8>(), any::<u8>(), any::<u8>());
    let devices = prop_oneof![
        Just(Devices::NONE),
        (1..=u8::MAX, any::<u8>()).prop_map(|(count, packets)| Devices { count, packets })
    ];
    let zeros = vec((any::<u8>(), any::<u8>()), 0..=4);
    (around(), size, devices, one_of(&actions()), vec(fault(), 0..=4), zeros).prop_map(
        |(around, (channels, rounds, pages), devices, action, faults, zeros)| {
            let world = World { channels, rounds, pages, devices, action, ..around };
            let world = faults.into_iter().fold(world, |world, (at, kind)| world.fault(at, kind));
            zeros.into_iter().fold(world, |world, (page, round)| world.zero(page, round))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_world_is_what_its_words_say(world in world()) {
        prop_assert_eq!(world.to_string().parse::<World>(), Ok(world));
    }

    #[test]
    fn every_world_that_a_fuzz_draws_is_what_its_words_say(number in any::<u64>()) {
        let world = Run::of(number).world;
        prop_assert_eq!(world.check(), Ok(()));
        prop_assert_eq!(world.to_string().parse::<World>(), Ok(world));
    }

    #[test]
    fn behind_the_size_the_order_does_not_matter(world in world(), turn in 0..32usize) {
        let said = world.to_string();
        let mut words: Vec<&str> = said.split(", ").collect();
        let behind = words.len() - 2;
        words[2..].rotate_left(turn % behind);
        let turned = words.join(", ").parse::<World>().expect("they are the same words");
        let sorted = |world: World| {
            let mut faults = world.faults.map(|fault| fault.map(|fault| fault.to_string()));
            let mut zeros = world.zeros.map(|zero| zero.map(|zero| zero.to_string()));
            faults.sort();
            zeros.sort();
            let rest = World { faults: [None; 4], zeros: [None; 4], ..world };
            (rest, faults, zeros)
        };
        prop_assert_eq!(sorted(turned), sorted(world));
    }
}

#[test]
fn every_world_of_the_catalogue_is_what_its_words_say() {
    for subject in Subject::all() {
        let world = subject.world();
        assert_eq!(world.to_string().parse(), Ok(world), "{}", subject.name());
    }
}

#[test]
fn no_two_phrases_of_a_world_are_the_same() {
    let all: Vec<String> =
        vocabulary().into_iter().flatten().map(|phrase| phrase.to_string()).collect();
    let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(all.len(), distinct.len(), "{all:?}");
}

#[track_caller]
fn refuses(words: &str, because: &str) {
    let error = words.parse::<World>().expect_err("it is no world");
    assert_eq!(error.to_string(), because);
}

#[test]
fn wrong_words_are_answered_by_the_nearest_right_ones() {
    refuses(
        "2 channels, 1 round of 2 pages, TLS, handshake of channel 1 fials",
        "nothing of a world is called 'handshake of channel 1 fials': \
         did you mean 'handshake of channel 1 fails' or 'handshake of channel 1 stalls'?",
    );
    refuses(
        "2 channels, 1 round of 2 pages, TLS, canceled",
        "nothing of a world is called 'canceled': did you mean 'cancelled'?",
    );
    refuses(
        "2 channels, 1 round of 2 pages, frobnicated",
        "nothing of a world is called 'frobnicated'",
    );
}

#[test]
fn words_that_exclude_each_other_or_are_too_many_are_refused() {
    let size = "2 channels, 1 round of 2 pages";
    refuses(&format!("{size}, TLS, a file"), "a world is either 'TLS' or 'a file'");
    refuses(&format!("{size}, cancelled, cancelled"), "'cancelled' is said twice");
    let five = ", channel 1 refused".repeat(5);
    refuses(&format!("{size}{five}"), "a world has at most 4 things that go wrong");
    refuses(
        &format!("{size}, channel 300 refused"),
        "300 is more than anything in a world can be: 255 is the most",
    );
    for begin in ["", "TLS", "2 channels", "1 round of 2 pages, 2 channels"] {
        let error = begin.parse::<World>().expect_err("it has no size");
        assert_eq!(error, UnknownWorld::Size(begin.into()));
    }
}
