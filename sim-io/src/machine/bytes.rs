//! Bytes on a wire, each sequence kept once.
//!
//! A word stands for them, which depends on nothing but the bytes: so a state
//! that holds words can be compared and brought back, and no schedule ever
//! needs to forget what was written in another.
//!
//! Some bytes may be unseen: a number that its reader only passes on. The lower part
//! of a word ([`SEEN`]) depends on the others alone. Digests have no more than that, so that
//! two states are one if they differ in nothing but such numbers.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

use super::Machine;
use crate::object::ObjectId;

/// The bits of a word that depend on what is seen.
const SEEN_BITS: u32 = 42;
const SEEN: u64 = (1 << SEEN_BITS) - 1;

/// The room for what users add to a word, within its lower part.
const SPARE: u64 = 16;

/// The bits of a whole word, with what users add to it.
const WORD_BITS: u32 = 62;

/// A sequence of bytes, and which of them are unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Text {
    bytes: Vec<u8>,
    unseen: Vec<bool>,
}

impl Text {
    pub(crate) fn new(bytes: &[u8], unseen: Range<usize>) -> Text {
        let unseen = (0..bytes.len()).map(|index| unseen.contains(&index)).collect();
        Text { bytes: bytes.into(), unseen }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of this text, and behind them those of `more`.
    pub(crate) fn followed_by(&self, more: &Text) -> Text {
        let bytes = [self.bytes(), more.bytes()].concat();
        Text { bytes, unseen: [&self.unseen[..], &more.unseen].concat() }
    }

    /// The text after its first `len` bytes.
    pub(crate) fn behind(&self, len: usize) -> Text {
        Text { bytes: self.bytes[len..].into(), unseen: self.unseen[len..].into() }
    }

    /// The text with nothing where it is unseen.
    fn seen(&self) -> Text {
        let pairs = self.bytes.iter().zip(&self.unseen);
        let bytes = pairs.map(|(byte, unseen)| if *unseen { 0 } else { *byte }).collect();
        Text { bytes, unseen: self.unseen.clone() }
    }

    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// The byte sequences that have been written.
///
/// They are never forgotten, so there are as many as a world can write different
/// messages: those of a channel are numbered by its sends, and each is short.
#[derive(Default)]
pub(crate) struct Bytes {
    kept: HashMap<u64, Text>,
    /// The text that each lower part stands for.
    seen: HashMap<u64, Text>,
}

impl Bytes {
    /// The word that stands for `text`, to which a little can be added.
    pub(crate) fn keep(&mut self, text: Text) -> u64 {
        let seen = text.seen();
        let low = seen.digest() % (SEEN - SPARE);
        let high = text.digest() % (1 << (WORD_BITS - SEEN_BITS));
        let word = high << SEEN_BITS | low;
        let same = self.seen.entry(low).or_insert_with(|| seen.clone()) == &seen;
        assert!(same, "two byte sequences have the same lower part");
        let kept = self.kept.entry(word).or_insert_with(|| text.clone());
        assert!(*kept == text, "two byte sequences have the same word");
        word
    }

    /// The text that `word` stands for.
    pub(crate) fn of(&self, word: u64) -> &Text {
        &self.kept[&word]
    }
}

/// The part of an object's word on which the state of the machine depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// All of it.
    Word,
    /// The seen bytes: all but those that are unseen.
    Bytes,
    /// Nothing: it is a number that is only passed on.
    Nothing,
}

impl Shows {
    /// The part of `word` that the state depends on.
    #[inline]
    pub(crate) fn of(self, word: u64) -> u64 {
        match self {
            Shows::Word => word,
            Shows::Bytes => word & SEEN,
            Shows::Nothing => 0,
        }
    }
}

impl Machine {
    /// Says how much of an object's word the state depends on.
    pub(crate) fn show(&mut self, object: ObjectId, shows: Shows) {
        self.objects[usize::from(object.0)].shows = shows;
    }

    /// The part of `word`, which was read from `object`, that a thread may act on.
    #[inline]
    pub(crate) fn shown(&self, object: ObjectId, word: u64) -> u64 {
        let object = self.objects.get(usize::from(object.0));
        object.map_or(word, |object| object.shows.of(word))
    }
}
