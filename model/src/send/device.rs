//! `multifd_send_device_state`: what the states of devices need to be sent.

use sim_io::{QemuMutex, memory};

memory! {
    /// What `multifd_send_device_state` points to.
    pub(crate) struct SendDeviceState {
        /// Guards the slot of the devices.
        pub queue_job_mutex: QemuMutex,
    }
}
