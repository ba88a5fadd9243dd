use model::{Devices, World, ZeroCopy};

use crate::{Bug, Effect, Fixed, Pattern, Wanted};

pub(super) const BUG: Bug = Bug {
    name: "device-state-sent-without-copy",
    summary: "A packet of a device's state is sent without a copy, as pages are, and its buffer is freed when the write returns: the kernel may still read it.",
    effect: Effect::Corruption,
    world: World {
        channels: 1,
        rounds: 0,
        devices: Devices { count: 1, packets: 1 },
        zero_copy: ZeroCopy::On,
        ..World::PLAIN
    },
    breaks: &[Pattern {
        wanted: Wanted::UseAfterFree("multifd_send_thread"),
        object: "device_state_buf",
        function: "tcp_transmit_skb",
    }],
    fixed: Fixed::By(&["6be7696129"]),
    note: "0525b91a0b brought it. No sync comes after the states of devices, so nothing flushes them; what arrives is whatever the allocator has put there.",
};
