//! Tests that keep the workspace as ARCHITECTURE.md says it is.

mod dependencies;
mod findings;
mod names;
mod sizes;
mod voice;

use std::{fs, path::PathBuf};

/// The root of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the workspace, relative to its root.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every source file below the root: its path from there, and what is in it.
fn sources() -> Vec<(String, String)> {
    let crates = ["sim-io/src", "model/src", "scenarios/src", "reports/src", "tests"];
    let mut found = vec![];
    crates.iter().for_each(|folder| collect(&root().join(folder), folder, &mut found));
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn collect(folder: &std::path::Path, name: &str, found: &mut Vec<(String, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let path = format!("{name}/{}", entry.file_name().unwrap().to_str().unwrap());
        if entry.is_dir() {
            collect(&entry, &path, found);
        } else if path.ends_with(".rs") {
            found.push((path, fs::read_to_string(&entry).unwrap()));
        }
    }
}
