//! Baselines: each release shows what its file says, and a sweep that shows otherwise is told.

use std::{fs, path::Path};

use model::RELEASES;
use reports::cli::Exit;
use serde_json::Value;

use super::{directory, multifd_sim};

/// The releases that have a baseline: those since v8.2 that are not as the one before.
fn releases() -> impl Iterator<Item = &'static str> {
    let since = RELEASES.iter().position(|(name, _)| *name == "v8.2").expect("it is a release");
    let names = RELEASES[since..].iter().map(|(name, _)| *name);
    names.filter(|name| name.starts_with('v') && *name != "v10.2.2")
}

fn baseline(release: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reports/baselines");
    path.join(format!("{release}.toml")).display().to_string()
}

/// The comparison of a sweep of the worlds around `around` with a baseline, and its exit.
fn compared(around: &str, revision: &str, baseline: &str) -> (Value, Exit) {
    let ran = multifd_sim(&format!(
        "sweep --around {around} --revision {revision} --against {baseline} --json"
    ));
    let value: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    (value["against"].clone(), ran.exit)
}

#[test]
fn each_release_shows_the_causes_and_outcomes_that_its_baseline_has() {
    for release in releases() {
        let file = baseline(release);
        let ran = multifd_sim(&format!("sweep --revision {release} --against {file}"));
        assert!(ran.out.contains("Against the baseline, 86 worlds in both,"), "{}", ran.out);
        assert!(ran.out.contains("each shows the same causes and outcomes."), "{}", ran.out);
        assert!(!ran.out.contains("exhausted there and not here"), "{}", ran.out);
        assert_eq!(ran.exit, Exit::Expected, "{release}");
    }
}

#[test]
fn the_newest_release_alone_on_the_destination_shows_what_its_baseline_has() {
    let newest = releases().last().expect("there are releases");
    let (against, exit) = compared("incoming", newest, &baseline(newest));
    assert_eq!(against["worlds"], 68);
    assert_eq!(against["less"], serde_json::json!([]));
    assert_eq!(against["differences"], serde_json::json!([]));
    assert_eq!(exit, Exit::Expected);
}

/// a1af605bd5 shuts down channels whose handshake is not done: without it, a yank does not
/// end the handshake, and other worlds end otherwise.
#[test]
fn a_revision_without_a_commit_shows_what_the_baseline_has_not() {
    let (against, exit) = compared("nothing", "head-a1af605bd5", &baseline("v11.1"));
    let differences = against["differences"].as_array().expect("a list");
    let is = |item: &str, change: &str| {
        differences.iter().any(|one| one["item"] == item && one["change"] == change)
    };
    assert!(is("cause", "new") && is("cause", "gone"), "{against:#}");
    assert_eq!(exit, Exit::Unexpected);
}

/// A baseline that says otherwise of one world, and what a comparison with it tells.
fn edited(name: &str, edit: impl Fn(&str) -> String) -> (String, Exit) {
    let path = directory(name).join("edited.toml");
    let text = fs::read_to_string(baseline("v11.1")).expect("it is there");
    let plain = "\"1 channel, 1 round of 2 pages, sockets\" = ";
    let line = text.lines().find(|line| line.starts_with(plain)).expect("a healthy world");
    fs::write(&path, text.replace(line, &edit(line))).expect("there is room");
    let ran = multifd_sim(&format!("sweep --revision v11.1 --against {}", path.display()));
    (ran.out, ran.exit)
}

#[test]
fn a_world_that_ends_otherwise_than_its_baseline_says_is_told_with_the_world() {
    let (text, exit) = edited("ends", |line| line.replace("completed", "never ended"));
    assert!(text.contains("MORE, an outcome, in 1 world where it was not"), "{text}");
    assert!(text.contains("NEW outcome") || text.contains("GONE, an outcome"), "{text}");
    assert!(text.contains("\"1 channel, 1 round of 2 pages, sockets\"\n"), "{text}");
    assert_eq!(exit, Exit::Unexpected);
}

#[test]
fn a_cause_that_a_baseline_has_and_a_sweep_has_not_is_told_and_is_expected() {
    let add = |line: &str| {
        let (before, _) = line.rsplit_once("[").expect("its causes");
        format!("{before}[\"channel-error-comes-second~224c84aa\"]]")
    };
    let (text, exit) = edited("causes", add);
    assert!(text.contains("fewer, a cause, from 1 world of"), "{text}");
    assert_eq!(exit, Exit::Expected);
}

#[test]
fn a_saved_sweep_is_a_baseline_that_the_same_sweep_equals() {
    let file = directory("saved").join("saved.toml");
    let file = file.display();
    let first = multifd_sim(&format!("sweep --faults 0 --save {file}"));
    assert_eq!(first.exit, Exit::Expected, "{}", first.err);
    let again = multifd_sim(&format!("sweep --faults 0 --against {file}"));
    assert!(again.out.contains("each shows the same causes and outcomes"), "{}", again.out);
    let written = fs::read_to_string(file.to_string()).expect("it was written");
    assert!(written.starts_with("# Made by `multifd-sim sweep --around nothing"), "{written}");
}

#[test]
fn a_baseline_that_cannot_be_compared_with_is_one_sentence_and_misuse() {
    let file = directory("misuse").join("no.toml");
    fs::write(&file, "revision = 3").expect("there is room");
    let none_of_these = "has none of these worlds: it was made by `multifd-sim sweep";
    for (command, sentence) in [
        ("sweep --against nowhere.toml".to_string(), "cannot read 'nowhere.toml'"),
        (format!("sweep --against {}", file.display()), "is no baseline of a sweep"),
        (format!("sweep --channels 2 --against {}", baseline("v10.2")), none_of_these),
        ("sweep --save nowhere/at/all.toml".to_string(), "cannot write 'nowhere/at/all.toml'"),
    ] {
        let ran = multifd_sim(&command);
        assert_eq!(ran.exit, Exit::Misuse, "{command}");
        assert!(ran.err.contains(sentence), "{command}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}
