use serde::{Deserialize, Serialize};
use sim_io::Error;

use crate::wire::stream::Channel;

/// Kind that the destination takes a connection for, by what it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelMapping {
    /// The main channel, or a channel of multifd.
    MainOrMultifd,
    /// One of these, if it begins like one (00f3fcef19).
    Checked,
}

impl ChannelMapping {
    /// Returns true if a connection is the main channel.
    ///
    /// # Errors
    /// If it is nothing that this destination knows.
    pub(crate) fn is_main(self, first: Channel) -> Result<bool, Error> {
        match (self, first) {
            (_, Channel::Main) => Ok(true),
            (ChannelMapping::MainOrMultifd, _) | (_, Channel::Multifd) => Ok(false),
            (ChannelMapping::Checked, Channel::Unknown(_)) => Err(Error::BadData),
        }
    }
}
