//! `multifd-sim matrix`.

use std::ops::ControlFlow;

use scenarios::{BUGS, Budget, Bug, Looked, Resize, campaign};
use serde_json::json;

use super::{Console, Exit, Failure, args::Matrix, inputs};
use crate::{json, matrix, progress::Progress, words};

impl Matrix {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let budget = inputs::budget(&self.search)?;
        let jobs = inputs::jobs(self.jobs)?;
        let looked = look(BUGS, &budget, AS_IS, jobs, console);
        if self.json {
            let value = json!({ "budget": json::budget(&budget), "matrix": matrix::json(&looked) });
            writeln!(console.out, "{value:#}")?;
        } else {
            writeln!(console.out, "Each cell: {}.\n", words::budget(&budget))?;
            write!(console.out, "{}", matrix::text(&looked))?;
        }
        Ok(Exit::Expected)
    }
}

/// Worlds as the catalogue has them.
const AS_IS: Resize = Resize { channels: None, rounds: None };

/// Looks for each of `bugs` in each column.
pub(super) fn look(
    bugs: &[&'static Bug],
    budget: &Budget,
    resize: Resize,
    jobs: usize,
    console: &mut Console<'_>,
) -> Vec<Looked> {
    let looks = scenarios::matrix(bugs, &matrix::revisions());
    let total = Some(looks.len() as u64);
    let mut progress = Progress::begin(console.medium, total, "cell");
    let looked = campaign(&looks, budget, resize, jobs, |_| {
        progress.step(&mut console.err, String::new);
        ControlFlow::Continue(())
    });
    progress.end();
    looked
}
