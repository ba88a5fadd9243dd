//! A world from words.

use std::str::FromStr;

use super::{
    World,
    vocabulary::{CHANNELS, CLAUSES, Clause, ROUNDS, Times, TooLarge, numbers, vocabulary},
};
use crate::nearest::{did_you_mean, nearest};

/// Reasons why words are no world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownWorld {
    /// They do not begin with the size of one.
    #[error("a world begins with its size, as in '{size}', not with '{0}'", size = size())]
    Size(String),
    /// Some of them are said of no world; these are most like them.
    #[error("nothing of a world is called '{words}'{or}", or = did_you_mean(near))]
    Words {
        /// The words.
        words: String,
        /// The words that are near.
        near: Vec<String>,
    },
    /// Two of them exclude each other.
    #[error("a world is either '{0}' or '{1}'")]
    Either(String, String),
    /// One thing is said twice.
    #[error("'{0}' is said twice")]
    Twice(String),
    /// There are more of these than a world can have.
    #[error("a world has at most {0} {1}")]
    TooMany(usize, &'static str),
    /// A number is too large.
    #[error("{0} is more than anything in a world can be: {max} is the most", max = u8::MAX)]
    TooLarge(u64),
}

/// The size of the smallest world that has two channels.
fn size() -> String {
    format!("{}, {}", CHANNELS.say([2, 0]), ROUNDS.say([1, 2]))
}

impl From<TooLarge> for UnknownWorld {
    fn from(TooLarge(number): TooLarge) -> UnknownWorld {
        UnknownWorld::TooLarge(number)
    }
}

impl FromStr for World {
    type Err = UnknownWorld;

    /// The world that its `Display` writes so. Behind the size, the order does not matter,
    /// and what is not said is as in [`World::PLAIN`]. Whether it can be played is for
    /// [`World::check`] to say.
    fn from_str(text: &str) -> Result<World, UnknownWorld> {
        let words: Vec<String> = text.split(',').map(plain).collect();
        let mut world = of_size(&words)?;
        let mut said: [Vec<&str>; CLAUSES.len()] = [const { vec![] }; CLAUSES.len()];
        for words in &words[2..] {
            let index = heard(&mut world, words, &said)?;
            said[index].push(words);
        }
        Ok(world)
    }
}

/// Words with single spaces between them.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A world of the size that the first words say.
fn of_size(words: &[String]) -> Result<World, UnknownWorld> {
    let begins = |count: usize| words.iter().take(count).cloned().collect::<Vec<_>>().join(", ");
    let [channels, rounds, ..] = words else { return Err(UnknownWorld::Size(begins(2))) };
    let (channels, rounds) = (numbers(CHANNELS, channels)?, numbers(ROUNDS, rounds)?);
    match (channels, rounds) {
        (Some([channels, _]), Some([rounds, pages])) => {
            Ok(World { channels, rounds, pages, ..World::PLAIN })
        }
        (_, _) => Err(UnknownWorld::Size(begins(2))),
    }
}

/// Returns the clause that these words are of; then the world is as they say.
fn heard(world: &mut World, words: &str, said: &[Vec<&str>]) -> Result<usize, UnknownWorld> {
    for (index, (clause, said)) in CLAUSES.iter().zip(said).enumerate() {
        // What is said too often would not find its place in the world.
        let mut other = if is_full(clause, said) { World::PLAIN } else { *world };
        if (clause.hears)(&mut other, words)? {
            may_be_said(clause, words, said)?;
            *world = other;
            return Ok(index);
        }
    }
    Err(unknown(words))
}

fn is_full(clause: &Clause, said: &[&str]) -> bool {
    match clause.times {
        Times::Once => !said.is_empty(),
        Times::AtMost(most, _) => said.len() == most,
    }
}

fn may_be_said(clause: &Clause, words: &str, said: &[&str]) -> Result<(), UnknownWorld> {
    match (clause.times, said.first()) {
        _ if !is_full(clause, said) => Ok(()),
        (Times::AtMost(most, what), _) => Err(UnknownWorld::TooMany(most, what)),
        (Times::Once, Some(other)) if *other != words => {
            Err(UnknownWorld::Either((*other).to_string(), words.to_string()))
        }
        (Times::Once, _) => Err(UnknownWorld::Twice(words.to_string())),
    }
}

fn unknown(words: &str) -> UnknownWorld {
    let known: Vec<String> =
        vocabulary().into_iter().flatten().map(|phrase| phrase.like(words)).collect();
    let near = nearest(words, known.iter().map(String::as_str));
    UnknownWorld::Words {
        words: words.to_string(),
        near: near.into_iter().map(str::to_string).collect(),
    }
}
