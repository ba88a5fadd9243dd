//! Worlds that have a name, but no claim: what to fuzz.

use model::{FaultKind, World};

/// A world with a name.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its name on the command line.
    pub name: &'static str,
    /// The event there, in a sentence.
    pub summary: &'static str,
    /// The world.
    pub world: World,
}

/// Every world that has a name, but is neither a bug's nor healthy at the newest revision.
pub const PLACES: &[Place] = &[Place {
    name: "reject-anon-client",
    summary: "The TLS handshake of one of two channels fails, as in QEMU's test of that name: the 9,999 runs that met the crash of the mail thread.",
    world: World::TLS.fault(1, FaultKind::Handshake),
}];
