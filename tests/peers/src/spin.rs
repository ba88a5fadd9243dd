//! SPIN: generates a verifier for each world, which a C compiler compiles.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use multifd_tests::{Creation, Transport};

use crate::scenario::{Aim, Scenario};

/// Returns the program that SPIN needs and that is not on the path.
pub(crate) fn missing() -> Option<&'static str> {
    ["spin", "cc"].into_iter().find(|program| {
        let silent = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        silent.is_err()
    })
}

fn folder(scenario: Scenario) -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/peers");
    target.join(scenario.word())
}

/// Makes the verifier of a scenario.
pub(crate) fn compile(scenario: Scenario, mebibytes: u64) -> io::Result<()> {
    let folder = folder(scenario);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("multifd.pml"), include_str!("../multifd.pml"))?;
    let world = scenario.world;
    let failing = world.failing.unwrap_or(world.channels);
    let defines = [
        format!("-DN={}", world.channels),
        format!("-DTLS={}", u8::from(world.transport == Transport::Tls)),
        format!("-DFIXED={}", u8::from(world.creation == Creation::Fixed)),
        format!("-DROUNDS={}", world.rounds),
        format!("-DFAILING={failing}"),
    ];
    let spin = ["-a".into()].into_iter().chain(defines).chain(["multifd.pml".into()]);
    succeed(Command::new("spin").args(spin).current_dir(&folder))?;
    let memory = format!("-DMEMLIM={mebibytes}");
    let cc = ["-O3", "-DSAFETY", &memory, "-o", "pan", "pan.c"];
    succeed(Command::new("cc").args(cc).current_dir(&folder))
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    let text = || String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(()) } else { Err(io::Error::other(text())) }
}

/// The verifier of a scenario, and what it is started with: a table that grows
/// with the states, and no more stack than these worlds need.
pub(crate) fn verifier(scenario: Scenario) -> (PathBuf, Vec<String>) {
    let errors = match scenario.aim {
        Aim::Complete => "-c0",
        Aim::FirstHang => "-c1",
    };
    let arguments = ["-w20", "-m10000", errors];
    (folder(scenario).join("pan"), arguments.map(str::to_string).to_vec())
}

/// Returns true if a verifier says that it has left something out.
pub(crate) fn is_cut(printed: &str) -> bool {
    printed.contains("Search not completed")
}

/// The states that a verifier says it has stored.
pub(crate) fn states(printed: &str) -> Option<u64> {
    let line = printed.lines().find(|line| line.ends_with("states, stored"))?;
    line.split_whitespace().next()?.parse().ok()
}
