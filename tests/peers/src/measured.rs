//! A process, what processors it took, and what memory it had at its peak.
//!
//! Resources that the children of a process have used are known as a sum, so each one that is
//! measured gets a parent of its own: this program once more, as `measure`, which also limits what
//! it may use.

use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

use nix::sys::{
    resource::{Resource, UsageWho, getrusage, setrlimit},
    time::TimeValLike,
};

/// The most that a process may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Seconds of a processor.
    pub(crate) seconds: u64,
    /// Memory, in MiB.
    pub(crate) mebibytes: u64,
}

/// The resources that a process has used, and its output.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// Seconds of processors, its own and the kernel's on its behalf: other work on the machine
    /// does not count.
    pub(crate) seconds: f64,
    /// Its peak.
    pub(crate) mebibytes: f64,
    /// The text that it printed.
    pub(crate) printed: String,
}

/// Runs `program` within `limits`; nothing if it did not come to its end there.
pub(crate) fn run(
    limits: Limits,
    program: &Path,
    arguments: &[String],
) -> io::Result<Option<Measured>> {
    // SPIN's verifiers leave files behind, where they run.
    let folder = program.parent().unwrap_or(Path::new("."));
    let output = Command::new(std::env::current_exe()?)
        .current_dir(folder)
        .args(["measure", &limits.seconds.to_string(), &limits.mebibytes.to_string()])
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let (printed, used) = text.trim_end().rsplit_once('\n').unwrap_or(("", text.trim_end()));
    let figures = used.split_once(' ').and_then(|(seconds, kibibytes)| {
        Some((seconds.parse().ok()?, kibibytes.parse::<f64>().ok()?))
    });
    let (seconds, kibibytes) = figures.ok_or_else(|| io::Error::other("nothing was measured"))?;
    let mebibytes = kibibytes / 1024.0;
    Ok(Some(Measured { seconds, mebibytes, printed: printed.to_string() }))
}

/// `measure SECONDS MEBIBYTES PROGRAM ARGUMENTS...`: what the process prints,
/// then a line with its seconds and its peak in KiB.
///
/// Returns true if the process came to its end.
pub(crate) fn measure(limits: Limits, program: &Path, arguments: &[String]) -> io::Result<bool> {
    let bytes = limits.mebibytes << 20;
    setrlimit(Resource::RLIMIT_CPU, limits.seconds, limits.seconds)?;
    setrlimit(Resource::RLIMIT_AS, bytes, bytes)?;
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    let status = Command::new(program).args(arguments).stderr(Stdio::null()).status()?;
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let microseconds = (used.user_time() + used.system_time()).num_microseconds();
    // Linux counts in KiB.
    println!("{} {}", microseconds as f64 / 1e6, used.max_rss());
    Ok(status.success())
}
