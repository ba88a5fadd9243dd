use serde::{Deserialize, Serialize};

use crate::world::{FlushAt, World};

/// Setting that decides whether the end of each section flushes the channels, on both hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SectionFlush {
    /// None: it does.
    Always,
    /// The property `multifd-flush-after-each-section` of the host (294e5a4034).
    ByProperty,
}

impl SectionFlush {
    /// The world as hosts of this revision see it. One that is played alone flushes after
    /// each round whatever it is: its other host is a value, which says so.
    pub(crate) fn seen(self, world: World) -> World {
        match self {
            SectionFlush::Always if world.joins_hosts() => {
                World { flush: FlushAt::Section, ..world }
            }
            SectionFlush::Always | SectionFlush::ByProperty => world,
        }
    }
}
