use model::wire::return_path::{PACKAGED_LOADED, Pong, Shut};

#[test]
fn the_last_message_has_each_field_at_its_byte() {
    assert_eq!(Shut { error: 0 }.encode(), [0, 1, 0, 4, 0, 0, 0, 0]);
    assert_eq!(Shut { error: 1 }.encode(), [0, 1, 0, 4, 0, 0, 0, 1]);
}

#[test]
fn the_last_message_is_understood_and_no_other() {
    assert_eq!(Shut::decode(&[0, 1, 0, 4, 0, 0, 0, 7]), Some(Shut { error: 7 }));
    assert_eq!(Shut::decode(&[0, 2, 0, 4, 0, 0, 0, 0]), None);
    assert_eq!(Shut::decode(&[0, 1, 0, 8, 0, 0, 0, 0]), None);
}

#[test]
fn a_pong_says_what_the_ping_said() {
    let bytes = [0, 2, 0, 4, 0, 0, 0, 0x42];
    assert_eq!(Pong { value: PACKAGED_LOADED }.encode(), bytes);
    assert_eq!(Pong::decode(&bytes), Some(Pong { value: 0x42 }));
    assert_eq!(Pong::decode(&[0, 1, 0, 4, 0, 0, 0, 0x42]), None);
    assert_eq!(Pong::decode(&[0, 2, 0, 8, 0, 0, 0, 0x42]), None);
}
