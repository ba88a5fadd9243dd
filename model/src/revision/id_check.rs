use serde::{Deserialize, Serialize};

/// Ids of channels that the destination lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdCheck {
    /// Those up to the number of channels, which is one too many.
    UpToCount,
    /// Those below it (810bf31a1b).
    BelowCount,
}

impl IdCheck {
    /// The highest of them, of so many channels.
    pub(crate) fn highest(self, channels: u8) -> u8 {
        match self {
            IdCheck::UpToCount => channels,
            IdCheck::BelowCount => channels - 1,
        }
    }
}
