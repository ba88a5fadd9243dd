use serde::{Deserialize, Serialize};

/// Decides whether a method notes in `receivedmap` the pages that it has decompressed.
///
/// Zlib and zstd do since there is one to note them in, and uadk does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Decompressed {
    /// It does not: such a page is not cleared when it becomes zero.
    Forgotten,
    /// It does (2588a5f99b for qpl, a523bc5216 for qatzip).
    Noted,
}

impl Decompressed {
    /// Returns true if they are noted.
    pub(crate) fn is_noted(self) -> bool {
        match self {
            Decompressed::Forgotten => false,
            Decompressed::Noted => true,
        }
    }
}
