//! Everything that must hold.

mod cli;
mod machine;
