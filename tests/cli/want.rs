//! Choice of the violation that a search stops at, and an explanation shows.

use model::rules::{Harm, RULES, Rule};
use reports::cli::Exit;
use scenarios::{BUGS, Want};

use super::{directory, multifd_sim, results};

const CRASH: &str = "cleanup-vs-channel-creation-uaf --revision 93fa9dc2e0^";

/// The first line of an explanation, and the rule that it names.
fn explained(command: &str) -> (String, Rule) {
    let out = results(command);
    let rule = out.lines().find_map(|line| line.strip_prefix("  rule      "));
    let name = rule.and_then(|rule| rule.split(':').next()).expect("it names a rule");
    let first = out.lines().next().expect("it has lines").to_string();
    (first, Rule::named(name).expect("it is one"))
}

#[test]
fn an_explanation_shows_what_is_wanted() {
    let (crash, _) = explained(&format!("explain {CRASH} --want crash"));
    assert!(crash.starts_with("use after free"), "{crash}");
    let (_, settled) = explained(&format!("explain {CRASH} --want SETTLED"));
    assert_eq!(settled.name, "SETTLED");
    let (_, state) = explained(&format!("explain {CRASH} --want state"));
    assert_eq!(state.harm, Harm::State);
    let hang = "explain failed-handshake-kicks-nobody --want hang";
    assert!(explained(hang).0.starts_with("deadlock"));
    let again = results(hang);
    assert!(
        again.contains("\nAgain: multifd-sim explain failed-handshake-kicks-nobody"),
        "{again}"
    );
    assert!(again.trim_end().ends_with(" --want hang"), "{again}");
}

#[test]
fn an_explanation_of_a_bug_shows_another_that_its_world_has() {
    let command = "explain failed-handshake-kicks-nobody --revision head";
    let other = results(&format!("{command} --want channel-error-comes-second"));
    assert!(other.contains("  bug       channel-error-comes-second ("), "{other}");
}

#[test]
fn what_is_wanted_and_not_there_is_said_and_expected() {
    let out = results("explain tls --want leak");
    assert!(out.starts_with("leak at head: no schedule shows it; EXHAUSTED("), "{out}");
    let out = results("search tls --want leak");
    assert!(out.ends_with("\nNothing is broken.\nleak: no schedule shows it\n"), "{out}");
}

#[test]
fn a_search_stops_at_what_is_wanted_and_not_before() {
    let search = "search failed-handshake-kicks-nobody --strategy iterative";
    let first = results(&format!("{search} --want hang"));
    assert!(first.contains(": CUT(found, "), "{first}");
    assert!(first.contains("\nhang: seen in schedule "), "{first}");
    for strategy in ["dpor", "cached"] {
        let search = "search failed-handshake-kicks-nobody";
        let found = results(&format!("{search} --strategy {strategy} --want S17"));
        assert!(found.contains(": CUT(found, "), "{found}");
        assert!(found.contains("\nS17: seen in schedule "), "{found}");
    }
}

#[test]
fn a_checkpoint_of_a_search_that_wants_something_is_of_no_other() {
    let file = directory("want").join("checkpoint").display().to_string();
    results(&format!("search tls --want leak --schedules 20 --checkpoint {file}"));
    let ran = multifd_sim(&format!("search tls --checkpoint {file}"));
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("is of another search: its want is 'leak'"), "{}", ran.err);
}

#[test]
fn a_file_is_explained_by_any_of_its_violations() {
    let path = directory("want-of-file").join("crash.json").display().to_string();
    results(&format!("explain {CRASH} --save {path}"));
    let (_, settled) = explained(&format!("explain {path} --want SETTLED"));
    assert_eq!(settled.name, "SETTLED");
    let ran = multifd_sim(&format!("explain {path} --want S16"));
    assert_eq!(ran.exit, Exit::Misuse);
    assert_eq!(ran.err, format!("multifd-sim: '{path}' shows no S16\n"));
}

#[test]
fn a_wrong_name_is_answered_by_the_nearest() {
    let none = "is none of hang, crash, leak, state, corruption, no rule and no bug";
    for (name, rest) in [
        ("crush", ": did you mean 'crash'?"),
        ("SETLED", ": did you mean 'SETTLED'?"),
        ("sync-succeds-on-a-kick", ": did you mean 'sync-succeeds-on-a-kick'?"),
        ("frobnicate", ": `multifd-sim list` names rules and bugs"),
    ] {
        for command in ["search tls", "explain tls"] {
            let ran = multifd_sim(&format!("{command} --want {name}"));
            assert_eq!(ran.exit, Exit::Misuse);
            assert_eq!(ran.err, format!("multifd-sim: '{name}' {none}{rest}\n"));
            assert_eq!(ran.out, "");
        }
    }
    let ran = multifd_sim("search tsl");
    assert_eq!(ran.err, "multifd-sim: unknown bug or scenario 'tsl': did you mean 'tls'?\n");
}

#[test]
fn no_name_stands_for_two_things() {
    let rules = RULES.iter().map(|rule| rule.name);
    let names = Harm::ALL.map(Harm::name).into_iter().chain(rules);
    let all: Vec<&str> = names.chain(BUGS.iter().map(|bug| bug.name)).collect();
    for name in &all {
        assert_eq!(all.iter().filter(|other| *other == name).count(), 1, "{name}");
        assert_eq!(Want::named(name).expect("it has a meaning").name(), *name);
    }
}
