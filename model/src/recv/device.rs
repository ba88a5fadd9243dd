//! A packet of a device's state, as a channel reads it.

use sim_io::{Error, in_function, qemu_mutex_lock, qemu_mutex_unlock, qio_channel_read_all};

use super::{RecvParams, packet::PacketBuffer};
use crate::{
    incoming::Incoming,
    wire::{
        device::{Device, ReceivedState},
        header::{Body, Header},
    },
    world::DEVICE,
};

/// The bytes of state that a packet brings here: its number.
const STATE: usize = 8;

impl Incoming {
    /// `multifd_recv_unfill_packet_device_state` and `multifd_device_state_recv`.
    pub(super) fn multifd_device_state_recv(
        &self,
        p: &RecvParams,
        connection: u8,
        packet: &PacketBuffer,
    ) -> Result<(), Error> {
        let _in = in_function("multifd_device_state_recv");
        let (header, body) = packet.split_first_chunk().expect("a packet has a header");
        let header = Header::decode(header).map_err(|_| Error::BadData)?;
        let body = body.first_chunk().expect("the buffer holds either kind of packet");
        // Under the lock only the packet is looked at, which is the channel's own.
        qemu_mutex_lock(p.mutex);
        let received = ReceivedState::decode(header, body);
        qemu_mutex_unlock(p.mutex);
        let mut state = [0; STATE];
        let wanted = received.next_packet_size as usize;
        qio_channel_read_all(self.ioc(connection), state.get_mut(..wanted).ok_or(Error::BadData)?)?;
        let find = |idstr: &[u8], instance_id| self.find_se(idstr, instance_id);
        received.before_load(find).map_err(|_| Error::BadData)?;
        let nth = u64::from_be_bytes(state) as u8;
        self.qemu_loadvm_load_state_buffer(received.instance_id as u8, nth)?;
        received.after_load().map_err(|_| Error::BadData)
    }

    /// Returns true if a packet is one of these. One that is no packet at all is judged later.
    pub(super) fn brings_device_state(&self, packet: &PacketBuffer) -> bool {
        let header = packet.first_chunk().expect("a packet has a header");
        let body = Header::decode(header).map(|header| header.body(&self.revision.format));
        body == Ok(Body::DeviceState)
    }

    /// `find_se`.
    fn find_se(&self, idstr: &[u8], instance_id: u32) -> Device {
        match idstr == DEVICE && instance_id < u32::from(self.world.devices.count) {
            true => Device::Able,
            false => Device::Absent,
        }
    }
}
