//! Why some are not seen to be needed.

mod destination;
mod migration;
mod multifd;

/// Why nothing shows that something is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not: the code does the same without it.
    Equivalent(&'static str),
    /// It is, but nothing here could show it; what would.
    OutOfSight(&'static str),
}

/// What has one reason.
struct Row {
    /// What is taken out, as text.
    ablations: &'static [&'static str],
    /// The reason.
    reason: Reason,
}

/// Rows: a kind, its sentence, and all that it is the reason of.
macro_rules! rows {
    ($($kind:ident $why:literal: $($ablation:literal),+;)*) => {
        &[$($crate::ablate::reasons::Row {
            ablations: &[$($ablation),+],
            reason: $crate::ablate::Reason::$kind($why),
        }),*]
    };
}
use rows;

/// What was looked up in the C, by the files that it is in.
const ROWS: &[&[Row]] = &[migration::ROWS, multifd::ROWS, destination::ROWS];

/// What is known of those, by their text.
pub fn reasons() -> impl Iterator<Item = (&'static str, Reason)> {
    let rows = ROWS.iter().copied().flatten();
    rows.flat_map(|row| row.ablations.iter().map(|ablation| (*ablation, row.reason)))
}

impl Reason {
    /// That of an ablation, if one is known.
    pub fn of(ablation: &str) -> Option<Reason> {
        reasons().find(|(known, _)| *known == ablation).map(|(_, reason)| reason)
    }

    /// In words.
    pub fn text(self) -> String {
        match self {
            Reason::Equivalent(why) => format!("not needed: {why}"),
            Reason::OutOfSight(show) => format!("out of sight: {show}"),
        }
    }

    /// Its sentence alone.
    pub fn sentence(self) -> &'static str {
        match self {
            Reason::Equivalent(sentence) | Reason::OutOfSight(sentence) => sentence,
        }
    }
}
