//! Causes that a night has found.

use std::collections::BTreeMap;

use model::World;
use serde::{Deserialize, Serialize};
use sim_io::{Breach, Found, Violation};

use super::{Added, Ran, Sort, Visit};
use crate::{BUGS, Bug, Label};

/// Identity of a cause: what is broken, where, why, and which bug of the catalogue that is. Neither
/// numbers of channels nor which thread of a kind did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The way it was broken.
    pub breach: String,
    /// The object, without numbers.
    pub object: String,
    /// The function; of a race, both, in the order of the alphabet.
    pub function: String,
    /// The origin of it.
    pub cause: String,
    /// The bug that it is.
    pub bug: Option<String>,
}

/// Label of a cause by the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Listed {
    /// No entry accounts for it.
    New,
    /// It is a bug whose fix was taken out.
    Back,
    /// It is a bug.
    Known,
    /// No entry accounts for it, and none has to.
    Unlisted,
    /// It was only seen after something that a process dies of.
    AfterCrash,
}

/// Something that a night has found, with the smallest world that showed it.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Its identity.
    pub key: Key,
    /// Its label by the catalogue.
    pub listed: Listed,
    /// An example, as it was found in the smallest world.
    pub violation: Violation,
    /// The number of the run of this example.
    pub number: u64,
    /// The smallest world that showed it.
    pub world: World,
    /// The runs that showed it.
    pub runs: u64,
    /// Those of them that drew their world.
    pub drawn: u64,
    /// The number of runs that had drawn a world when the first of those did; nothing if none has.
    pub first_drawn: Option<u64>,
}

/// Causes that a night has found. As large as there are causes.
#[derive(Clone, Debug, Default)]
pub struct Causes {
    all: Vec<Cause>,
    places: BTreeMap<Key, usize>,
}

/// Reason for keeping a run of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is the first.
    First,
    /// It is a better example: in a smaller world, or without a crash before it.
    Better,
}

/// A run of a cause that is worth being kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The place of the cause among all.
    pub place: usize,
    /// The reason.
    pub worth: Worth,
    /// As it was found.
    pub found: Found,
}

impl Key {
    /// Returns the key of a violation that the catalogue gives this label.
    pub fn of(violation: &Violation, label: Label) -> Key {
        let ((breach, object, function), cause) = violation.identity();
        let (function, cause) = match breach {
            Breach::DataRace => of_race(violation, function, cause),
            _ => (function, cause),
        };
        let bug = label.name().map(str::to_string);
        Key { breach: breach.to_string(), object, function, cause, bug }
    }
}

/// Of two accesses that nothing orders, either may be the one that comes second.
fn of_race(violation: &Violation, function: String, cause: String) -> (String, String) {
    let [other] = &violation.origins[..] else { return (function, cause) };
    let mut both = [(function, role(&violation.thread)), (other.function.clone(), other.role())];
    both.sort();
    let [one, two] = both;
    (format!("{}, {}", one.0, two.0), format!("by {} and {}", one.1, two.1))
}

/// A thread's name without its number.
fn role(thread: &str) -> &str {
    thread.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_')
}

impl Listed {
    /// Returns the entry of a label.
    pub fn of(label: Label) -> Listed {
        match label {
            Label::New => Listed::New,
            Label::Back(_) => Listed::Back,
            Label::Known(_) => Listed::Known,
            Label::Unlisted => Listed::Unlisted,
            Label::AfterCrash => Listed::AfterCrash,
        }
    }

    /// Returns true if no entry accounts for it, or only one of what should be mended.
    pub fn is_news(self) -> bool {
        match self {
            Listed::New | Listed::Back => true,
            Listed::Known | Listed::Unlisted | Listed::AfterCrash => false,
        }
    }
}

impl Cause {
    /// The bug of the catalogue that it is, if that has it still.
    pub fn bug(&self) -> Option<&'static Bug> {
        BUGS.iter().copied().find(|bug| Some(bug.name) == self.key.bug.as_deref())
    }
}

impl Causes {
    /// Each, in the order of discovery.
    pub fn all(&self) -> &[Cause] {
        &self.all
    }

