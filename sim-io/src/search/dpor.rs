//! Optimal dynamic partial-order reduction.
//!
//! P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas: Optimal dynamic partial order
//! reduction, POPL 2014. Of all schedules that differ only in the order of
//! steps that commute, one is run. After each, pairs of steps that race are
//! found, and the schedule that reverses such a pair is planted into the
//! wakeup tree of the node where it begins.
//!
//! It departs from the paper in one thing: what a step does is its whole
//! footprint, known only once it has run (see `machine/footprint.rs`). A step
//! that sleeps keeps the footprint that it had, which stays true as long as
//! only independent steps are taken. The last step of a reversal is judged by
//! the footprint that it had before it was reversed; where that changes, the
//! new footprint races again in the schedules that run it.

mod course;
mod history;
mod order;
mod races;
mod rounds;
mod sleep;
mod tree;
mod turns;
mod wakeup;

pub(crate) use self::rounds::{Rounds, Slot};
pub(super) use self::turns::Turns;
pub(super) use self::wakeup::{Event, independent_in_state};
