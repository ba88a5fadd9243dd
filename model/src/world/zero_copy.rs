//! Sending without a copy.

use serde::{Deserialize, Serialize};

use super::{PAGE_COUNT, Start, Transport, World};
use crate::wire::flags::Compression;

/// Decides whether pages are sent from where they lie (capability `zero-copy-send`), so that the
/// kernel reads them later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroCopy {
    /// The kernel copies them at once.
    #[default]
    Off,
    /// They are.
    On,
}

impl World {
    /// Returns true if pages are sent without a copy.
    pub(crate) fn sends_zero_copy(&self) -> bool {
        match self.zero_copy {
            ZeroCopy::Off => false,
            ZeroCopy::On => true,
        }
    }

    /// The most writes that the kernel reads memory of later: one for each packet of pages,
    /// and of a device's state.
    pub(crate) fn zero_copy_writes(&self) -> u64 {
        let packets = u64::from(self.pages).div_ceil(PAGE_COUNT);
        match self.zero_copy {
            ZeroCopy::Off => 0,
            ZeroCopy::On => u64::from(self.rounds) * packets + self.devices.pieces(),
        }
    }

    /// `migrate_caps_check`, and what is not played here.
    pub(super) fn check_zero_copy(&self) -> Result<(), String> {
        if !self.sends_zero_copy() {
            return Ok(());
        }
        match (self.transport, self.start, self.compression) {
            (Transport::Tls, _, _) => Err("TLS has no zero-copy".into()),
            (Transport::File, _, _) => Err("a file has no zero-copy".into()),
            (Transport::Socket, Start::Both | Start::Incoming, _) => {
                Err("only a source alone has zero-copy".into())
            }
            (Transport::Socket, Start::Migrate | Start::Connected, Compression::None) => Ok(()),
            (Transport::Socket, Start::Migrate | Start::Connected, _) => {
                Err("compressed pages have no zero-copy".into())
            }
        }
    }
}
