use model::wire::{
    device::{Device, DeviceState, LENGTH, ReceivedState, StateError},
    flags,
    header::Header,
};
use proptest::{collection::vec, prelude::*};

use super::put;

const STATE: DeviceState =
    DeviceState { idstr: b"vfio", instance_id: 0x0102, next_packet_size: 0x0304 };

/// The packet of [`STATE`], byte by byte.
fn bytes_of_state() -> [u8; LENGTH] {
    let mut bytes = [0; 276];
    put(&mut bytes, 0, &[0x11, 0x22, 0x33, 0x44]);
    put(&mut bytes, 4, &[0, 0, 0, 1]);
    put(&mut bytes, 8, &[0, 0, 0, 0x40]);
    put(&mut bytes, 12, b"vfio");
    put(&mut bytes, 268, &[0, 0, 1, 2]);
    put(&mut bytes, 272, &[0, 0, 3, 4]);
    bytes
}

fn received(bytes: &[u8; LENGTH]) -> ReceivedState<'_> {
    let (header, body) = bytes.split_first_chunk().expect("a header");
    let header = Header::decode(header).expect("a right header");
    ReceivedState::decode(header, body.try_into().expect("264 bytes"))
}

fn find(idstr: &[u8], instance_id: u32) -> Device {
    match (idstr, instance_id) {
        (b"vfio", 0x0102) => Device::Able,
        (b"vfio", 0x0202) => Device::Unable,
        _ => Device::Absent,
    }
}

#[test]
fn a_packet_of_device_state_has_each_field_at_its_byte() {
    assert_eq!(STATE.encode(), bytes_of_state());
}

#[test]
fn a_packet_of_device_state_is_understood() {
    let bytes = bytes_of_state();
    let received = received(&bytes);
    assert_eq!((received.flags, received.instance_id), (flags::DEVICE_STATE, 0x0102));
    assert_eq!((&received.idstr[..5], received.next_packet_size), (&b"vfio\0"[..], 0x0304));
    assert_eq!((received.before_load(find), received.after_load()), (Ok(()), Ok(())));
}

#[test]
fn of_several_wrong_fields_of_device_state_the_first_check_counts() {
    let mut bytes = bytes_of_state();
    put(&mut bytes, 11, &[0x41]);
    assert_eq!(received(&bytes).before_load(find), Ok(()));
    assert_eq!(received(&bytes).after_load(), Err(StateError::Sync));
    put(&mut bytes, 270, &[2]);
    let unable = StateError::Unable { idstr: b"vfio", instance_id: 0x0202 };
    assert_eq!(received(&bytes).before_load(find), Err(unable));
    put(&mut bytes, 12, b"x");
    let absent = StateError::Absent { idstr: b"xfio", instance_id: 0x0202 };
    assert_eq!(received(&bytes).before_load(find), Err(absent));
    put(&mut bytes, 267, &[1]);
    assert_eq!(received(&bytes).before_load(find), Err(StateError::Unterminated));
    put(&mut bytes, 272, &[0; 4]);
    assert_eq!(received(&bytes).before_load(find), Err(StateError::Empty));
}

proptest! {
    #[test]
    fn any_body_is_a_device_that_exists_or_refused(
        mut body in vec(any::<u8>(), 264),
        right in 0usize..=264,
        flags: u32,
    ) {
        body[..right].copy_from_slice(&bytes_of_state()[12..12 + right]);
        let state = ReceivedState::decode(Header { flags }, body[..].try_into().expect("264"));
        let loads = state.before_load(find).is_ok();
        let named = &state.idstr[..5] == b"vfio\0" && state.idstr[255] == 0;
        prop_assert_eq!(loads, named && state.instance_id == 0x0102 && state.next_packet_size > 0);
        prop_assert_eq!(state.after_load().is_ok(), flags % 2 == 0);
    }
}
