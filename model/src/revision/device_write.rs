use serde::{Deserialize, Serialize};
use sim_io::Error;

use crate::{
    send::{Pages, SendParams},
    source::Source,
};

/// The way a packet of a device's state is written where pages are sent without a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeviceWrite {
    /// Without one too, from a buffer that is then freed (0525b91a0b).
    ZeroCopy,
    /// As it is written elsewhere (6be7696129).
    Copied,
}

impl DeviceWrite {
    /// The channel writes it.
    pub(crate) fn write(self, source: &Source, p: &SendParams, data: &Pages) -> Result<(), Error> {
        match self {
            DeviceWrite::ZeroCopy if source.zero_copy.is_some() => {
                source.write_device_buffer(p, data)
            }
            DeviceWrite::ZeroCopy | DeviceWrite::Copied => source.write_device_copy(p, data),
        }
    }
}
