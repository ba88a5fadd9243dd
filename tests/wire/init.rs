use model::wire::{
    header::HeaderError,
    init::{Init, InitError, LENGTH},
};
use proptest::{collection::vec, prelude::*};

use super::put;

const UUID: [u8; 16] = *b"0123456789abcdef";

/// The message of channel 1, byte by byte.
fn message() -> [u8; LENGTH] {
    let mut bytes = [0; 64];
    put(&mut bytes, 0, &[0x11, 0x22, 0x33, 0x44]);
    put(&mut bytes, 4, &[0, 0, 0, 1]);
    put(&mut bytes, 8, b"0123456789abcdef");
    put(&mut bytes, 24, &[1]);
    bytes
}

#[test]
fn the_first_message_has_each_field_at_its_byte() {
    assert_eq!(Init { uuid: UUID, id: 1 }.encode(), message());
}

#[test]
fn the_first_message_is_understood() {
    assert_eq!(Init::decode(&message(), &UUID, 2), Ok(Init { uuid: UUID, id: 1 }));
}

#[test]
fn a_channel_whose_id_is_the_number_of_channels_is_let_in() {
    let beyond = |id| Init::decode(&Init { uuid: UUID, id }.encode(), &UUID, 2);
    assert_eq!(beyond(2), Ok(Init { uuid: UUID, id: 2 }));
    assert_eq!(beyond(3), Err(InitError::Id { received: 3, channels: 2 }));
}

#[test]
fn of_several_wrong_fields_the_first_message_is_refused_for_the_first() {
    let mut bytes = message();
    let refused = |bytes: &[u8; 64]| Init::decode(bytes, &UUID, 2).expect_err("it is wrong");
    put(&mut bytes, 24, &[9]);
    assert_eq!(refused(&bytes), InitError::Id { received: 9, channels: 2 });
    put(&mut bytes, 23, b"F");
    let received = *b"0123456789abcdeF";
    assert_eq!(refused(&bytes), InitError::Uuid { received, expected: UUID, id: 9 });
    put(&mut bytes, 4, &[1, 0, 0, 1]);
    let version = HeaderError::Version { received: 0x0100_0001 };
    assert_eq!(refused(&bytes), InitError::Header(version));
    put(&mut bytes, 0, b"QEVM");
    let magic = HeaderError::Magic { received: 0x5145_564d };
    assert_eq!(refused(&bytes), InitError::Header(magic));
}

#[test]
fn unused_bytes_of_the_first_message_are_not_looked_at() {
    let mut bytes = message();
    bytes[25..].fill(0xff);
    assert_eq!(Init::decode(&bytes, &UUID, 2), Ok(Init { uuid: UUID, id: 1 }));
}

proptest! {
    #[test]
    fn every_first_message_comes_back(uuid: [u8; 16], id: u8) {
        let init = Init { uuid, id };
        prop_assert_eq!(Init::decode(&init.encode(), &uuid, 255), Ok(init));
    }

    #[test]
    fn any_64_bytes_are_a_channel_within_one_of_the_bound_or_refused(
        mut bytes in vec(any::<u8>(), 64),
        right in 0usize..=24,
        channels: u8,
    ) {
        bytes[..right].copy_from_slice(&message()[..right]);
        let bytes: &[u8; 64] = bytes.as_slice().try_into().expect("64 bytes");
        match Init::decode(bytes, &UUID, channels) {
            Ok(init) => prop_assert!(init.id <= channels && bytes[..24] == message()[..24]),
            Err(InitError::Id { received, .. }) => prop_assert!(received > channels),
            Err(InitError::Uuid { .. }) => prop_assert_ne!(&bytes[8..24], &UUID),
            Err(InitError::Header(_)) => prop_assert_ne!(&bytes[..8], &message()[..8]),
        }
    }
}
