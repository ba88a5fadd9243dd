//! The logs of nights: what a fuzz writes down while it runs, and what can be read there.
//!
//! A directory has a folder for each build of this program, and in it one for each fuzz: its log,
//! and a counterexample of each cause. A log is lines of JSON, which are only ever appended; what
//! is written at once ends with a line that says how far the night is, so that a log that ends
//! anywhere else is cut back to the last of these, and loses what a few seconds can do again.

mod folder;
mod log;
mod merged;
mod notes;
mod record;

pub(crate) use self::{
    folder::Folder,
    log::{Log, Opened},
    merged::{Compared, Merged, Part, Total},
    notes::Notes,
    record::{CauseRecord, End, Header, Identity, Record, Session, Why, host, id, now},
};
