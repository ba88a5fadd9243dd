//! The causes for which a search by states branched, in words.

use std::fmt::Write;

use sim_io::{Counts, Verdict};

use crate::words;

/// The most objects that are named.
const NAMED: usize = 20;

/// A table of what made the search try another thread, most first; empty if that was not
/// counted.
pub(super) fn branchings(verdict: &Verdict, counts: Counts) -> String {
    if counts == Counts::Nothing {
        return String::new();
    }
    if verdict.branchings.is_empty() {
        return "\nIt never branched.\n".into();
    }
    let mut text = String::from(
        "\nIt tried another thread because that uses the object itself, or lets one go on\n\
         that does, so often:\n\n      itself     another  object\n",
    );
    for one in verdict.branchings.iter().take(NAMED) {
        let object = one.object.as_deref().unwrap_or("anything: what follows was not known");
        let (directly, helping) = (words::number(one.directly), words::number(one.helping));
        writeln!(text, "  {directly:>10}  {helping:>10}  {object}").expect("a string takes it");
    }
    let more = verdict.branchings.len().saturating_sub(NAMED);
    if more > 0 {
        writeln!(text, "  and {}", words::count(more as u64, "more object"))
            .expect("a string takes it");
    }
    text
}
