//! A world in words.

use std::fmt;

use super::{
    World,
    vocabulary::{CHANNELS, CLAUSES, ROUNDS},
};

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&CHANNELS.say([self.channels, 0]))?;
        write!(f, ", {}", ROUNDS.say([self.rounds, self.pages]))?;
        CLAUSES
            .iter()
            .flat_map(|clause| (clause.says)(self))
            .try_for_each(|words| write!(f, ", {words}"))
    }
}
