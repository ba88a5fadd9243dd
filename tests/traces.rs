//! Trace logs of real QEMU beside the events of the model.

mod declared;
mod event;
mod laws;
mod log;
mod played;
mod real;
mod shapes;
