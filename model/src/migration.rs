//! The migration around multifd, as far as it decides when multifd's parts run.

mod again;
mod cancel;
mod cleanup;
mod completion;
mod connect;
mod cpr;
mod descriptor;
mod exit;
mod file;
mod mapped_ram;
mod notifiers;
mod parameters;
mod pause;
mod postcopy;
mod query;
mod ram;
mod return_path;
mod shutdown;
mod state;
mod thread;

pub(crate) use self::{
    completion::Rest,
    descriptor::MainChannel,
    file::QEMUFile,
    mapped_ram::{FileBitmap, MigrationFile},
    parameters::Parameters,
    postcopy::{Postcopy, PostcopyState},
    return_path::RpState,
    shutdown::MigrationThreads,
    state::{MigrationState, MigrationStatus},
};
