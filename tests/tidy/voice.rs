//! The voice of the comments: an item's documentation opens with a noun or a verb, and an actor
//! has a name.

use super::sources;

/// Words that a documentation does not open with, because they ask instead of saying.
const OPENERS: &[&str] =
    &["What", "Who", "Whether", "How", "Why", "Where", "When", "Which", "The same", "That"];
/// Words for an actor without a name.
const NAMELESS: &[&str] = &["nobody", "somebody", "whoever", "anybody"];

/// The most documentation lines that open so, and the most comment lines with such an actor, of
/// each crate. They may only fall.
const MOST: &[(&str, usize, usize)] = &[
    ("sim-io/", 0, 0),
    ("model/", 0, 0),
    ("scenarios/", 42, 2),
    ("reports/", 23, 3),
    ("tests/", 0, 1),
];

/// The comment of a line, without its slashes.
fn comment(line: &str) -> Option<&str> {
    line.split_once("//").map(|(_, comment)| comment)
}

/// Returns true if a documentation line opens with a word of [`OPENERS`].
fn asks(line: &str) -> bool {
    let text = line.trim_start();
    let Some(text) = text.strip_prefix("/// ").or_else(|| text.strip_prefix("//! ")) else {
        return false;
    };
    OPENERS.iter().any(|opener| {
        let rest = text.strip_prefix(opener);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Returns true if the comment of a line has an actor without a name.
fn is_nameless(line: &str) -> bool {
    let comment = comment(line).unwrap_or_default().to_lowercase();
    comment.split(|c: char| !c.is_alphanumeric()).any(|word| NAMELESS.contains(&word))
}

#[test]
fn documentation_opens_with_a_noun_or_a_verb_and_actors_have_names() {
    let sources = sources();
    for &(folder, asking, nameless) in MOST {
        let lines = || {
            let own = sources.iter().filter(|(path, _)| path.starts_with(folder));
            own.flat_map(|(_, text)| text.lines())
        };
        let asked = lines().filter(|line| asks(line)).count();
        let unnamed = lines().filter(|line| is_nameless(line)).count();
        assert!(asked <= asking, "{folder}: {asked} openers");
        assert!(unnamed <= nameless, "{folder}: {unnamed} actors without a name");
    }
}

#[test]
fn what_asks_and_what_has_no_name_is_told_from_what_does_not() {
    assert!(asks("    /// Whether it lives.") && asks("//! The same of a page."));
    assert!(!asks("/// Whatever it is.") && !asks("// What a comment asks."));
    assert!(is_nameless("code(); // Nobody waits.") && !is_nameless("nobody(); // A thread."));
}
