//! The matrix: every bug at the revisions that matter.

use model::{NamedRevision, Revision};
use scenarios::{Look, Looked};
use serde_json::{Value, json};

use crate::words;

/// The columns: releases, and the commits between them that mended something.
const COLUMNS: &[&str] = &[
    "v5.2",
    "v6.0",
    "v8.2",
    "e1v1",
    "e1",
    "e1921f10d9",
    "a2a63c4abd",
    "dd904bc13f",
    "2576ae488e",
    "e2",
    "v9.2",
    "v10.1",
    "head",
];

/// The revisions of the columns.
pub(crate) fn revisions() -> Vec<NamedRevision> {
    let named = |name: &&str| Revision::named(name).expect("the columns are revisions");
    COLUMNS.iter().map(named).collect()
}

/// The meaning of the signs.
const LEGEND: &str = "\
X  seen there
.  not seen in the schedules that were run
-  no schedule shows it: the search was exhausted
Columns are releases and commits, oldest first: e1v1 and e1 are the series of the mail thread
as posted and as merged, e2 what followed; head is the newest commit that is modelled, ";

/// The matrix as text.
pub(crate) fn text(looked: &[Looked]) -> String {
    let columns = COLUMNS.len();
    let name = |row: &[Looked]| row[0].look.subject().name();
    let widest = looked.chunks(columns).map(|row| name(row).len()).max().unwrap_or(0);
    let mut text = format!("{:widest$}", "");
    for column in COLUMNS {
        text += &format!("  {}", short(column));
    }
    text += "\n";
    for row in looked.chunks(columns) {
        text += &format!("{:widest$}", name(row));
        for (column, cell) in COLUMNS.iter().zip(row) {
            let width = short(column).len();
            text += &format!("  {:^width$}", sign(cell));
        }
        text.truncate(text.trim_end().len());
        text += "\n";
    }
    text + "\n" + LEGEND + &NamedRevision::tree() + ".\n"
}

/// Commits are told apart by their first seven digits.
fn short(column: &str) -> &str {
    if column.len() == 10 { &column[..7] } else { column }
}

fn sign(looked: &Looked) -> char {
    let Some(verdict) = &looked.verdict else { return ' ' };
    match (is_seen(looked), &verdict.ending) {
        (true, _) => 'X',
        (false, sim_io::Ending::Exhausted) => '-',
        (false, _) => '.',
    }
}

fn is_seen(looked: &Looked) -> bool {
    let Look::ForBug(cell) = &looked.look else { return false };
    let found = looked.verdict.iter().flat_map(|verdict| &verdict.found);
    found.into_iter().any(|found| cell.bug.is(&found.violation))
}

/// The matrix as JSON.
pub(crate) fn json(looked: &[Looked]) -> Value {
    let cell = |cell: &Looked| {
        let revision = cell.look.revision().ok().map(|named| named.name.clone());
        let ending = cell.verdict.as_ref().map(words::ending);
        json!({ "revision": revision, "seen": is_seen(cell), "ending": ending })
    };
    let row = |row: &[Looked]| {
        let cells: Vec<Value> = row.iter().map(cell).collect();
        json!({ "bug": row[0].look.subject().name(), "cells": cells })
    };
    let rows: Vec<Value> = looked.chunks(COLUMNS.len()).map(row).collect();
    json!({ "revisions": COLUMNS, "rows": rows })
}
