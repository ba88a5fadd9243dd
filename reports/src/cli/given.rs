//! Worlds that are given: in words, or in a file.

use std::{fs, path::Path};

use model::{NamedRevision, UnknownWorld, World};
use scenarios::Subject;
use serde::Deserialize;

use super::{Failure, args::InWorld, inputs, inputs::misuse};

/// A subject, and the revision that a file names beside its world.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) subject: Subject,
    revision: Option<String>,
}

impl Given {
    /// The subject that a name or `--world` stands for; nothing if there is neither.
    pub(super) fn of(name: Option<&str>, place: &InWorld) -> Result<Option<Given>, Failure> {
        match (name, &place.world) {
            (Some(name), _) => Ok(Some(Given { subject: inputs::subject(name)?, revision: None })),
            (None, Some(world)) => given(world).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The revision that was asked for, or else that of the file, if either is there.
    pub(super) fn revision(&self, asked: Option<&str>) -> Result<Option<NamedRevision>, Failure> {
        asked.or(self.revision.as_deref()).map(inputs::revision).transpose()
    }

    /// The revision that was asked for, or that of the file, or else the newest.
    pub(super) fn revision_or_head(&self, asked: Option<&str>) -> Result<NamedRevision, Failure> {
        match self.revision(asked)? {
            Some(revision) => Ok(revision),
            None => inputs::revision("head"),
        }
    }
}

/// The words of the command line that stand for a subject.
pub(super) fn words_of(subject: Subject) -> String {
    match subject.listed_as() {
        Some(name) => name.to_string(),
        None => format!("--world \"{}\"", subject.world()),
    }
}

fn given(text: &str) -> Result<Given, Failure> {
    let path = Path::new(text);
    let (world, revision) = match path.exists() {
        true => of_file(path)?,
        false if is_path(text) => return misuse(format!("there is no file '{text}'")),
        false => (of_words(text)?, None),
    };
    world.check().map_err(Failure::Misuse)?;
    Ok(Given { subject: Subject::Given(world), revision })
}

/// Returns true if this looks like the name of a file rather than like words: those of a world have
/// neither slashes nor dots.
fn is_path(text: &str) -> bool {
    text.contains(['/', '.'])
}

fn of_words(text: &str) -> Result<World, Failure> {
    text.parse().or_else(|error: UnknownWorld| match &error {
        UnknownWorld::Words { near, .. } if near.is_empty() => {
            misuse(format!("{error}: `multifd-sim list` has all words"))
        }
        _ => misuse(error.to_string()),
    })
}

/// A file with a world in words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorldFile {
    world: String,
    revision: Option<String>,
}

fn of_file(path: &Path) -> Result<(World, Option<String>), Failure> {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return misuse(format!("cannot read '{shown}': {error}")),
    };
    if text.trim_start().starts_with('{') {
        let counterexample = inputs::counterexample(path)?;
        if let Some(site) = counterexample.drop {
            return misuse(format!(
                "'{shown}' is not of its world alone: {site} is taken out of it"
            ));
        }
        return Ok((counterexample.world, Some(counterexample.revision)));
    }
    match toml::from_str(&text) {
        Ok(WorldFile { world, revision }) => Ok((of_words(&world)?, revision)),
        Err(error) => {
            let why = error.message();
            misuse(format!("'{shown}' is neither a counterexample nor TOML with a world: {why}"))
        }
    }
}
