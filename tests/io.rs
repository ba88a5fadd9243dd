//! Litmus tests of channels, tasks, the main loop and yank: the set of
//! outcomes over all schedules.

mod channel;
mod file;
mod main_loop;
mod tls;
mod yank;
