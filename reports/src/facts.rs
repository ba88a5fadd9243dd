//! Facts about findings, in words.

use model::HISTORY;
use scenarios::{Bug, Code, Finding, Fixed, Help, Known};
use serde_json::{Value, json};

/// The facts about a bug that was found here, or that the newest revision has; nothing of any other.
pub(crate) fn sentences(bug: &Bug) -> Option<String> {
    let finding = bug.finding()?;
    let mut facts = vec![time(bug, finding), format!("needs {}", needs(bug))];
    facts.extend(help(finding.help).map(|what| format!("{what} helps")));
    facts.push(match finding.seen {
        [] => "not seen on a real QEMU".into(),
        releases => format!("seen on QEMU {}", releases.join(" and ")),
    });
    facts.extend(known(finding.known));
    facts.extend(code(finding.code).map(str::to_string));
    Some(facts.join("; "))
}

/// The facts of a bug as JSON, by name.
pub(crate) fn json(bug: &Bug) -> Value {
    let Some(finding) = bug.finding() else { return Value::Null };
    json!({
        "facts": sentences(bug), "since": finding.since, "later": later(bug), "needs": bug.needs(),
        "helps": help(finding.help), "seen": finding.seen, "known": known(finding.known),
        "builds": code(finding.code),
    })
}

/// Upstream's knowledge of a bug that was found here.
pub(crate) fn upstream(known: Known) -> String {
    match known {
        Known::Here => "not known upstream".into(),
        Known::Reported(places) => format!("reported upstream: {places}"),
        Known::Commit(commit) => format!("known upstream by {commit}, which is not in head"),
    }
}

fn time(bug: &Bug, finding: &Finding) -> String {
    let since = match finding.since {
        "v8.2" => "in v8.2 already".into(),
        release => format!("since {release}"),
    };
    format!("{since}, {}", later(bug))
}

/// Whether the newest release has it, or the first that has not.
fn later(bug: &Bug) -> String {
    let mended = match bug.fixed {
        Fixed::Mended(commits, _) => commits.last(),
        Fixed::By(_)
        | Fixed::Latent { .. }
        | Fixed::Never { .. }
        | Fixed::FoundHere(_)
        | Fixed::Proposed(_, _) => None,
    };
    let row = mended.and_then(|commit| HISTORY.iter().find(|patch| patch.commit == *commit));
    row.map_or("still in v11.1".into(), |patch| format!("gone in {}", patch.release))
}

fn needs(bug: &Bug) -> String {
    match bug.needs() {
        none if none.is_empty() => "nothing".into(),
        needs => needs.join(", "),
    }
}

/// The help that ends a wait, if there is one.
fn help(help: Help) -> Option<&'static str> {
    match help {
        Help::NothingWaits => None,
        Help::Nothing => Some("no command"),
        Help::CancelOrYank => Some("cancel or yank"),
        Help::Yank => Some("yank"),
        Help::YankOutOfBand => Some("yank out of band"),
        Help::YankAgain => Some("a second yank"),
        Help::ContinueInThatState => Some("migrate-continue of the state that it is in"),
    }
}

/// The revision since which it is there, and the places where it was seen: sentences of a mail.
pub(crate) fn evidence(bug: &Bug, finding: &Finding) -> String {
    let time = time(bug, finding);
    let since = format!("{}{}.", time[..1].to_uppercase(), &time[1..]);
    let seen = match finding.seen {
        [] => "Not seen on a real QEMU.".into(),
        releases => format!("Seen on QEMU {}.", releases.join(" and ")),
    };
    let builds = match finding.code {
        Code::Any => "",
        Code::Unoptimised => " Only builds without optimisation have it.",
    };
    format!("{since} {seen}{builds}")
}

/// The command that ends a wait, in a sentence; nothing where nothing waits.
pub(crate) fn remedy(finding: &Finding) -> Option<String> {
    match (finding.help, help(finding.help)) {
        (Help::Nothing, _) => Some("No command that was tried prevents the wait.".into()),
        (_, Some(command)) => Some(format!("What ends the wait: {command}.")),
        (_, None) => None,
    }
}

/// The report or the commit upstream that knows it, if there is one.
fn known(known: Known) -> Option<String> {
    match known {
        Known::Here => None,
        Known::Reported(places) => Some(format!("reported: {places}")),
        Known::Commit(commit) => Some(format!("upstream: {commit}")),
    }
}

fn code(code: Code) -> Option<&'static str> {
    match code {
        Code::Any => None,
        Code::Unoptimised => Some("in builds without optimisation alone"),
    }
}
