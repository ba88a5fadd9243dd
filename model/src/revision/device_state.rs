use serde::{Deserialize, Serialize};

use crate::source::Source;

/// Decides whether multifd carries the state of devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeviceState {
    /// It does not.
    Absent,
    /// A setup makes the state for it last, and every cleanup takes that for granted (0525b91a0b).
    SetUpLast,
}

impl DeviceState {
    /// The end of the setup.
    pub(crate) fn set_up(self, source: &Source) {
        match self {
            DeviceState::Absent => (),
            DeviceState::SetUpLast => source.multifd_device_state_send_setup(),
        }
    }

    /// The cleanup of the state.
    pub(crate) fn clean_up(self, source: &Source) {
        match self {
            DeviceState::Absent => (),
            DeviceState::SetUpLast => source.multifd_device_state_send_cleanup(),
        }
    }
}
