//! The results that a check did not expect.

use scenarios::{Budget, Look, Looked, Resize, Surprise};
use sim_io::Found;

use super::{
    Console, Failure,
    explain::{How, explain, explain_command, record},
    given::words_of,
};
use crate::{explanation::title, words};

/// The search that was asked for.
pub(super) struct Asked<'a> {
    pub(super) budget: &'a Budget,
    pub(super) resize: Resize,
}

/// Prints each surprise, and how it comes about.
pub(super) fn surprises(
    asked: &Asked<'_>,
    looked: &[Looked],
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let all = looked.iter().flat_map(|looked| looked.surprises.iter().map(move |s| (looked, s)));
    for (index, (looked, surprise)) in all.enumerate() {
        if index == 0 {
            writeln!(console.out, "\n{}", console.layout.paint.red("UNEXPECTED"))?;
        }
        let name = looked.look.subject().name();
        let revision = looked.look.revision().map_or("?", |named| &named.name);
        writeln!(console.out, "\n{name} at {revision}: {}", sentence(surprise, looked))?;
        match surprise {
            Surprise::Broke(found) | Surprise::Unlisted(found) => {
                show(asked, looked, found, console)?;
            }
            Surprise::StillThere => {
                if let Some(found) = bug_found(looked) {
                    show(asked, looked, &found.clone(), console)?;
                }
            }
            Surprise::Missing | Surprise::NoRevision(_) | Surprise::NotReached(_) => {
                let options = words::options(asked.budget, asked.resize);
                writeln!(
                    console.out,
                    "Again: multifd-sim check {} --revision {revision}{options}",
                    words_of(looked.look.subject())
                )?;
            }
        }
    }
    Ok(())
}

fn bug_found(looked: &Looked) -> Option<&Found> {
    let Look::ForBug(cell) = &looked.look else { return None };
    looked.verdict.as_ref()?.found.iter().find(|found| cell.bug.is(&found.violation))
}

fn sentence(surprise: &Surprise, looked: &Looked) -> String {
    match surprise {
        Surprise::Missing => match &looked.verdict {
            Some(verdict) => format!("should be there, but {}", words::absence(verdict)),
            None => "should be there".into(),
        },
        Surprise::StillThere => "should be gone, but is there".into(),
        Surprise::NoRevision(why) => why.clone(),
        Surprise::Broke(found) => format!("healthy, but breaks {}", title(&found.violation)),
        Surprise::Unlisted(found) => {
            format!("NEW, in no catalogue: {}", title(&found.violation))
        }
        Surprise::NotReached(outcome) => format!("does not reach '{outcome}'"),
    }
}

fn show(
    asked: &Asked<'_>,
    looked: &Looked,
    found: &Found,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let Ok(revision) = looked.look.revision() else { return Ok(()) };
    let subject = looked.look.subject();
    let (counterexample, recording) =
        record(Some(subject), revision, looked.world, asked.budget, found);
    let command = explain_command(subject, revision, asked.budget, asked.resize);
    explain(&counterexample, recording, How::USUAL, command, console)
}
