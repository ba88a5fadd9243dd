//! Every scenario by every tool, as a table.

use std::io;

use comfy_table::{Table, presets::ASCII_MARKDOWN};

use crate::{
    measured::Limits,
    scenario::{self, Aim, Scenario},
    spin,
    tools::{Finished, Tool},
};

/// The text above the table.
const HEAD: &str = "\
# Beside SPIN and stateright

`cargo run --release -p multifd-peers` prints this. The protocol is that of
`tests/protocol.rs`, which our searches run as it is; `tests/peers/multifd.pml` and
`tests/peers/src/hand.rs` are translations by hand, one atomic step for one operation.
Each search is a process of its own that searches with one thread, all tools take
turns, and times are medians of the processor time of the whole process, in
seconds; memory is its peak, in MiB. SPIN's verifiers are compiled beforehand
(`cc -O3 -DSAFETY`; `-w20 -m10000`), which is not counted. The last columns are
how many times the seconds of our search theirs are: of the search by states
where all is searched, of Optimal-DPOR up to the first hang; where all is searched,
the latter is left out from four channels on. Where a channel fails SPIN stores up to
2 % more states than stateright, for a reason that we do not know; elsewhere as many.
Times are those of the machine it ran on; compare what stands beside each other.
";

/// The result of a tool on a scenario.
enum Cell {
    /// It is not there.
    Absent,
    /// It did not come to its end within the limits.
    Cut,
    /// The size of the search, the median of its times, the most of its peaks.
    Done { count: u64, seconds: f64, mebibytes: f64 },
}

/// Measures, and prints what came out.
pub(crate) fn print(runs: usize, limits: Limits, only: &str) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN);
    table.set_header([
        "scenario",
        "SPIN: states, s, MiB",
        "stateright: states, s, MiB",
        "by states: executions, s, MiB",
        "Optimal-DPOR: executions, s, MiB",
        "times SPIN",
        "times stateright",
    ]);
    let missing = spin::missing();
    for scenario in scenario::all() {
        if scenario.to_string().contains(only) {
            eprintln!("{scenario}");
            let cells = measure(scenario, runs, limits, missing.is_none())?;
            table.add_row(row(scenario, &cells));
        }
    }
    println!(
        "{HEAD}\nEach search ran {runs} times, or once where it took {LONG} s or more. One that needs\n\
         more than {} s or {} MiB is cut.",
        limits.seconds, limits.mebibytes
    );
    if let Some(program) = missing {
        println!("SPIN is left out: there is no `{program}` on the path.");
    }
    println!("\n{table}");
    Ok(())
}

/// A search that takes so many seconds is measured well enough by one run.
const LONG: f64 = 10.0;

fn is_short(finished: &Option<Finished>) -> bool {
    finished.as_ref().is_some_and(|finished| finished.measured.seconds < LONG)
}

/// The cells of a scenario: all tools take turns, and who took long has no other turn.
fn measure(
    scenario: Scenario,
    runs: usize,
    limits: Limits,
    with_spin: bool,
) -> io::Result<Vec<Cell>> {
    if with_spin {
        spin::compile(scenario, limits.mebibytes)?;
    }
    let large = scenario.aim == Aim::Complete && scenario.world.channels > 3;
    let is_there = |tool| match tool {
        Tool::Spin => with_spin,
        Tool::Stateright | Tool::States => true,
        // As many executions as there are traces: no way to search these.
        Tool::Traces => !large,
    };
    let mut finished: Vec<Vec<Option<Finished>>> = Tool::ALL.map(|_| vec![]).into();
    for _ in 0..runs {
        for (tool, finished) in Tool::ALL.into_iter().zip(&mut finished) {
            if is_there(tool) && finished.iter().all(is_short) {
                finished.push(tool.run(scenario, limits)?);
            }
        }
    }
    Ok(finished.into_iter().map(cell).collect())
}

fn cell(finished: Vec<Option<Finished>>) -> Cell {
    if finished.is_empty() {
        return Cell::Absent;
    }
    let Some(finished) = finished.into_iter().collect::<Option<Vec<_>>>() else { return Cell::Cut };
    let mut seconds: Vec<f64> = finished.iter().map(|one| one.measured.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    let mebibytes = finished.iter().map(|one| one.measured.mebibytes).fold(0.0, f64::max);
    Cell::Done { count: finished[0].count, seconds: seconds[seconds.len() / 2], mebibytes }
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Absent => "-".into(),
            Cell::Cut => "cut".into(),
            Cell::Done { count, seconds, mebibytes } => {
                format!("{count}, {seconds:.3}, {mebibytes:.0}")
            }
        }
    }

    fn seconds(&self) -> Option<f64> {
        match self {
            Cell::Absent | Cell::Cut => None,
            Cell::Done { seconds, .. } => Some(*seconds),
        }
    }
}

fn row(scenario: Scenario, cells: &[Cell]) -> Vec<String> {
    let [spin, stateright, states, traces] = cells else { unreachable!("a cell for each tool") };
    let ours = match scenario.aim {
        Aim::Complete => states.seconds(),
        Aim::FirstHang => traces.seconds(),
    };
    let ratio = |peer: &Cell| match (peer, ours) {
        (Cell::Absent, _) | (_, None) => "-".into(),
        (Cell::Cut, Some(_)) => "finishes alone".into(),
        (Cell::Done { seconds, .. }, Some(ours)) => format!("{:.2}", seconds / ours),
    };
    let ratios = [ratio(spin), ratio(stateright)];
    let name = [scenario.to_string()];
    name.into_iter().chain(cells.iter().map(Cell::text)).chain(ratios).collect()
}
