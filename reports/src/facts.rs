//! Facts about findings, in words.

use scenarios::{Bug, Code, Finding, Help, Known, Later};
use serde_json::{Value, json};

/// The facts about a bug that the newest revision has; nothing of any other.
pub(crate) fn sentences(bug: &Bug) -> Option<String> {
    let finding = bug.finding()?;
    let mut facts = vec![time(finding), format!("needs {}", needs(bug))];
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
        "facts": sentences(bug), "since": finding.since, "later": later(finding.later), "needs": bug.needs(),
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

fn time(finding: &Finding) -> String {
    let since = match finding.since {
        "v8.2" => "in v8.2 already".into(),
        release => format!("since {release}"),
    };
    format!("{since}, {}", later(finding.later))
}

fn later(later: Later) -> String {
    match later {
        Later::There => "still in v11.1".into(),
        Later::Changed => "in another form in v11.1".into(),
        Later::Mended(release) => format!("gone in {release}"),
        Later::Unread => "v11.0 was not read for it".into(),
    }
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
pub(crate) fn evidence(finding: &Finding) -> String {
    let time = time(finding);
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
