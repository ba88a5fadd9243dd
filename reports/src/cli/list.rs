//! `multifd-sim list`.

use std::io::Write;

use model::{
    Drawn, FAULTS, HISTORY, NamedRevision, Phrase, Revision,
    revision::{Effect, Handoff, RELEASES},
    rules::RULES,
    vocabulary,
};
use scenarios::{BUGS, Fixed, HEALTHY, PLACES};
use serde_json::{Value, json};

use super::{Console, Exit, Failure, args::List};
use crate::{facts, lanes::wrap, words};

impl List {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        if self.json {
            writeln!(console.out, "{:#}", all())?;
            return Ok(Exit::Expected);
        }
        let mut list = Printed { columns: console.layout.columns, out: &mut console.out };
        list.bugs()?;
        list.scenarios()?;
        list.words()?;
        list.revisions()?;
        list.rules()?;
        Ok(Exit::Expected)
    }
}

struct Printed<'a> {
    columns: usize,
    out: &'a mut dyn Write,
}

impl Printed<'_> {
    fn heading(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}\n")?)
    }

    /// A paragraph below a line.
    fn indented(&mut self, text: &str) -> Result<(), Failure> {
        for line in wrap(text, self.columns - 6) {
            writeln!(self.out, "      {line}")?;
        }
        Ok(())
    }

    fn bugs(&mut self) -> Result<(), Failure> {
        self.heading("BUGS")?;
        for bug in BUGS {
            let (effect, fate) = (words::effect(bug.effect), words::fixed(bug.fixed));
            writeln!(self.out, "  {}: {effect}, {fate}", bug.name)?;
            self.indented(bug.summary)?;
            if let Some(facts) = facts::sentences(bug) {
                self.indented(&facts)?;
            }
        }
        Ok(writeln!(self.out)?)
    }

    fn scenarios(&mut self) -> Result<(), Failure> {
        self.heading("HEALTHY SCENARIOS: break nothing at head")?;
        for scenario in HEALTHY {
            let reaches = scenario.reaches.join(", ");
            let (name, summary) = (scenario.name, scenario.summary);
            writeln!(self.out, "  {name:20} {summary} Reaches {reaches}.")?;
        }
        writeln!(self.out)?;
        self.heading("WORLDS: for fuzz --scenario")?;
        for place in PLACES {
            writeln!(self.out, "  {}: {}", place.name, place.world)?;
            self.indented(place.summary)?;
        }
        Ok(writeln!(self.out)?)
    }

    /// Lists the words that `--world` takes, each paragraph those that have one value.
    fn words(&mut self) -> Result<(), Failure> {
        self.heading("WORDS OF A WORLD: for --world, the first two lines first")?;
        for phrases in vocabulary().into_iter().filter(|phrases| !are_faults(phrases)) {
            let phrases: Vec<String> = phrases.iter().map(ToString::to_string).collect();
            for line in wrap(&phrases.join(", "), self.columns - 4) {
                writeln!(self.out, "  {line}")?;
            }
        }
        writeln!(self.out)?;
        self.faults()
    }

    /// Lists the faults that it takes as well, and what must be there for each.
    fn faults(&mut self) -> Result<(), Failure> {
        self.heading("WHAT CAN GO WRONG in a world: for --world as well")?;
        for row in FAULTS {
            let (words, who) = (row.words.to_string(), row.needs.who());
            writeln!(self.out, "  {words:54} {who}")?;
            if let Drawn::Never(why) = row.drawn {
                self.indented(&format!("Neither sweep nor fuzz draws it: {why}."))?;
            }
        }
        Ok(writeln!(self.out)?)
    }

    fn revisions(&mut self) -> Result<(), Failure> {
        self.heading("REVISIONS: commits of QEMU, oldest first")?;
        for patch in HISTORY {
            let subject = patch.subject;
            writeln!(self.out, "  {} {:5} {subject}", patch.commit, patch.release)?;
            if let Some(what) = words::id(patch.id) {
                writeln!(self.out, "      {what}")?;
            }
            match patch.effect {
                Effect::Decides(_) => (),
                Effect::None(why) => writeln!(self.out, "      no effect here: {why}")?,
                Effect::NotYet(what) => writeln!(self.out, "      not modelled yet: {what}")?,
            }
        }
        writeln!(self.out)?;
        self.heading("RELEASES, and points of the history with a name")?;
        for (release, commit) in RELEASES {
            writeln!(self.out, "  {release:7} contains everything up to {commit}")?;
        }
        writeln!(self.out, "  head    is the tree {}", NamedRevision::tree())?;
        self.indented(OLDER)?;
        let mutants: Vec<&str> = Handoff::MUTANTS.iter().map(|mutant| mutant.name()).collect();
        let grammar = GRAMMAR.replace("{mutants}", &mutants.join(", "));
        Ok(writeln!(self.out, "\n{grammar}")?)
    }

    fn rules(&mut self) -> Result<(), Failure> {
        self.heading("RULES, and what there is if they do not hold: for --want")?;
        for rule in RULES {
            writeln!(self.out, "  {}: {}", rule.name, rule.harm.name())?;
            self.indented(rule.says)?;
        }
        Ok(())
    }
}

