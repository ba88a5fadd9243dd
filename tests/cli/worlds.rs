//! Worlds that are given, in words or in files.

use std::fs;

use reports::cli::Exit;

use super::{directory, multifd_sim_with, results};

const HANDSHAKE: &str = "2 channels, 1 round of 2 pages, TLS, handshake of channel 1 fails";

/// Runs a command in a world, which must end so, and returns its results.
#[track_caller]
fn in_world(command: &str, world: &str, exit: Exit) -> String {
    let words = command.split_whitespace().chain(["--world", world]);
    let ran = multifd_sim_with(&words.collect::<Vec<_>>());
    assert_eq!(ran.exit, exit, "{command}: {}{}", ran.out, ran.err);
    ran.out
}

#[track_caller]
fn refuses(command: &str, world: &str, because: &str) {
    let words = command.split_whitespace().chain(["--world", world]);
    let ran = multifd_sim_with(&words.collect::<Vec<_>>());
    assert_eq!(ran.exit, Exit::Misuse, "{command}: {}", ran.out);
    assert_eq!(ran.err, format!("multifd-sim: {because}\n"), "{command}");
    assert_eq!(ran.out, "", "{command}");
}

#[test]
fn a_search_of_a_given_world_is_that_of_the_world_with_a_name() {
    let named = results("search tls");
    let given = in_world("search", "2 channels, 1 round of 2 pages, TLS", Exit::Expected);
    assert_eq!(given.strip_prefix("world"), named.strip_prefix("tls"));
}

#[test]
fn what_a_given_world_breaks_is_explained_with_a_command_that_shows_it_again() {
    let command = "explain --revision 93fa9dc2e0^ --schedules 50";
    let out = in_world(command, HANDSHAKE, Exit::Expected);
    assert!(out.contains(&format!("world     {HANDSHAKE}\n")), "{out}");
    let again = format!(
        "Again: multifd-sim explain --world \"{HANDSHAKE}\" --revision 93fa9dc2e0^ --schedules 50\n"
    );
    assert!(out.replace(" \\\n    ", " ").ends_with(&again), "{out}");
}

#[test]
fn a_given_world_is_checked_as_a_world_without_a_claim_is() {
    let world = "1 channel, 1 round of 2 pages, TLS, handshake of channel 0 stalls, cancelled";
    let out = in_world("check", world, Exit::Expected);
    assert!(out.contains("[cancel-waits-for-stalled-handshake]"), "{out}");
}

#[test]
fn a_fuzz_stays_in_a_given_world_and_each_run_replays_by_its_number() {
    let out = directory("given").display().to_string();
    let fuzz = format!("fuzz --revision e1v1 --runs 20 --out {out}");
    let found = in_world(&fuzz, HANDSHAKE, Exit::Expected);
    assert!(found.starts_with(&format!("fuzz of {HANDSHAKE} at e1v1")), "{found}");
    let start = "  multifd-sim replay ";
    let again = found.lines().find_map(|line| line.strip_prefix(start)).expect("it has one");
    let number = again.split(' ').next().expect("it has a number");
    assert_eq!(again, format!("{number} --revision e1v1 --world \"{HANDSHAKE}\""));
    let replay = format!("replay {number} --revision e1v1");
    assert!(in_world(&replay, HANDSHAKE, Exit::Expected).contains("broke    "));
    // Another world has a folder of its own there.
    in_world(&fuzz, "2 channels, 1 round of 2 pages, TLS", Exit::Expected);
}

#[test]
fn a_sweep_puts_its_faults_into_a_given_world_beside_those_that_it_has() {
    let world = "1 channel, 1 round of 2 pages, sockets, channel 0 refused";
    let out = in_world("sweep", world, Exit::Expected);
    let (worlds, rest) = out.split_once(" worlds of ").expect("it has several");
    assert!(worlds.parse::<u64>().expect("a number") > 5, "{out}");
    let size = format!("\"{world}\" with 1 fault more at most, at head (head is ");
    assert!(rest.starts_with(&size), "{out}");
    let none = in_world("sweep --faults 0", world, Exit::Expected);
    assert!(none.starts_with("1 world of "), "{none}");
    refuses("sweep --faults 4", world, "a world has at most 4 faults");
}

