//! The command line as a process of its own, which the tests of `cli::night` kill.

use std::process::ExitCode;

use reports::cli::{Console, run};

fn main() -> ExitCode {
    run(std::env::args_os(), &mut Console::of_process()).into()
}