/// Returns true if these are the sentences of faults.
fn are_faults(phrases: &[Phrase]) -> bool {
    phrases.iter().any(|phrase| *phrase == FAULTS[0].words)
}
/// The meaning of the names of old releases.
const OLDER: &str = "Releases before v8.2 are v8.2 without the commits above that came later. \
    What else changed between them is not modelled, so each has every other fix that v8.2 has.";

/// The grammar of revisions.
const GRAMMAR: &str = "\
HOW REVISIONS ARE WRITTEN

  v8.2                 a release
  93fa9dc2e0           just after a commit
  93fa9dc2e0^          just before it
  11.0:always-kick     just after one whose id is not known, by a name that it has only here
  head                 the newest that is modelled
  head-93fa9dc2e0      any of these with one commit taken out
  head+relaxed-clear   any of these with a mutant of the hand-off: {mutants}
";

fn all() -> Value {
    let patches = HISTORY.iter().map(|patch| {
        let (why_none, not_yet) = match patch.effect {
            Effect::Decides(_) => (None, None),
            Effect::None(why) => (Some(why), None),
            Effect::NotYet(what) => (None, Some(what)),
        };
        json!({
            "commit": patch.commit, "id": words::id(patch.id), "release": patch.release, "subject": patch.subject,
            "no_effect": why_none, "not_modelled_yet": not_yet,
            "separable": words::separable(patch.separable),
        })
    });
    json!({
        "bugs": BUGS.iter().map(|bug| json!({
            "name": bug.name, "summary": bug.summary, "effect": words::effect(bug.effect),
            "status": status(bug.fixed), "fate": words::fixed(bug.fixed),
            "world": bug.world, "note": bug.note, "finding": facts::json(bug),
        })).collect::<Vec<_>>(),
        "healthy": HEALTHY.iter().map(|scenario| json!({
            "name": scenario.name, "summary": scenario.summary,
            "world": scenario.world, "reaches": scenario.reaches,
        })).collect::<Vec<_>>(),
        "worlds": PLACES.iter().map(|place| json!({
            "name": place.name, "summary": place.summary, "world": place.world,
        })).collect::<Vec<_>>(),
        "revisions": patches.collect::<Vec<_>>(),
        "releases": RELEASES.iter().map(|(name, commit)| json!({
            "name": name, "last": commit,
        })).collect::<Vec<_>>(),
        "faults": FAULTS.iter().map(|row| json!({
            "words": row.words.to_string(), "needs": row.needs.who(), "never_drawn": never(row.drawn),
        })).collect::<Vec<_>>(),
        "head": Revision::head_tree(),
        "rules": RULES.iter().map(|rule| json!({
            "name": rule.name, "says": rule.says, "harm": rule.harm.name(),
        })).collect::<Vec<_>>(),
    })
}

/// The reason why neither a sweep nor a fuzz draws it.
fn never(drawn: Drawn) -> Option<&'static str> {
    match drawn {
        Drawn::Never(why) => Some(why),
        Drawn::Always | Drawn::IfEnded | Drawn::IfCompressed => None,
    }
}

fn status(fixed: Fixed) -> &'static str {
    match fixed {
        Fixed::By(_) | Fixed::Mended(_, _) | Fixed::Latent { .. } => "fixed",
        Fixed::Never { .. } => "mutant",
        Fixed::FoundHere(_) => "found-here",
        Fixed::Proposed(_, _) => "known",
    }
}
