//! Files of counterexamples. A file appears whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use scenarios::Counterexample;
use serde_json::Value;

/// The reason why a file cannot be written, in a sentence.
pub(crate) fn cannot(path: &Path, error: &io::Error) -> String {
    format!("cannot write '{}': {error}", path.display())
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
    replace(path, text, Sync::Waits)
}

/// The moment at which a file is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sync {
    /// As soon as it has its name: a machine that dies loses nothing.
    Waits,
    /// Sooner or later.
    Later,
}

/// Writes a file at once, in place of what is there.
///
/// # Errors
/// With a sentence, if it cannot be written: what was there before still is.
pub(crate) fn replace(path: &Path, text: &str, sync: Sync) -> Result<(), String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.partial"));
    let written = write(&temporary, text, sync).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // A full disk needs the room, and nothing asks for half a file.
        let _ = fs::remove_file(&temporary);
        cannot(path, &error)
    })
}

fn write(path: &Path, text: &str, sync: Sync) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    match sync {
        Sync::Waits => file.sync_data(),
        Sync::Later => Ok(()),
    }
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
