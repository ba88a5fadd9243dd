//! The command line of `multifd-sim`.

use std::process::ExitCode;

use reports::cli::{Console, run};

fn main() -> ExitCode {
    run(std::env::args_os(), &mut Console::of_process()).into()
}
