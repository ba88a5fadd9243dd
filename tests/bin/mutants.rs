//! Applies each mutant to a copy of the sources, and says which tests fail.
//!
//! `mutants [TEXT]`: all, or those whose description has this text. Status 1 if
//! one survives.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use multifd_tests::{Mutant, mutants};

/// The parts of the workspace that are copied.
const PARTS: [&str; 7] =
    ["Cargo.toml", "Cargo.lock", "sim-io", "model", "scenarios", "reports", "tests"];

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(survivors) => {
            println!("{survivors} survived.");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("mutants: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<usize> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let copy = sources.join("target/mutants");
    fs::create_dir_all(&copy)?;
    for part in PARTS {
        copy_all(&sources.join(part), &copy.join(part))?;
    }
    println!("| what is wrong | tests that fail |\n|---|---|");
    let mut survivors = 0;
    let text = std::env::args().nth(1).unwrap_or_default();
    for mutant in mutants().filter(|mutant| mutant.what.contains(&text)) {
        let failed = failures(mutant, &copy)?;
        survivors += usize::from(failed.is_empty());
        let failed = if failed.is_empty() { "none: SURVIVED".into() } else { failed.join(", ") };
        println!("| {} | {failed} |", mutant.what);
    }
    Ok(survivors)
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_file() {
        fs::copy(from, to)?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_all(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// The tests that fail in `copy` with the mutant in it; that it does not
/// compile, or that the tests do not come to an end, is no failure of a test.
fn failures(mutant: &Mutant, copy: &PathBuf) -> io::Result<Vec<String>> {
    let file = copy.join(mutant.file);
    let text = fs::read_to_string(&file)?;
    fs::write(&file, text.replacen(mutant.was, mutant.becomes, 1))?;
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "-p", "multifd-tests", "--test", "it", mutant.tests()])
        .args(["--", "--skip", "search::mutants"])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .env("RUST_BACKTRACE", "0")
        .stderr(Stdio::null())
        .output()?;
    fs::write(&file, text)?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let names = printed.lines().filter_map(|line| line.trim().strip_prefix(mutant.tests()));
    let mut names: Vec<String> =
        names.filter(|name| !name.contains(' ')).map(|name| format!("`{name}`")).collect();
    names.sort();
    names.dedup();
    Ok(names)
}
