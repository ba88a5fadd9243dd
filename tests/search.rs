//! The searches themselves, against brute force.

mod agreement;
mod heads;
mod programs;
mod reduction;
mod samplers;
mod snapshots;
