//! The faults that are drawn in a world, by the table of faults.

use model::{FAULTS, FaultKind, FaultRow, World};

/// The kinds of faults that are drawn in `world`, and can strike there.
pub(crate) fn kinds_in(world: &World) -> impl Iterator<Item = &'static FaultRow> {
    let drawn = |row: &&&FaultRow| row.needs.are_met(world) && row.drawn.includes(world);
    let kinds: Vec<&'static FaultRow> = FAULTS.iter().filter(drawn).copied().collect();
    kinds.into_iter()
}

/// Each fault that is drawn in `world`: those of one place together.
pub(crate) fn faults_in(world: &World) -> Vec<(u8, FaultKind)> {
    let mut faults: Vec<(u8, FaultKind)> = kinds_in(world)
        .flat_map(|row| (0..row.place.count(world)).map(move |place| (row, place)))
        .flat_map(|(row, place)| {
            let numbers = row.counted.numbers(world, place);
            numbers.map(move |number| (place, (row.kind)(number)))
        })
        .filter(|(place, kind)| is_wrong(*place, *kind))
        .collect();
    faults.sort_by_key(|(place, _)| *place);
    faults
}

/// Returns true if anything is wrong: a connection may say what is true.
pub(crate) fn is_wrong(place: u8, kind: FaultKind) -> bool {
    kind != FaultKind::InitId(place)
}
