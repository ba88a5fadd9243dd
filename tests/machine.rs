//! Litmus tests of the machine's primitives under every engine: each asserts
//! the set of outcomes, and of what is broken, over all schedules.

#[path = "machine/agreement.rs"]
mod agreement;
#[path = "machine/deadlock.rs"]
mod deadlock;
#[path = "machine/endings.rs"]
mod endings;
#[path = "machine/hook.rs"]
mod hook;
#[path = "machine/lives.rs"]
mod lives;
#[path = "machine/locks.rs"]
mod locks;
#[path = "machine/loom_limits.rs"]
mod loom_limits;
#[path = "machine/memory_model.rs"]
mod memory_model;
#[path = "machine/races.rs"]
mod races;
#[path = "machine/replay.rs"]
mod replay;
#[path = "machine/semaphores.rs"]
mod semaphores;
#[path = "machine/shuttle_limits.rs"]
mod shuttle_limits;
#[path = "machine/threads.rs"]
mod threads;
#[path = "machine/waiting.rs"]
mod waiting;
