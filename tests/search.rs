//! The searches themselves, against brute force.

mod programs;
mod reduction;
