//! Revisions by name, in git's grammar.

use std::{fmt, iter};

use serde::{Deserialize, Serialize};

use super::{
    Effect, HISTORY, Handoff, Id, Patch, RELEASES, Revision, Separable,
    history::{HEAD, HEAD_DATE},
};

/// A revision and how it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRevision {
    /// Its name, as [`Revision::named`] takes it.
    pub name: String,
    /// Its decisions.
    pub revision: Revision,
}

impl NamedRevision {
    /// Its name, and which tree `head` is where it is built on that.
    pub fn title(&self) -> String {
        match self.name.starts_with("head") {
            true => format!("{} (head is {})", self.name, NamedRevision::tree()),
            false => self.name.clone(),
        }
    }

    /// The tree that `head` is.
    pub fn tree() -> String {
        format!("{HEAD} of {HEAD_DATE}")
    }
}

/// A name that no revision has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRevision {
    name: String,
    reason: String,
}

impl fmt::Display for UnknownRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown revision '{}': {}", self.name, self.reason)
    }
}

impl std::error::Error for UnknownRevision {}

impl Revision {
    /// The revision that `name` names.
    ///
    /// `v8.2` is a release, `93fa9dc2e0` the state just after a commit,
    /// `93fa9dc2e0^` the state just before it, `head` the newest. Behind any of
    /// these, `-93fa9dc2e0` takes a commit out, and `+relaxed-clear` puts a
    /// mutant of the hand-off in. A commit whose id is not known has a name
    /// of its own, `11.0:always-kick`.
    ///
    /// # Errors
    /// If there is no such release, commit or mutant, or if the commit cannot
    /// be taken out by itself.
    pub fn named(name: &str) -> Result<NamedRevision, UnknownRevision> {
        parse(name).map_err(|reason| UnknownRevision { name: name.to_string(), reason })
    }
}

fn parse(name: &str) -> Result<NamedRevision, String> {
    let own = own_name(name).map_or(0, str::len);
    let end = name[own..].find(['-', '+']).map_or(name.len(), |end| own + end);
    let (base, changes) = name.split_at(end);
    let patches = base_patches(base)?;
    let mut left_out = vec![];
    let mut handoff = Handoff::Upstream;
    for change in split_changes(changes) {
        match change {
            Change::Without(commit) => left_out.push(separable(commit, patches)?.commit),
            Change::Mutant(mutant) => handoff = mutant_named(mutant)?,
        }
    }
    let kept = patches.iter().filter(|patch| !left_out.contains(&patch.commit));
    let revision = Revision { handoff, ..Revision::from_patches(kept) };
    Ok(NamedRevision { name: name.to_string(), revision })
}

enum Change<'a> {
    Without(&'a str),
    Mutant(&'a str),
}

/// The name of a commit without an id that `text` begins with: the longest, if several do.
fn own_name(text: &str) -> Option<&'static str> {
    let own = HISTORY.iter().filter(|patch| patch.id == Id::Own).map(|patch| patch.commit);
    own.filter(|name| text.starts_with(name)).max_by_key(|name| name.len())
}

/// Splits `-COMMIT+MUTANT`. The names of mutants contain dashes themselves, so
/// a mutant comes last.
fn split_changes(changes: &str) -> Vec<Change<'_>> {
    let (without, mutant) = match changes.split_once('+') {
        Some((without, mutant)) => (without, Some(mutant)),
        None => (changes, None),
    };
    let commits = iter::successors(next_name(without), |(_, rest)| next_name(rest));
    let named = commits.map(|(commit, _)| commit).filter(|commit| !commit.is_empty());
    named.map(Change::Without).chain(mutant.map(Change::Mutant)).collect()
}

/// `COMMIT` of `-COMMIT-OTHER`, and the rest.
fn next_name(text: &str) -> Option<(&str, &str)> {
    let name = text.strip_prefix('-')?;
    let own = own_name(name).map_or(0, str::len);
    let end = name[own..].find('-').map_or(name.len(), |end| own + end);
    Some(name.split_at(end))
}

fn base_patches(base: &str) -> Result<&'static [Patch], String> {
    let (name, before) = match base.strip_suffix('^') {
        Some(name) => (name, true),
        None => (base, false),
    };
    let released = RELEASES.iter().find(|(release, _)| *release == name);
    let last = match (name, released) {
        ("head", _) => HISTORY.len() - 1,
        (_, Some((_, commit))) => position(commit).ok_or("a release without a row")?,
        (_, None) => position(name).ok_or_else(|| suggestion(name))?,
    };
    let end = if before { last } else { last + 1 };
    Ok(&HISTORY[..end])
}

/// A commit may be given by any prefix of at least seven digits.
fn position(commit: &str) -> Option<usize> {
    let matches = |patch: &Patch| {
        patch.commit.starts_with(commit) || (commit.len() > 10 && commit.starts_with(patch.commit))
    };
    (commit.len() >= 7).then(|| HISTORY.iter().position(matches))?
}

fn suggestion(name: &str) -> String {
    let releases: Vec<&str> = RELEASES.iter().map(|(release, _)| *release).collect();
    if name.is_empty() {
        return "it is empty".into();
    }
    format!("it is no commit of the history, and none of head, {}", releases.join(", "))
}

fn separable<'a>(commit: &str, patches: &'a [Patch]) -> Result<&'a Patch, String> {
    let index = position(commit).ok_or_else(|| suggestion(commit))?;
    let patch = patches.get(index).ok_or_else(|| format!("{commit} is not in it"))?;
    let blocked = |by: &str| patches.iter().any(|patch| patch.commit == by);
    match patch.separable {
        Separable::Until(by, reason) if blocked(by) => {
            Err(format!("{commit} cannot be taken out once {by} is in: {reason}"))
        }
        Separable::Nothing => Err(format!("{commit} cannot be taken out: {}", nothing_of(patch))),
        Separable::Until(..) | Separable::Yes => Ok(patch),
    }
}

fn nothing_of(patch: &Patch) -> String {
    match patch.effect {
        Effect::Decides(_) | Effect::None(_) => "it decides nothing".into(),
        Effect::NotYet(what) => format!("it is not modelled yet ({what})"),
    }
}

fn mutant_named(name: &str) -> Result<Handoff, String> {
    let found = Handoff::MUTANTS.iter().find(|mutant| mutant.name() == name);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = Handoff::MUTANTS.iter().map(|mutant| mutant.name()).collect();
        format!("'{name}' is none of the mutants {}", names.join(", "))
    })
}
