//! Everything that must hold.

mod again;
mod bugs;
mod causes;
mod cli;
mod complete;
mod compression;
mod destination;
mod device;
mod engines;
mod files;
mod healthy;
mod hosts;
mod io;
mod machine;
mod parameters;
mod pause;
mod postcopy;
mod quit;
mod revisions;
mod search;
mod tidy;
mod traces;
mod weak_memory;
mod wire;
mod zero_copy;
mod zero_pages;
