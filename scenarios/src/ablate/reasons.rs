//! Why some are not seen to be needed.

/// Why nothing shows that something is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not: the code does the same without it.
    Equivalent(&'static str),
    /// It is, but nothing here could show it; what would.
    OutOfSight(&'static str),
}

/// What is known of those, by their text.
pub const REASONS: &[(&str, Reason)] = &[];

impl Reason {
    /// That of an ablation, if one is known.
    pub fn of(ablation: &str) -> Option<Reason> {
        REASONS.iter().find(|(known, _)| *known == ablation).map(|(_, reason)| *reason)
    }

    /// In words.
    pub fn text(self) -> String {
        match self {
            Reason::Equivalent(why) => format!("not needed: {why}"),
            Reason::OutOfSight(show) => format!("out of sight: {show}"),
        }
    }
}
