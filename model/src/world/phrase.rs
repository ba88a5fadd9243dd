//! Sentences with numbers in them, which one text both writes and reads.

use std::fmt;

/// A sentence with a place for each of its numbers, `{0}` and `{1}`. Behind a number, `{s}`
/// is the end of a noun's plural; `{piece}` is the second number as a piece of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase(pub(super) &'static str);

/// A part of a phrase.
enum Part {
    Text(&'static str),
    Number(usize),
    Plural,
    Piece,
}

/// The pieces of a file that have a name, in their order.
const PIECES: [&str; 2] = ["its header", "its bitmap"];

/// The word before the number of a piece that has none.
const PIECE: &str = "piece ";

impl Phrase {
    /// The sentence, with these numbers.
    pub fn say(self, numbers: [u8; 2]) -> String {
        let mut last = 0;
        let part = |part| match part {
            Part::Text(text) => text.to_string(),
            Part::Number(index) => {
                last = numbers[index];
                last.to_string()
            }
            Part::Plural => if last == 1 { "" } else { "s" }.to_string(),
            Part::Piece => piece(numbers[1]),
        };
        self.parts().map(part).collect()
    }

    /// The numbers in `words`, if they are this sentence; 0 where it has none.
    pub(super) fn heard_in(self, words: &str) -> Option<[u64; 2]> {
        let (mut rest, mut numbers) = (words, [0; 2]);
        for part in self.parts() {
            rest = match part {
                Part::Text(text) => rest.strip_prefix(text)?,
                Part::Number(index) => number(rest, &mut numbers[index])?,
                Part::Plural => rest.strip_prefix('s').unwrap_or(rest),
                Part::Piece => heard_piece(rest, &mut numbers[1])?,
            };
        }
        rest.is_empty().then_some(numbers)
    }

    /// The sentence with the numbers of `words` in the order in which it has them, and N
    /// behind their last.
    pub(super) fn like(self, words: &str) -> String {
        let mut digits = words.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
        let part = |part| match part {
            Part::Text(text) => text,
            Part::Number(_) => digits.next().unwrap_or("N"),
            Part::Plural => "s",
            Part::Piece => PIECES[0],
        };
        self.parts().map(part).collect()
    }

    fn parts(self) -> impl Iterator<Item = Part> {
        let part = |(index, text): (usize, &'static str)| match (index % 2, text) {
            (0, text) => Part::Text(text),
            (_, "0") => Part::Number(0),
            (_, "1") => Part::Number(1),
            (_, "s") => Part::Plural,
            (_, "piece") => Part::Piece,
            (_, other) => unreachable!("no phrase has a place for {other}"),
        };
        self.0.split(['{', '}']).enumerate().map(part)
    }
}

/// With N for each number.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.like(""))
    }
}

fn piece(index: u8) -> String {
    let named = PIECES.get(usize::from(index));
    named.map_or_else(|| format!("{PIECE}{index}"), |name| (*name).to_string())
}

fn heard_piece<'a>(words: &'a str, index: &mut u64) -> Option<&'a str> {
    let named = (0..).zip(PIECES).find_map(|(at, name)| Some((at, words.strip_prefix(name)?)));
    match named {
        Some((at, rest)) => {
            *index = at;
            Some(rest)
        }
        None => number(words.strip_prefix(PIECE)?, index),
    }
}

/// Returns the rest after the number that `words` begin with. One that is too large for a word of
/// memory is as large as that can be.
fn number<'a>(words: &'a str, value: &mut u64) -> Option<&'a str> {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &words[..words.len() - rest.len()];
    *value = if digits.is_empty() { return None } else { digits.parse().unwrap_or(u64::MAX) };
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_reads_the_numbers_that_it_wrote() {
        let phrase = Phrase("{0} round{s} of {1} page{s}");
        assert_eq!(phrase.say([1, 2]), "1 round of 2 pages");
        assert_eq!(phrase.heard_in("1 round of 2 pages"), Some([1, 2]));
        assert_eq!(phrase.heard_in("1 round of 2 pages more"), None);
        assert_eq!(phrase.heard_in("a round of 2 pages"), None);
        assert_eq!(Phrase("{0}").heard_in("99999999999999999999"), Some([u64::MAX, 0]));
    }

    #[test]
    fn a_piece_of_a_file_has_its_name_or_its_number() {
        let ends = Phrase("the file ends in {piece}");
        for (index, words) in [(0, "its header"), (1, "its bitmap"), (2, "piece 2")] {
            let said = ends.say([0, index]);
            assert_eq!(said, format!("the file ends in {words}"));
            assert_eq!(ends.heard_in(&said), Some([0, index.into()]));
        }
    }
}
