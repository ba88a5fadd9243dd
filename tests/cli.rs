//! The command line, as a person or a script meets it.

mod baselines;
mod files;
mod fuzz;
mod mail;
mod misuse;
mod night;
mod output;
mod search;
mod sweep;
mod want;
mod worlds;

use std::{fs, path::PathBuf};

use reports::cli::{Console, Exit, run};

/// The end of a command, and its output.
pub(crate) struct Ran {
    pub(crate) exit: Exit,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command, in words that are separated by spaces.
fn multifd_sim(command: &str) -> Ran {
    multifd_sim_with(&command.split_whitespace().collect::<Vec<_>>())
}

/// Runs a command whose words may have spaces in them.
pub(crate) fn multifd_sim_with(args: &[&str]) -> Ran {
    let args = args.iter().copied();
    let (mut out, mut err) = (vec![], vec![]);
    let exit =
        run(std::iter::once("multifd-sim").chain(args), &mut Console::plain(&mut out, &mut err));
    let text = |bytes| String::from_utf8(bytes).expect("output is text");
    Ran { exit, out: text(out), err: text(err) }
}

/// Runs a command that must end as expected, and returns its results.
pub(crate) fn results(command: &str) -> String {
    let ran = multifd_sim(command);
    assert_eq!(ran.exit, Exit::Expected, "{command}: {}{}", ran.out, ran.err);
    ran.out
}

/// An empty directory of this name.
pub(crate) fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    if path.exists() {
        fs::remove_dir_all(&path).expect("an old directory goes away");
    }
    fs::create_dir_all(&path).expect("there is room for a directory");
    path
}
