//! Values that fit into a word of the machine's memory.

/// A value that the machine stores as one word.
pub trait Word: Copy {
    /// The names of the values whose words are 0, 1, and so on, for a reader. A value that
    /// has none is a number.
    const NAMES: &'static [&'static str] = &[];

    /// The word that stands for `self`.
    fn to_word(self) -> u64;
    /// The value that `word` stands for.
    fn from_word(word: u64) -> Self;
}

/// The value that `word` stands for, by its name in `names` if it has one there.
pub fn value_name(names: &[&str], word: u64) -> String {
    let name = usize::try_from(word).ok().and_then(|word| names.get(word));
    name.map_or_else(|| word.to_string(), |name| name.to_string())
}

impl Word for u64 {
    fn to_word(self) -> u64 {
        self
    }
    fn from_word(word: u64) -> Self {
        word
    }
}

impl Word for u32 {
    fn to_word(self) -> u64 {
        u64::from(self)
    }
    fn from_word(word: u64) -> Self {
        // The machine only ever hands back what `to_word` gave it.
        word as u32
    }
}

impl Word for bool {
    const NAMES: &'static [&'static str] = &["false", "true"];

    fn to_word(self) -> u64 {
        u64::from(self)
    }
    fn from_word(word: u64) -> Self {
        word != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_its_name_or_is_a_number() {
        assert_eq!(value_name(bool::NAMES, 1), "true");
        assert_eq!(value_name(bool::NAMES, 2), "2");
        assert_eq!(value_name(u64::NAMES, 0), "0");
    }
}
