//! Faults of a world, as they strike in the course of a migration.

use sim_io::mishap;

use super::{Fault, FaultKind, World};

impl World {
    /// Returns true if a fault strikes `channel` here; a reader of a recording sees that it does.
    pub(crate) fn strikes(&self, channel: u8, kind: FaultKind) -> bool {
        let fault = Fault { channel, kind };
        let strikes = self.has(channel, kind);
        if strikes {
            mishap(|| fault.to_string());
        }
        strikes
    }

    /// Returns true if a fault of the whole migration strikes here, in the same way.
    pub(crate) fn strikes_all(&self, kind: FaultKind) -> bool {
        let mut faults = self.faults.iter().flatten();
        faults.find(|fault| fault.kind == kind).is_some_and(|it| self.strikes(it.channel, kind))
    }
}
