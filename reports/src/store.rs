//! The files of a fuzz: counterexamples, and a line for each failing run.
//!
//! A file appears whole or not at all, and none is ever replaced by something
//! else: the same fuzz writes the same bytes again.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
};

use scenarios::Counterexample;
use serde_json::Value;

/// Which failing runs get a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The first of each distinct violation.
    Distinct,
    /// All.
    All,
}

/// The list of failing runs.
const LOG: &str = "failures.jsonl";

/// A directory of failures.
#[derive(Debug)]
pub struct Store {
    directory: PathBuf,
    log: File,
}

impl Store {
    /// Opens the directory for the fuzz that `header` describes.
    ///
    /// # Errors
    /// With a sentence, if it cannot be written, or holds another fuzz.
    pub fn open(directory: &Path, header: &Value) -> Result<Store, String> {
        fs::create_dir_all(directory).map_err(|error| cannot(directory, &error))?;
        let header = header.to_string();
        for name in [LOG.to_string(), partial()] {
            let path = directory.join(name);
            if first_line(&path).is_some_and(|line| line != header) {
                let shown = path.display();
                return Err(format!("'{shown}' is of another fuzz: name another --out"));
            }
        }
        let path = directory.join(partial());
        let log = File::create(&path).map_err(|error| cannot(&path, &error))?;
        let mut store = Store { directory: directory.to_path_buf(), log };
        store.line(&header)?;
        Ok(store)
    }

    /// Keeps the `nth` violation of a run, and says where.
    ///
    /// # Errors
    /// With a sentence, if it cannot be written, or something else is there.
    pub fn keep(
        &mut self,
        run: u64,
        nth: usize,
        counterexample: &Counterexample,
    ) -> Result<PathBuf, String> {
        let path = self.directory.join(format!("{run}-{nth}.json"));
        write_new(&path, &to_text(counterexample))?;
        Ok(path)
    }

    /// Notes a failing run.
    ///
    /// # Errors
    /// With a sentence, if it cannot be written.
    pub fn note(&mut self, run: &Value) -> Result<(), String> {
        self.line(&run.to_string())
    }

    /// The fuzz is over: the list of its failures is complete.
    ///
    /// # Errors
    /// With a sentence, if it cannot be written.
    pub fn close(self) -> Result<(), String> {
        let path = self.directory.join(LOG);
        fs::rename(self.directory.join(partial()), &path).map_err(|error| cannot(&path, &error))
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let whole = format!("{line}\n");
        self.log.write_all(whole.as_bytes()).map_err(|error| cannot(&self.directory, &error))
    }
}

fn partial() -> String {
    format!("{LOG}.partial")
}

fn cannot(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write '{}': {error}", path.display())
}

fn first_line(path: &Path) -> Option<String> {
    let mut line = String::new();
    BufReader::new(File::open(path).ok()?).read_line(&mut line).ok()?;
    (!line.is_empty()).then(|| line.trim_end().to_string())
}

/// Writes a file at once. A file with the same text may be there already.
///
/// # Errors
/// With a sentence, if it cannot be written, or something else is there.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), String> {
    if path.exists() {
        return match fs::read(path) {
            Ok(there) if there == text.as_bytes() => Ok(()),
            Ok(_) => Err(format!("'{}' is there already, and is something else", path.display())),
            Err(error) => Err(cannot(path, &error)),
        };
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.partial"));
    fs::write(&temporary, text)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| cannot(path, &error))
}

/// A counterexample as a file has it: a line for each field, and for each step and event.
pub(crate) fn to_text(counterexample: &Counterexample) -> String {
    let value = serde_json::to_value(counterexample).expect("a counterexample is JSON");
    let fields = value.as_object().expect("a counterexample has fields");
    let lines: Vec<String> =
        fields.iter().map(|(name, value)| format!("\"{name}\": {}", of_field(value))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn of_field(value: &Value) -> String {
    match value {
        Value::Array(entries) if entries.iter().any(Value::is_object) => {
            let lines: Vec<String> = entries.iter().map(|entry| format!("  {entry}")).collect();
            format!("[\n{}\n]", lines.join(",\n"))
        }
        other => other.to_string(),
    }
}
