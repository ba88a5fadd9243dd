//! Everything that must hold.

mod again;
mod bugs;
mod cli;
mod complete;
mod compression;
mod destination;
mod device;
mod drawn;
mod engines;
mod files;
mod healthy;
mod hosts;
mod io;
mod machine;
mod parameters;
mod postcopy;
mod quit;
mod revisions;
mod search;
mod tidy;
mod traces;
mod weak_memory;
mod wire;
mod worlds;
mod zero_copy;
mod zero_pages;