    /// Those that no entry accounts for.
    pub fn news(&self) -> impl Iterator<Item = &Cause> {
        self.all.iter().filter(|cause| cause.listed.is_news())
    }

    /// Takes in one that an earlier session has found, or a better example of it.
    pub fn restore(&mut self, cause: Cause) {
        match self.places.get(&cause.key) {
            Some(place) => self.all[*place] = cause,
            None => {
                self.places.insert(cause.key.clone(), self.all.len());
                self.all.push(cause);
            }
        }
    }

    /// Sets how often a cause was seen, as an earlier session has counted.
    pub fn recount(&mut self, key: &Key, runs: u64, drawn: u64, first_drawn: Option<u64>) {
        if let Some(place) = self.places.get(key) {
            let cause = &mut self.all[*place];
            (cause.runs, cause.drawn, cause.first_drawn) = (runs, drawn, first_drawn);
        }
    }

    /// Counts what a run has found, and says what of it is to be kept. `drawn` runs had drawn
    /// their world before.
    pub(super) fn add(&mut self, ran: &Ran, sort: &Sort, drawn: u64) -> Added {
        let mut added = Added::default();
        for found in &ran.verdict.found {
            let label = sort.label(&ran.run, found);
            let key = Key::of(&found.violation, label);
            let fresh = Cause {
                key: key.clone(),
                listed: Listed::of(label),
                violation: found.violation.clone(),
                number: ran.run.number,
                world: ran.run.world,
                runs: 0,
                drawn: 0,
                first_drawn: None,
            };
            let place = *self.places.entry(key).or_insert(self.all.len());
            let worth = self.keep(place, fresh);
            added.kept.extend(worth.map(|worth| Kept { place, worth, found: found.clone() }));
            added.places.insert(place);
        }
        for place in &added.places {
            self.all[*place].count(ran.visit, drawn);
        }
        added
    }

    /// Keeps an example of the cause at `place`, if that is worth it.
    fn keep(&mut self, place: usize, fresh: Cause) -> Option<Worth> {
        let Some(known) = self.all.get_mut(place) else {
            self.all.push(fresh);
            return Some(Worth::First);
        };
        let rank = |cause: &Cause| (cause.listed == Listed::AfterCrash, size(&cause.world));
        if rank(&fresh) >= rank(known) {
            return None;
        }
        let Cause { runs, drawn, first_drawn, .. } = *known;
        *known = Cause { runs, drawn, first_drawn, ..fresh };
        Some(Worth::Better)
    }
}

impl Cause {
    fn count(&mut self, visit: Visit, drawn: u64) {
        self.runs += 1;
        if visit == Visit::Drawn {
            self.drawn += 1;
            self.first_drawn.get_or_insert(drawn);
        }
    }
}

/// Returns the size of a world: what it has, then how much of it.
pub fn size(world: &World) -> (usize, u8, u8, u8, String) {
    let text = world.to_string();
    (text.split(", ").count(), world.channels, world.rounds, world.pages, text)
}

#[cfg(test)]
mod tests {
    use sim_io::{Breach, Deed, Origin, Relation, Violation};

    use super::Key;
    use crate::Label;

    /// A race whose second access is that of `thread` in `function`.
    fn race(thread: &str, function: &str, other: (&str, &str)) -> Violation {
        Violation {
            breach: Breach::DataRace,
            object: "params[3].quit".into(),
            function: function.into(),
            thread: thread.into(),
            detail: String::new(),
            fates: vec![],
            origins: vec![Origin {
                deed: Deed::Written,
                thread: other.0.into(),
                function: other.1.into(),
                relation: Relation::Unordered,
            }],
        }
    }

    #[test]
    fn a_race_is_one_cause_whoever_comes_second_and_whatever_its_number() {
        let one = race("multifdsend_1", "send", ("main_loop", "stop"));
        let two = race("main_loop", "stop", ("multifdsend_0", "send"));
        assert_eq!(Key::of(&one, Label::New), Key::of(&two, Label::New));
        let other = race("multifdsend_1", "send", ("live_migration", "stop"));
        assert_ne!(Key::of(&one, Label::New), Key::of(&other, Label::New));
    }
}
