//! Memory orders that the lock-less hand-off needs.
//!
//! A small sender, written against the machine's primitives, in which every
//! order is a parameter. loom tries all that C11 allows; what it says of each
//! weaker order stands in `reports/weak-memory.md`, and a test keeps it so.

mod findings;
mod orders;
mod queue;
mod semaphore;
mod sender;
mod stage;
mod table;
mod thread;
mod verdicts;
