//! The file of a baseline, and that of a sweep which is not done.
//!
//! Both are TOML, a line for each world and for each cause. A file is replaced as a whole:
//! a process that is killed while it writes leaves the one before.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use scenarios::Baseline;

use crate::checkpoint::build;

/// The longest stretch of a sweep's work that may be lost.
const INTERVAL: Duration = Duration::from_secs(1);

/// Reads the baseline in `path`.
///
/// # Errors
/// With a sentence, if it cannot be read, or is no baseline.
pub(crate) fn read(path: &Path) -> Result<Baseline, String> {
    let shown = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read '{shown}': {error}"))?;
    parsed(&text).ok_or_else(|| format!("'{shown}' is no baseline of a sweep"))
}

/// Refuses a path that holds anything but a baseline of the same sweep.
fn replaceable(path: &Path, empty: &Baseline) -> Result<(), String> {
    let shown = path.display();
    if path.is_dir() {
        return Err(format!("'{shown}' is a directory"));
    }
    match read(path) {
        _ if !path.exists() => Ok(()),
        Ok(there) if there.command == empty.command => Ok(()),
        Ok(there) => Err(format!("'{shown}' is there already, made by `{}`", there.command)),
        Err(_) => Err(format!("'{shown}' is there already, and is no baseline of a sweep")),
    }
}

fn parsed(text: &str) -> Option<Baseline> {
    toml::from_str(text).ok()
}

/// A baseline that is written while its worlds are searched.
pub(crate) struct Kept {
    path: PathBuf,
    /// The start of the file until each world was searched: a line with the build, and the rest.
    head: String,
    written: Instant,
}

impl Kept {
    /// The baseline `path` of the sweep `empty`, and what a sweep that was stopped had of it.
    ///
    /// # Errors
    /// With a sentence, if a file cannot be read or written, or is of another sweep.
    pub(crate) fn begin(path: &Path, empty: &Baseline) -> Result<(Kept, Option<Baseline>), String> {
        replaceable(path, empty)?;
        let build = build().map_err(|error| format!("cannot read this program: {error}"))?;
        let head = format!("# not done; by build {build}\n");
        let kept = Kept { path: path.to_path_buf(), head, written: Instant::now() };
        let partial = kept.partial();
        let shown = partial.display();
        let before = match fs::read_to_string(&partial) {
            Ok(text) => Some(kept.continued(&text, empty)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(format!("cannot read '{shown}': {error}")),
        };
        if before.is_none() {
            kept.replace(&partial, &kept.head)
                .and_then(|()| fs::remove_file(&partial))
                .map_err(|error| format!("cannot write '{}': {error}", path.display()))?;
        }
        Ok((kept, before))
    }

    fn continued(&self, text: &str, empty: &Baseline) -> Result<Baseline, String> {
        let shown = self.partial().display().to_string();
        let Some(rest) = text.strip_prefix(&self.head) else {
            return Err(format!("'{shown}' was left by another build of this program: remove it"));
        };
        let before = parsed(rest).ok_or_else(|| format!("'{shown}' is damaged: remove it"))?;
        match before.command == empty.command {
            true => Ok(before),
            false => Err(format!("'{shown}' was left by `{}`: remove it", before.command)),
        }
    }

    /// Writes what there is so far, if the last time is a while ago.
    ///
    /// # Errors
    /// If it cannot be written; what was written before is still there.
    pub(crate) fn keep(&mut self, so_far: &Baseline) -> io::Result<()> {
        if self.written.elapsed() < INTERVAL {
            return Ok(());
        }
        self.replace(&self.partial(), &format!("{}{}", self.head, text(so_far)))?;
        self.written = Instant::now();
        Ok(())
    }

    /// Writes the whole.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn finish(&self, whole: &Baseline) -> io::Result<()> {
        let text = format!("# Made by `{}`.\n{}", whole.command, text(whole));
        self.replace(&self.path, &text)?;
        match fs::remove_file(self.partial()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn partial(&self) -> PathBuf {
        self.beside("partial")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.{ending}"))
    }

    fn replace(&self, path: &Path, text: &str) -> io::Result<()> {
        let new = self.beside("new");
        fs::write(&new, text)?;
        fs::rename(new, path)
    }
}

fn text(baseline: &Baseline) -> String {
    toml::to_string(baseline).expect("strings, lists and tables are TOML")
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    fn empty(command: &str) -> Baseline {
        Baseline::new(command.into(), "head".into())
    }

    /// A sweep `sweep a` that was stopped with one cause, in a directory of its own.
    fn stopped(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("{name}-{}.toml", std::process::id()));
        let (mut kept, before) = Kept::begin(&path, &empty("sweep a")).expect("a new file");
        assert_eq!(before, None);
        let mut half = empty("sweep a");
        half.causes.insert("NEW~1".into(), "leak".into());
        kept.written -= INTERVAL;
        kept.keep(&half).expect("there is room");
        path
    }

    fn begun(path: &Path, command: &str) -> Result<Option<Baseline>, String> {
        Ok(Kept::begin(path, &empty(command))?.1)
    }

    #[test]
    fn a_sweep_that_was_stopped_goes_on_and_leaves_one_file() {
        let path = stopped("stopped");
        let (kept, before) = Kept::begin(&path, &empty("sweep a")).expect("it goes on");
        let half = before.expect("it was stopped");
        assert_eq!(half.causes.len(), 1);
        kept.finish(&half).expect("there is room");
        assert_eq!(read(&path), Ok(half));
        assert_eq!(begun(&path, "sweep a"), Ok(None));
        let other = begun(&path, "sweep b").expect_err("it is of another sweep");
        assert!(other.ends_with("is there already, made by `sweep a`"), "{other}");
        fs::write(&path, "a letter").expect("there is room");
        let letter = begun(&path, "sweep a").expect_err("it is no baseline");
        assert!(letter.ends_with("is there already, and is no baseline of a sweep"), "{letter}");
        fs::remove_file(path).expect("it is there");
    }

    #[test]
    fn what_another_sweep_or_build_left_is_refused_and_stays() {
        let path = stopped("refused");
        let other = begun(&path, "sweep b").expect_err("it is of another sweep");
        assert!(other.ends_with("was left by `sweep a`: remove it"), "{other}");
        let partial = Kept::begin(&path, &empty("sweep a")).expect("it goes on").0.partial();
        let text = fs::read_to_string(&partial).expect("it is there");
        fs::write(&partial, text.replace("build ", "build 1")).expect("there is room");
        let build = begun(&path, "sweep a").expect_err("it is of another build");
        assert!(build.contains("another build of this program: remove it"), "{build}");
        fs::remove_file(partial).expect("it stays");
    }
}