#[test]
fn a_file_has_a_world_and_perhaps_its_revision() {
    let directory = directory("world-files");
    let file = directory.join("world.toml");
    let path = file.display().to_string();
    fs::write(&file, format!("world = \"{HANDSHAKE}\"\nrevision = \"v9.0\"\n")).expect("room");
    let search = in_world("search --schedules 50", &path, Exit::Expected);
    assert!(search.starts_with(&format!("world: {HANDSHAKE}\nv9.0, ")), "{search}");
    let other = in_world("search --schedules 50 --revision v9.1", &path, Exit::Expected);
    assert!(other.starts_with(&format!("world: {HANDSHAKE}\nv9.1, ")), "{other}");
    fs::write(&file, format!("world = \"{HANDSHAKE}\"\n")).expect("room");
    let head = in_world("search --schedules 50", &path, Exit::Expected);
    assert!(head.starts_with(&format!("world: {HANDSHAKE}\nhead (head is ")), "{head}");
}

#[test]
fn a_counterexample_has_a_world_and_its_revision() {
    let path = directory("world-of-counterexample").join("crash.json").display().to_string();
    results(&format!("explain cleanup-vs-channel-creation-uaf --save {path}"));
    let search = in_world("search --schedules 50", &path, Exit::Expected);
    assert!(search.starts_with(&format!("world: {HANDSHAKE}\n93fa9dc2e0^, ")), "{search}");
}

#[test]
fn words_that_are_no_world_are_refused_in_a_sentence() {
    let size = "2 channels, 1 round of 2 pages";
    for command in ["search", "explain", "fuzz", "sweep", "check", "replay 7"] {
        refuses(
            command,
            &format!("{size}, TLSS"),
            "nothing of a world is called 'TLSS': did you mean 'TLS'?",
        );
        refuses(
            command,
            &format!("{size}, frobnicated"),
            "nothing of a world is called 'frobnicated': `multifd-sim list` has all words",
        );
        refuses(
            command,
            &format!("{size}, both hosts, zero-copy"),
            "only a source alone has zero-copy",
        );
        refuses(command, "worlds/none.toml", "there is no file 'worlds/none.toml'");
    }
}

#[test]
fn files_that_have_no_world_are_refused_in_a_sentence() {
    let file = directory("no-world").join("file");
    let path = file.display().to_string();
    let neither = format!("'{path}' is neither a counterexample nor TOML with a world: ");
    for (text, because) in [
        ("world", "key with no value, expected `=`"),
        ("revision = \"head\"", "missing field `world`"),
        ("world = 7", "invalid type: integer `7`, expected a string"),
        ("worlds = \"\"", "unknown field `worlds`, expected `world` or `revision`"),
    ] {
        fs::write(&file, text).expect("room");
        refuses("search", &path, &format!("{neither}{because}"));
    }
    fs::write(&file, "{}").expect("room");
    refuses("search", &path, &format!("'{path}' is no counterexample: it names no format"));
    fs::write(&file, "world = \"2 channels, 1 round of 2 pages\"\nrevision = \"v7\"")
        .expect("room");
    let ran = multifd_sim_with(&["search", "--world", &path]);
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.starts_with("multifd-sim: unknown revision 'v7'"), "{}", ran.err);
}

#[test]
fn a_name_and_a_world_exclude_each_other() {
    for command in ["search tls", "explain tls", "check tls", "fuzz --scenario tls"] {
        let words = command.split_whitespace().chain(["--world", HANDSHAKE]);
        let ran = multifd_sim_with(&words.collect::<Vec<_>>());
        assert_eq!(ran.exit, Exit::Misuse);
        assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
    }
}
