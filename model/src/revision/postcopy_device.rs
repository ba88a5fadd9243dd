use serde::{Deserialize, Serialize};

use crate::migration::MigrationStatus;

/// State of a migration while the destination loads the package of its devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PostcopyDevice {
    /// POSTCOPY_ACTIVE already.
    Absent,
    /// POSTCOPY_DEVICE, until a PONG says that it is loaded (7b842fe354).
    AwaitsPong,
}

impl PostcopyDevice {
    /// Returns true if the package ends with a PING.
    pub(crate) fn pings(self) -> bool {
        match self {
            PostcopyDevice::Absent => false,
            PostcopyDevice::AwaitsPong => true,
        }
    }

    /// The state of either host while the package is under way. There is always a
    /// return path.
    pub(crate) fn loading(self) -> MigrationStatus {
        match self {
            PostcopyDevice::Absent => MigrationStatus::PostcopyActive,
            PostcopyDevice::AwaitsPong => MigrationStatus::PostcopyDevice,
        }
    }
}
