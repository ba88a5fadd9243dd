//! Verdicts and counterexamples for people, and the command line.
//!
//! Nothing is computed here: values of the other crates become text, JSON and
//! files.

mod ablation;
mod again;
mod baseline;
mod cause;
mod checkpoint;
pub mod cli;
mod coverage;
mod explanation;
mod facts;
mod interrupt;
mod json;
mod lanes;
mod mail;
mod matrix;
mod night;
mod origins;
mod progress;
mod still;
mod store;
mod story;
mod words;

pub use crate::{
    json::FindingJson,
    lanes::{Layout, Paint},
};
