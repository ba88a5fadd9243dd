//! The command line: parses, runs, prints.

mod ablate;
mod args;
mod bench;
mod branchings;
mod check;
mod console;
mod explain;
mod found;
mod fuzz;
mod given;
mod inputs;
mod list;
mod mail;
mod matrix;
mod replay;
mod report;
mod search;
mod surprise;
mod sweep;

use std::{ffi::OsString, io, process::ExitCode};

use clap::Parser;

use self::args::{Arguments, Command};
pub use self::console::Console;

/// The exit status of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command ended as expected.
    Expected = 0,
    /// Something unexpected was found.
    Unexpected = 1,
    /// The command was not understood, or could not be carried out.
    Misuse = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// The reason why a command gave up.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reason, in a sentence.
    Misuse(String),
    /// The output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Runs the command that `args` spell; the first of them is the program.
pub fn run(
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    console: &mut Console<'_>,
) -> Exit {
    let result = match Arguments::try_parse_from(args) {
        Ok(arguments) => command(arguments, console),
        Err(error) => usage(&error, console),
    };
    let result = result.and_then(|exit| {
        console.out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        // The reader has seen enough: `multifd-sim check | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Expected,
        Err(Failure::Output(error)) => misuse(&format!("cannot write: {error}"), console),
        Err(Failure::Misuse(sentence)) => misuse(&sentence, console),
    }
}

fn misuse(sentence: &str, console: &mut Console<'_>) -> Exit {
    // Findings from before come first; an error here can be told to no reader.
    let _ = console.out.flush();
    let _ = writeln!(console.err, "multifd-sim: {sentence}");
    Exit::Misuse
}

fn usage(error: &clap::Error, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let text = error.render().to_string();
    if error.use_stderr() {
        let _ = write!(console.err, "{text}");
        return Ok(Exit::Misuse);
    }
    write!(console.out, "{text}")?;
    Ok(Exit::Expected)
}

fn command(arguments: Arguments, console: &mut Console<'_>) -> Result<Exit, Failure> {
    if let Some(width) = arguments.width {
        console.layout.columns = usize::from(width);
    }
    match arguments.command {
        Command::List(list) => list.run(console),
        Command::Check(check) => check.run(console),
        Command::Matrix(matrix) => matrix.run(console),
        Command::Fuzz(fuzz) => fuzz.run(console),
        Command::Search(search) => search.run(console),
        Command::Sweep(sweep) => sweep.run(console),
        Command::Ablate(ablate) => ablate.run(console),
        Command::Bench(bench) => bench.run(console),
        Command::Replay(replay) => replay.run(console),
        Command::Report(report) => report.run(console),
        Command::Explain(explain) => explain.run(console),
    }
}
