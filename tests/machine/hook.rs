//! The panic hook of the process, which shuttle and loom would replace.

use std::process::Command;

/// The text that a process of its own printed, on each side.
fn run_alone(what: &str) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_hook")).arg(what).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_hook_of_the_process_survives_searches_and_is_not_called_by_them() {
    let (stdout, stderr) = run_alone("between-panics");
    assert_eq!(stdout, "0 calls by searches\n1 calls by a panic\n");
    assert_eq!(stderr, "");
}

#[test]
fn searches_on_several_threads_print_nothing() {
    assert_eq!(run_alone("side-by-side"), ("ended\n".to_string(), String::new()));
}
