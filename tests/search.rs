//! The searches themselves, against brute force.

mod agreement;
mod flips;
mod heads;
mod iterative;
mod jobs;
mod kernels;
mod liveness;
mod mutants;
mod period;
mod plain;
mod portfolio;
mod protocol;
mod reduction;
mod samplers;
mod sharing;
mod snapshots;
mod standing;
