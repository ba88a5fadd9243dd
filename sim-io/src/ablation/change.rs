//! Changes to what a thread does.

/// A change to what a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// It is not done. Of an exchange or a sum, the store is not.
    Dropped,
    /// It is done twice.
    Twice,
    /// A compare-and-exchange stores, whatever is there.
    Always,
    /// A compare-and-exchange never stores, as if something else were there.
    Never,
    /// It orders nothing.
    Relaxed,
    /// A join does not wait, which is no leak.
    Detached,
    /// It is done, and gives this value.
    Gives(u64),
}

/// Those that have a word of their own.
const WORDS: [(Change, &str); 5] = [
    (Change::Twice, "twice"),
    (Change::Always, "always"),
    (Change::Never, "never"),
    (Change::Relaxed, "relaxed"),
    (Change::Detached, "detached"),
];

impl Change {
    /// Its word, where `names` are those of the values; none for what is not done at all.
    pub fn word(self, names: &[&'static str]) -> Option<String> {
        match self {
            Change::Dropped => None,
            Change::Gives(value) => Some(match names.get(value as usize) {
                Some(name) => (*name).to_string(),
                None => value.to_string(),
            }),
            Change::Twice | Change::Always | Change::Never | Change::Relaxed | Change::Detached => {
                let word = WORDS.iter().find(|(change, _)| *change == self);
                word.map(|(_, word)| (*word).to_string())
            }
        }
    }

    /// The change that `word` stands for, where `names` are those of the values.
    pub fn named(word: &str, names: &[&'static str]) -> Option<Change> {
        let own = WORDS.iter().find(|(_, known)| *known == word).map(|(change, _)| *change);
        let value = || names.iter().position(|name| *name == word).map(|value| value as u64);
        let number = || word.parse().ok();
        own.or_else(|| value().or_else(number).map(Change::Gives))
    }
}
