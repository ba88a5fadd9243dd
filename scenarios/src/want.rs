//! Violation at which a search stops, and which an explanation shows.

use model::{
    World, did_you_mean, nearest,
    rules::{Harm, RULES, Rule},
};
use sim_io::Violation;

use crate::{BUGS, Bug};

/// A violation that is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Want {
    /// Any that does this.
    Harm(Harm),
    /// Any that breaks this rule.
    Rule(Rule),
    /// Any that is this bug, in a world that has what the bug needs.
    Bug(&'static Bug),
}

impl Want {
    /// Returns what a name stands for: a harm, a rule or a bug.
    ///
    /// # Errors
    /// With a sentence that has the nearest names, if it is none.
    pub fn named(name: &str) -> Result<Want, String> {
        let harm = || Harm::ALL.into_iter().find(|harm| harm.name() == name).map(Want::Harm);
        let rule = || Rule::named(name).map(Want::Rule);
        let bug = || Bug::named(name).map(Want::Bug);
        harm().or_else(rule).or_else(bug).ok_or_else(|| unknown(name))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Want::Harm(harm) => harm.name(),
            Want::Rule(rule) => rule.name,
            Want::Bug(bug) => bug.name,
        }
    }

    /// Returns true if `violation` is wanted, as it was seen in `world`.
    pub fn is(self, violation: &Violation, world: &World) -> bool {
        match self {
            Want::Harm(harm) => Harm::of(violation) == harm,
            Want::Rule(rule) => Rule::broken_by(violation) == rule,
            Want::Bug(bug) => bug.fits(world) && bug.is(violation),
        }
    }
}

fn unknown(name: &str) -> String {
    let harms = Harm::ALL.map(Harm::name);
    let rules = RULES.iter().map(|rule| rule.name);
    let known = harms.into_iter().chain(rules).chain(BUGS.iter().map(|bug| bug.name));
    let or = match nearest(name, known) {
        none if none.is_empty() => ": `multifd-sim list` names rules and bugs".into(),
        near => did_you_mean(&near),
    };
    format!("'{name}' is none of {}, no rule and no bug{or}", harms.join(", "))
}
