//! A sweep against a baseline, in words.

use scenarios::{Change, Comparison, Difference, Item};

use super::summary::entry;
use crate::{lanes::Layout, words};

/// The worlds of a difference that are shown.
const SHOWN: usize = 3;

/// The differences from the baseline, alarms first.
pub(super) fn text(comparison: &Comparison, layout: Layout) -> String {
    let mut text = format!("\nAgainst the baseline, {}:\n", shared(comparison));
    for difference in &comparison.differences {
        text += &of(difference, layout);
    }
    if comparison.differences.is_empty() {
        text += "  each shows the same causes and outcomes.\n";
    }
    text
}

/// The worlds that are compared.
fn shared(comparison: &Comparison) -> String {
    let others = [
        (comparison.unknown.len(), "not in it"),
        (comparison.missing.len(), "of it not searched"),
        (comparison.less.len(), "exhausted there and not here"),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let others = others.map(|(count, what)| format!(", {} {what}", words::number(count as u64)));
    words::count(comparison.worlds, "world") + " in both" + &others.collect::<String>()
}

fn of(difference: &Difference, layout: Layout) -> String {
    let head = match (difference.item, difference.change) {
        (Item::Cause, Change::New) => "NEW cause",
        (Item::Cause, Change::More) => "MORE, a cause",
        (Item::Cause, Change::Fewer) => "fewer, a cause",
        (Item::Cause, Change::Gone) => "gone, a cause",
        (Item::Outcome, Change::New) => "NEW outcome",
        (Item::Outcome, Change::More) => "MORE, an outcome",
        (Item::Outcome, Change::Fewer) => "FEWER, an outcome",
        (Item::Outcome, Change::Gone) => "GONE, an outcome",
    };
    let worlds = words::count(difference.worlds.len() as u64, "world");
    let place = match difference.change {
        Change::New => format!("in {worlds}"),
        Change::More => format!("in {worlds} where it was not, besides {}", difference.before),
        Change::Fewer => format!("from {worlds} of {}", difference.before),
        Change::Gone => format!("from {worlds}"),
    };
    let mut text = entry("  ", &format!("{head}, {place}: {}", difference.what), layout);
    for world in difference.worlds.iter().take(SHOWN) {
        text += &entry("      ", &format!("\"{world}\""), layout);
    }
    if let Some(others) = difference.worlds.len().checked_sub(SHOWN).filter(|others| *others > 0) {
        text += &format!("      and {}\n", words::count(others as u64, "other"));
    }
    text
}
