//! A failure as a mail, ready for a commit message: 72 columns, in ASCII.

mod columns;
mod pairs;
mod rows;
mod steps;
mod subject;
mod world;

use model::{HISTORY, NamedRevision, revision::Id};
use scenarios::{Bug, Fixed, Flip, Known, Sightings, listed};
use sim_io::Breach;

use self::columns::{COLUMNS, columns, sentence_list};
use crate::{again::again, cause, explanation::Case, facts, lanes::wrap};

/// A failure to write about, and what was tried.
pub(crate) struct Mail<'a> {
    pub(crate) case: Case<'a>,
    /// The outcome of the schedule with each race swapped.
    pub(crate) flips: &'a [Flip],
    /// The other places where it was looked for.
    pub(crate) sightings: &'a Sightings,
}

/// The sentence that tells a reader of a mail about its author.
const WHAT_FOUND_IT: &str =
    "Found by multifd-sim, which runs a model of this code, and not QEMU itself.";

impl Mail<'_> {
    /// The mail; empty if nothing is broken.
    pub(crate) fn text(&self) -> String {
        let case = &self.case;
        let Some(violation) = case.recording.violations.get(case.shown) else {
            return String::new();
        };
        let bug = listed(violation, &case.world, &case.revision.revision);
        let pairs = pairs::Pairs::of(case.recording, self.flips);
        let rows = rows::rows(case.recording, case.shown, &pairs);
        let mut parts = vec![subject::subject(violation) + "\n"];
        if let Some(bug) = bug {
            parts.push(paragraph(bug.summary));
            parts.extend(bug.finding().map(|finding| paragraph(&facts::evidence(bug, finding))));
        }
        let cause = cause::of(violation, case);
        if !cause.is_empty() {
            parts.push(paragraph(&steps::shortened(&cause)));
        }
        parts.push(paragraph(&self.setting()));
        parts.push(columns(&rows));
        if pairs.decide() || !is_of_memory(&violation.breach) {
            parts.push(paragraph(&pairs.prose()));
        }
        let swapped = pairs.swapped(case.recording, &case.world, &violation.object);
        if !swapped.is_empty() {
            parts.push(swapped.iter().map(|line| hanging(line)).collect());
        }
        parts.push(paragraph(&self.releases(bug)));
        if let Some(bug) = bug.filter(|bug| !bug.note.is_empty()) {
            parts.push(paragraph(bug.note));
        }
        parts.push(paragraph(WHAT_FOUND_IT));
        parts.push(again(&case.command, COLUMNS));
        ascii(&parts.join("\n"))
    }

    fn setting(&self) -> String {
        let revision = named(&self.case.revision.name);
        format!("{} At {revision}:", world::prose(&self.case.world))
    }

    /// The commits that mended it, and the releases that show it.
    fn releases(&self, bug: Option<&Bug>) -> String {
        let new = "The catalogue does not have it.".to_string();
        let mut sentences = vec![bug.map_or(new, mended)];
        let Sightings { seen, unseen, schedules } = self.sightings;
        if !seen.is_empty() {
            sentences.push(format!("The model shows it at {}.", places(seen)));
        }
        if !unseen.is_empty() {
            let several = unseen.len() > 1 || unseen.iter().any(|range| range.contains(" to "));
            let each = if several { " each" } else { "" };
            let unseen = places(unseen);
            sentences.push(format!("Not seen in {schedules} schedules{each} at {unseen}."));
        }
        sentences.join(" ")
    }
}

fn places(names: &[String]) -> String {
    sentence_list(&names.iter().map(|name| named(name)).collect::<Vec<_>>())
}

/// A revision, and what the newest one is.
fn named(revision: &str) -> String {
    match revision {
        "head" => format!("head ({})", NamedRevision::tree()),
        other => other.into(),
    }
}

/// The fate of a bug, with the subjects of its commits.
fn mended(bug: &Bug) -> String {
    let fate = fate(bug);
    match bug.finding().and_then(facts::remedy) {
        Some(remedy) => format!("{remedy} {fate}"),
        None => fate,
    }
}

fn fate(bug: &Bug) -> String {
    match bug.fixed {
        Fixed::By(commits) | Fixed::Mended(commits, _) => {
            format!("Fixed by {}.", sentence_list(&commits.iter().map(cited).collect::<Vec<_>>()))
        }
        Fixed::Latent { commit, .. } => {
            format!("Fixed by {}, before anything showed it.", cited(&commit))
        }
        Fixed::Never { .. } => "No release has had it: it takes a change to the source.".into(),
        Fixed::FoundHere(finding) => known(finding.known),
        Fixed::Proposed(commit, finding) => {
            format!("A patch about it was posted, {commit}. {}", known(finding.known))
        }
    }
}

/// Returns true if a finding is about two uses of memory, which nothing orders or one of which
/// comes too late. Either order of the two shows that, so swapping them says nothing.
fn is_of_memory(breach: &Breach) -> bool {
    matches!(
        breach,
        Breach::UseAfterFree | Breach::UseAfterDestroy | Breach::DataRace | Breach::DoubleFree
    )
}

/// The earlier reports of a finding.
fn known(known: Known) -> String {
    match known {
        Known::Here => "No earlier report of it was found.".into(),
        Known::Reported(places) => format!("Reported before: {places}."),
        Known::Commit(commit) => format!("{} is about it.", cited(&commit)),
    }
}

/// `commit ("subject", release)`, as far as the history has it.
fn cited(commit: &&str) -> String {
    match HISTORY.iter().find(|patch| patch.commit == *commit) {
        Some(patch) => match patch.id {
            Id::Upstream => format!("{commit} (\"{}\", {})", patch.subject, patch.release),
            Id::Posted => {
                format!("{commit} as it was posted (\"{}\", {})", patch.subject, patch.release)
            }
            Id::Own => format!("a commit of {} ({})", patch.release, patch.subject),
        },
        None => commit.to_string(),
    }
}

fn paragraph(text: &str) -> String {
    wrap(text, COLUMNS).join("\n") + "\n"
}

/// A line that hangs below its first word.
fn hanging(line: &str) -> String {
    let lines = wrap(line, COLUMNS - 4);
    let indented = lines.iter().enumerate().map(|(index, line)| match index {
        0 => format!("  {line}\n"),
        _ => format!("    {line}\n"),
    });
    indented.collect()
}

/// The text without what mails may mangle.
fn ascii(text: &str) -> String {
    text.chars().filter(char::is_ascii).collect()
}
