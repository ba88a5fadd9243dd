//! The searches beside SPIN and stateright, on the same protocol.
//!
//! `multifd-peers` measures and prints a table: each search is a process of its
//! own, all tools take turns, and the median of several runs counts.

mod hand;
mod measured;
mod scenario;
mod spin;
mod symmetry;
mod table;
#[cfg(test)]
mod tests;
mod tools;

use std::{io, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use measured::Limits;
use scenario::Scenario;
use tools::Tool;

/// Measures the searches beside SPIN and stateright.
#[derive(Debug, Parser)]
#[command(name = "multifd-peers")]
struct Arguments {
    /// The number of times that each tool searches each scenario
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// The most seconds of a processor for one search
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The most memory for one search, in MiB
    #[arg(long, default_value_t = 12_000)]
    mebibytes: u64,
    /// Only scenarios whose name has this text
    #[arg(long, default_value = "")]
    only: String,
    #[command(subcommand)]
    part: Option<Part>,
}

/// A part for which the program starts itself.
#[derive(Debug, Subcommand)]
enum Part {
    /// Searches once, and prints how much there was
    Search { tool: Tool, scenario: Scenario },
    /// Counts the states that are left if channels may change places
    Symmetry {
        /// The most channels
        #[arg(long, default_value_t = 4)]
        channels: u8,
    },
    /// Runs a program within limits, and prints what it used
    Measure {
        seconds: u64,
        mebibytes: u64,
        program: PathBuf,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("multifd-peers: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns true if all came to its end.
fn run(arguments: Arguments) -> io::Result<bool> {
    match arguments.part {
        Some(Part::Search { tool, scenario }) => {
            let count =
                tool.search(scenario).ok_or_else(|| io::Error::other("not a search of ours"))?;
            println!("{count}");
            Ok(true)
        }
        Some(Part::Measure { seconds, mebibytes, program, arguments }) => {
            measured::measure(Limits { seconds, mebibytes }, &program, &arguments)
        }
        Some(Part::Symmetry { channels }) => {
            symmetry::print(channels);
            Ok(true)
        }
        None => {
            let limits = Limits { seconds: arguments.seconds, mebibytes: arguments.mebibytes };
            table::print(arguments.runs, limits, &arguments.only).map(|()| true)
        }
    }
}
