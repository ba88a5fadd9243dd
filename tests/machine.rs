//! Litmus tests of the machine's primitives under every engine: each asserts
//! the set of outcomes, and of what is broken, over all schedules.

mod ablation;
mod agreement;
mod deadlock;
mod endings;
mod hook;
mod leaks;
mod lives;
mod locks;
mod loom_limits;
mod memory_model;
mod origins;
mod races;
mod replay;
mod semaphores;
mod shuttle_limits;
mod threads;
mod waiting;
