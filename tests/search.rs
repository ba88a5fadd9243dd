//! The searches themselves, against brute force.

mod agreement;
mod heads;
mod iterative;
mod mutants;
mod programs;
mod reduction;
mod samplers;
mod snapshots;
