//! Speed of schedules.

use model::Transport;
use sim_io::{EngineName, bare_switch, scheduled_operation};

use super::{Aim, Figure, migration, rate};

const SWITCHES: u32 = 2_000_000;

/// An operation with its choice and its switch, against a switch alone.
pub(super) fn operation() -> Figure {
    let (ours, bare) = (scheduled_operation(SWITCHES), bare_switch(SWITCHES));
    Figure {
        what: "one scheduled operation, against a bare switch to a coroutine and back".into(),
        measured: format!("{ours:.0} ns, {bare:.0} ns"),
        value: ours / bare,
        unit: "switches",
        aim: Aim::AtMost(3.0),
    }
}

/// The senders alone.
pub(super) fn hand_off() -> Figure {
    let rate = rate(EngineName::Explore, 50_000, &super::hand_off(2, 1));
    random("hand-off between 2 connected channels, 1 round", rate)
}

/// A migration from its connection to its cleanup.
pub(super) fn whole_migration() -> Figure {
    let rate = rate(EngineName::Explore, 20_000, &migration(Transport::Socket, 2, 1));
    random("whole migration over 2 channels, 1 round", rate)
}

fn random(what: &str, rate: f64) -> Figure {
    Figure {
        what: format!("uniform random, {what}"),
        measured: format!("{rate:.0} schedules/s"),
        value: rate,
        unit: "schedules/s",
        aim: Aim::AtLeast(100_000.0),
    }
}

/// A whole migration under shuttle's own random scheduler.
pub(super) fn against_shuttle() -> Figure {
    let program = migration(Transport::Socket, 2, 1);
    let ours = rate(EngineName::Explore, 20_000, &program);
    let theirs = rate(EngineName::Shuttle, 5_000, &program);
    Figure {
        what: "uniform random, whole migration over 2 channels, against shuttle".into(),
        measured: format!("{ours:.0} schedules/s, {theirs:.0}"),
        value: ours / theirs,
        unit: "times as fast",
        aim: Aim::AtLeast(2.0),
    }
}
