//! What a sweep puts into worlds with a file.

use model::{Action, FaultKind, Start, Transport, World};

/// A file that is written, whatever somebody outside does, one that is loaded,
/// and one after the other.
pub(super) fn bases() -> Vec<World> {
    let file = World { transport: Transport::File, ..World::PLAIN };
    let written =
        [Action::None, Action::Cancel, Action::Yank].map(|action| World { action, ..file });
    let read = [Start::Incoming, Start::Both].map(|start| World { start, ..file });
    [written.as_slice(), &read].concat()
}

/// What can strike where, in such a world.
pub(super) fn faults(world: &World) -> Vec<(u8, FaultKind)> {
    let (main, uses) = (world.channels, 0..=world.rounds);
    let mut each = vec![FaultKind::Open];
    let mut once = vec![];
    if world.start != Start::Incoming {
        each.extend([FaultKind::SendSetup, FaultKind::DiskStalls, FaultKind::CloseFails]);
        each.extend(uses.clone().map(FaultKind::NoSpace));
        // The header, the setup's end, the rounds, the completion and the bitmap.
        once.extend((0..=world.rounds + 3).map(|at| (main, FaultKind::NoSpace(at))));
        once.extend(
            [FaultKind::Notifier, FaultKind::SaveSetup, FaultKind::SaveComplete]
                .map(|kind| (0, kind)),
        );
    } else {
        once.extend((0..=world.pages + 2).map(|piece| (0, FaultKind::FileEnds(piece))));
    }
    if world.start != Start::Migrate {
        each.extend(uses.map(FaultKind::ReadError));
        once.extend((0..=2).map(|at| (main, FaultKind::ReadError(at))));
    }
    let everywhere =
        (0..world.channels).flat_map(|channel| each.iter().map(move |kind| (channel, *kind)));
    everywhere.chain(once).collect()
}
