use serde::{Deserialize, Serialize};

use sim_io::{g_free, g_new0, qemu_mutex_destroy, qemu_mutex_init};

use crate::send::SendDeviceState;

/// Whether multifd carries the state of devices. No device sends any here: only what the setup
/// and the cleanup do for it is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DeviceState {
    /// It does not.
    Absent,
    /// What it needs is the last thing that a setup makes, and every cleanup takes it for
    /// granted (0525b91a0b).
    SetUpLast,
}

impl DeviceState {
    /// `multifd_device_state_send_setup`.
    pub(crate) fn set_up(self, device: SendDeviceState) {
        match self {
            DeviceState::Absent => (),
            DeviceState::SetUpLast => {
                g_new0(device.memory);
                qemu_mutex_init(device.queue_job_mutex);
            }
        }
    }

    /// `multifd_device_state_send_cleanup`.
    pub(crate) fn clean_up(self, device: SendDeviceState) {
        match self {
            DeviceState::Absent => (),
            DeviceState::SetUpLast => {
                sim_io::touch(device.memory);
                qemu_mutex_destroy(device.queue_job_mutex);
                g_free(device.memory);
            }
        }
    }
}
