//! What fits into a word of the machine's memory.

/// A value that the machine stores as one word.
pub trait Word: Copy {
    /// The word that stands for `self`.
    fn to_word(self) -> u64;
    /// The value that `word` stands for.
    fn from_word(word: u64) -> Self;
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
    fn to_word(self) -> u64 {
        u64::from(self)
    }
    fn from_word(word: u64) -> Self {
        word != 0
    }
}
