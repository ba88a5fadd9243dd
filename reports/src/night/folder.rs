//! The folder of a night.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::record::Identity;
use crate::{
    store::{Sync, cannot, replace},
    words,
};

/// The name of a log.
const LOG: &str = "log.jsonl";

/// The longest part of a folder's name that comes from a world.
const LONGEST: usize = 60;

/// The folder of one fuzz of one build.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder of a fuzz by `build`, below `out`.
    pub(crate) fn of(out: &Path, build: &str, fuzz: &Identity) -> Folder {
        Folder { path: out.join(build).join(name(fuzz)) }
    }

    /// Makes it, if it is not there.
    ///
    /// # Errors
    /// With a sentence, if it cannot be made.
    pub(crate) fn create(&self) -> Result<(), String> {
        fs::create_dir_all(&self.path).map_err(|error| cannot(&self.path, &error))
    }

    /// Its log.
    pub(crate) fn log(&self) -> PathBuf {
        self.path.join(LOG)
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Keeps a text under this name, in place of what is there.
    ///
    /// # Errors
    /// With a sentence, if it cannot be written.
    pub(crate) fn keep(&self, name: &str, text: &str, sync: Sync) -> Result<(), String> {
        replace(&self.file(name), text, sync)
    }
}

/// The name of the folder of a fuzz.
fn name(fuzz: &Identity) -> String {
    let what = match (&fuzz.scenario, &fuzz.world) {
        (Some(name), _) => name.clone(),
        (None, Some(world)) => shortened(world),
        (None, None) => "random".into(),
    };
    let strategy = fuzz.strategy.map(words::strategy_options).unwrap_or_default();
    let name = format!("{what} {} {}{strategy}", fuzz.revision, fuzz.seed);
    name.replace(" --", "-").replace([' ', '/'], "-")
}

/// The words of a world as a part of a file's name: the beginning, and what tells it from others.
fn shortened(world: &str) -> String {
    let words = world.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
    let whole = words.collect::<Vec<_>>().join("-");
    if whole.len() <= LONGEST {
        return whole;
    }
    format!("{}-{:08x}", &whole[..LONGEST], crc32fast::hash(world.as_bytes()))
}

/// The logs in a directory, in those of the builds, or in one of these.
///
/// # Errors
/// With a sentence, if it cannot be read, or there are none.
pub(crate) fn logs_in(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let mut logs = vec![];
    let shown = directory.display();
    collect(directory, 2, &mut logs).map_err(|error| format!("cannot read '{shown}': {error}"))?;
    logs.sort();
    if logs.is_empty() {
        return Err(format!("there is no log of a fuzz in '{shown}'"));
    }
    Ok(logs)
}

fn collect(directory: &Path, depth: u8, logs: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() && depth > 0 {
            collect(&path, depth - 1, logs)?;
        } else if path.is_file() && path.file_name().is_some_and(|name| name == LOG) {
            logs.push(path);
        }
    }
    Ok(())
}
