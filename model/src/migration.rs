//! The migration around multifd, as far as it decides when multifd's parts run.

mod cancel;
mod cleanup;
mod connect;
mod file;
mod ram;
mod state;
mod thread;

pub(crate) use self::{
    file::QEMUFile,
    state::{MigrationState, MigrationStatus},
};
