//! Counterexample files.

use std::{fs, path::Path};

use reports::cli::Exit;

use super::{directory, multifd_sim, results};

/// Stores a counterexample of the crash of the mail thread.
fn stored(name: &str) -> String {
    let path = directory(name).join("crash.json").display().to_string();
    results(&format!("explain cleanup-vs-channel-creation-uaf --save {path}"));
    path
}

#[track_caller]
fn refuses(path: &Path, text: &str, because: &str) {
    fs::write(path, text).expect("a file can be written");
    for command in ["replay", "explain"] {
        let ran = multifd_sim(&format!("{command} {}", path.display()));
        assert_eq!(ran.exit, Exit::Misuse, "{}", ran.out);
        assert!(ran.err.contains(because), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    assert_eq!(fs::read_to_string(path).expect("it is still there"), text);
}

#[test]
fn a_stored_counterexample_replays_byte_for_byte_either_way() {
    let path = stored("replays");
    for by in ["meaning", "positions"] {
        let out = results(&format!("replay {path} --by {by}"));
        assert!(out.starts_with("The same: "), "{out}");
        assert!(out.contains("use after free: multifd_send_state.channels_ready"), "{out}");
    }
}

#[test]
fn a_counterexample_that_is_stored_again_is_the_same_file() {
    let path = stored("again");
    let first = fs::read(&path).expect("it is there");
    results(&format!("explain cleanup-vs-channel-creation-uaf --save {path}"));
    assert_eq!(first, fs::read(&path).expect("it is there"));
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let path = directory("kept").join("precious");
    fs::write(&path, "precious").expect("a file can be written");
    let command = format!("explain packet-num-overwritten --save {}", path.display());
    let ran = multifd_sim(&command);
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("is there already"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "precious");
}

#[test]
fn a_counterexample_that_no_longer_holds_names_the_first_difference() {
    let path = stored("differs");
    let text = fs::read_to_string(&path).expect("it is there");
    let fixed = text.replace("\"revision\": \"93fa9dc2e0^\"", "\"revision\": \"93fa9dc2e0\"");
    assert_ne!(text, fixed);
    fs::write(&path, fixed).expect("a file can be written");
    let ran = multifd_sim(&format!("replay {path}"));
    assert_eq!(ran.exit, Exit::Unexpected);
    assert!(ran.out.starts_with("NOT the same: step "), "{}", ran.out);
}

#[test]
fn files_that_are_no_counterexamples_are_refused() {
    let text = fs::read_to_string(stored("refused")).expect("it is there");
    let path = directory("refused").join("bad.json");
    refuses(&path, &text[..text.len() / 2], "is truncated: it ends in line");
    refuses(&path, "", "is truncated");
    refuses(&path, "#!/bin/sh\n", "is no counterexample: it is not JSON");
    refuses(&path, "{\"name\": 1}", "is no counterexample: it names no format");
    let later = text.replace("\"format\": 1", "\"format\": 2");
    refuses(&path, &later, "has format 2; this version of multifd-sim reads format 1");
    let odd = text.replace("\"seed\"", "\"sead\"");
    refuses(&path, &odd, "is no counterexample of this version: unknown field `sead`");
    let nowhere = text.replace("\"93fa9dc2e0^\"", "\"v1.0\"");
    refuses(&path, &nowhere, "unknown revision 'v1.0'");
}
