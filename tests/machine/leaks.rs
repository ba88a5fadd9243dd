//! Executions that are given up leave nothing behind, on any engine.

use std::process::Command;

/// The growth that a leak of half a kilobyte an execution would be, with a wide margin.
const BOUND: u64 = 3 << 20;

/// The number of bytes that a process of its own has grown by.
fn growth(what: &str) -> u64 {
    let output = Command::new(env!("CARGO_BIN_EXE_leaks")).arg(what).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{what}: {}", text(&output.stderr));
    text(&output.stdout).trim().parse().expect("a number")
}

#[test]
fn executions_that_deadlock_do_not_leak() {
    for engine in ["explore", "shuttle", "loom"] {
        let grown = growth(engine);
        assert!(grown < BOUND, "{engine}: {grown} bytes");
    }
}

#[test]
fn executions_that_a_strategy_abandons_do_not_leak() {
    let grown = growth("abandoned");
    assert!(grown < BOUND, "{grown} bytes");
}

#[test]
fn a_leak_of_half_a_kilobyte_an_execution_is_seen() {
    let grown = growth("leaking");
    assert!(grown > 2 * BOUND, "{grown} bytes");
}
