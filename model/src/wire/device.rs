//! `MultiFDPacketDeviceState_t`: a piece of a device's state follows (f588f3c46a).

use thiserror::Error;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian::U32, transmute,
    transmute_ref,
};

use super::{
    flags,
    header::{self, Header, HeaderBytes},
    name, set_name,
};

/// The bytes of the packet, without the state that follows it.
pub const LENGTH: usize = 276;

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct DeviceBytes {
    header: HeaderBytes,
    body: BodyBytes,
}

#[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
#[repr(C)]
struct BodyBytes {
    idstr: [u8; 256],
    instance_id: U32,
    next_packet_size: U32,
}

/// Contents that a sender puts into the packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceState<'a> {
    /// The device's name.
    pub idstr: &'a [u8],
    /// The instance of that name.
    pub instance_id: u32,
    /// The bytes of state that follow.
    pub next_packet_size: u32,
}

impl DeviceState<'_> {
    /// Encodes it as `multifd_device_state_fill_packet` does: nothing is flagged but what it is,
    /// and it has no number.
    pub fn encode(&self) -> [u8; LENGTH] {
        let mut idstr = [0; 256];
        set_name(&mut idstr, self.idstr);
        transmute!(DeviceBytes {
            header: HeaderBytes::new(flags::DEVICE_STATE),
            body: BodyBytes {
                idstr,
                instance_id: U32::new(self.instance_id),
                next_packet_size: U32::new(self.next_packet_size),
            },
        })
    }
}

/// Contents that the receiver finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceivedState<'a> {
    /// `MULTIFD_FLAG_*`, unchecked.
    pub flags: u32,
    /// The field of the name, unchecked.
    pub idstr: &'a [u8; 256],
    /// The device of that name, unchecked.
    pub instance_id: u32,
    /// The bytes of state that follow, unchecked.
    pub next_packet_size: u32,
}

/// Result of `find_se`: what there is by a name and an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Nothing.
    Absent,
    /// A device without `load_state_buffer`.
    Unable,
    /// A device that takes its state in pieces.
    Able,
}

impl<'a> ReceivedState<'a> {
    /// Reads what follows a header: `multifd_recv_unfill_packet_device_state`,
    /// which checks nothing.
    pub fn decode(header: Header, body: &'a [u8; LENGTH - header::LENGTH]) -> ReceivedState<'a> {
        let body: &'a BodyBytes = transmute_ref!(body);
        ReceivedState {
            flags: header.flags,
            idstr: &body.idstr,
            instance_id: body.instance_id.get(),
            next_packet_size: body.next_packet_size.get(),
        }
    }

    /// Makes the checks before the device gets its state, in part only after that has been read:
    /// `multifd_device_state_recv` and `qemu_loadvm_load_state_buffer`.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn before_load(
        &self,
        find: impl FnOnce(&[u8], u32) -> Device,
    ) -> Result<(), StateError<'a>> {
        if self.next_packet_size == 0 {
            return Err(StateError::Empty);
        }
        if self.idstr[255] != 0 {
            return Err(StateError::Unterminated);
        }
        let (idstr, instance_id) = (name(self.idstr), self.instance_id);
        match find(idstr, instance_id) {
            Device::Absent => Err(StateError::Absent { idstr, instance_id }),
            Device::Unable => Err(StateError::Unable { idstr, instance_id }),
            Device::Able => Ok(()),
        }
    }

    /// Makes the checks of `multifd_recv_thread` when the device has taken its state.
    ///
    /// # Errors
    /// If it asks for a sync.
    pub fn after_load(&self) -> Result<(), StateError<'a>> {
        match self.flags & flags::SYNC {
            0 => Ok(()),
            _ => Err(StateError::Sync),
        }
    }
}

/// A packet that ends its channel, in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StateError<'a> {
    /// No state follows it.
    #[error("device state of no bytes")]
    Empty,
    /// The device's name has no end.
    #[error("device state with a name that does not end")]
    Unterminated,
    /// There is no such device.
    #[error("no device is called {} ({instance_id})", idstr.escape_ascii())]
    Absent {
        /// The name.
        idstr: &'a [u8],
        /// The instance of that name.
        instance_id: u32,
    },
    /// The device does not take its state in pieces.
    #[error("device {} ({instance_id}) has no load_state_buffer", idstr.escape_ascii())]
    Unable {
        /// The name.
        idstr: &'a [u8],
        /// The instance of that name.
        instance_id: u32,
    },
    /// It asks for a sync, which only a packet of pages may.
    #[error("device state with SYNC")]
    Sync,
}
