use serde::{Deserialize, Serialize};

use crate::migration::FileBitmap;

/// Code that frees the bitmap of the pages that are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BitmapOwner {
    /// The completion that writes it at the end, and no other.
    Completion,
    /// The cleanup as well, which comes before the end of the channels (92c20b2fc5).
    CompletionOrCleanup,
}

impl BitmapOwner {
    /// `ram_save_cleanup`, which every migration comes by.
    pub(crate) fn cleaned_up(self, bitmap: FileBitmap) {
        match self {
            BitmapOwner::Completion => (),
            BitmapOwner::CompletionOrCleanup => bitmap.free(),
        }
    }
}
