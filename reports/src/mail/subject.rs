//! The subject of a mail: what can happen, in a line.

use sim_io::{Breach, Violation};

use super::{COLUMNS, steps::object};

/// The text before a subject.
const HEAD: &str = "Subject: ";

/// The subject line: where it does not fit, without the place, then without the area.
pub(super) fn subject(violation: &Violation) -> String {
    let place = match (violation.function.as_str(), &violation.breach) {
        ("", _) | (_, Breach::Deadlock | Breach::Livelock) => String::new(),
        (function, _) => format!(" in {function}()"),
    };
    let (area, what) = (area(violation), what(violation));
    let lines = [format!("{HEAD}{area}: {what}{place}"), format!("{HEAD}{area}: {what}")];
    let fits = lines.into_iter().find(|line| line.len() <= COLUMNS);
    fits.unwrap_or_else(|| format!("{HEAD}{what}"))
}

fn area(violation: &Violation) -> &'static str {
    let multifd = [&violation.function, &violation.object, &violation.thread];
    let is_its = |name: &&String| name.contains("multifd") || name.contains("params[");
    if multifd.iter().any(is_its) { "multifd" } else { "migration" }
}

pub(super) fn what(violation: &Violation) -> String {
    let name = object(&violation.object);
    match &violation.breach {
        Breach::UseAfterFree => format!("use after free of {name}"),
        Breach::UseBeforeInit => format!("{name} is used before it is set up"),
        Breach::UseAfterDestroy => format!("{name} is used after its destruction"),
        Breach::DoubleFree => format!("double free of {name}"),
        Breach::RefCountBelowZero => format!("a reference of {name} is dropped twice"),
        Breach::Leak => format!("{name} leaks"),
        Breach::JoinOfNothing => format!("{name}, never created, is joined"),
        Breach::JoinTwice => format!("{name} is joined twice"),
        Breach::NeverDestroyed => format!("{name} is freed and never destroyed"),
        Breach::NeverJoined => format!("{name} is never joined"),
        Breach::DestroyWhileLocked => format!("{name} is destroyed while locked"),
        Breach::DestroyWhileWaited => format!("{name} is destroyed while a thread waits for it"),
        Breach::UnlockOfUnheld => format!("{name} is unlocked by a thread that does not hold it"),
        Breach::DataRace => format!("data race on {name}"),
        Breach::Deadlock => format!("{} can wait for ever", actor(violation)),
        Breach::Livelock => format!("{} can spin for ever", actor(violation)),
        Breach::TooLong => "a migration that does not end".into(),
        Breach::NotRegistered => format!("{name} is unregistered without being registered"),
        Breach::Assertion(what) => format!("assertion {what} can fail"),
        Breach::Rule(rule) => broken(rule, &violation.detail),
        Breach::Internal(what) => what.clone(),
    }
}

/// The function that waits or spins, or the thread where it is in none.
fn actor(violation: &Violation) -> String {
    match violation.function.as_str() {
        "" => thread(&violation.thread),
        function => format!("{function}()"),
    }
}

/// A thread by what it is for.
fn thread(name: &str) -> String {
    match name {
        "live_migration" => "migration thread".into(),
        "main_loop" => "main loop".into(),
        "destination_main_loop" => "main loop of the destination".into(),
        "return_path" => "return path's thread".into(),
        other => other.into(),
    }
}

/// The meaning of a broken rule; the detail of the violation for any other.
fn broken(rule: &str, detail: &str) -> String {
    let words = match rule {
        "S5" => "yank entries and channels do not match",
        "S6" => "two packets have the same number",
        "S7" => "a page can be wrong at the destination after a sync",
        "S8" => "a SYNC is not a packet of its own",
        "S9" => "a sync can succeed that a channel has not done",
        "S10" => "a token of channels_ready without an idle channel",
        "S13" => "a channel's id is beyond the array",
        "S14" => "the bitmap in the file does not match its pages",
        "S15" => "a migration can be COMPLETED without all of its data",
        "S16" => "a cancelled migration does not end CANCELLED",
        "S17" => "the user reads the wrong error",
        "S18" => "COMPLETED is seen before the final counters",
        "S19" => "memory is sent for CPR while the machine runs",
        "S21" => "pages are still on channels when postcopy begins",
        "S22" => "an error of a channel does not fail the load",
        "LOADED" => "COMPLETED without the whole state of a device",
        "LET_GO" => "a sync ends while the kernel still reads pages",
        "COPIED" => "dirty_sync_missed_zero_copy counts too much",
        "GUEST" if detail.contains("at both hosts") => "the guest runs on both hosts",
        "GUEST" => "neither host can run the guest",
        "ARRIVED" => "memory is wrong after postcopy",
        "L3" => "an error of a channel is lost",
        "L8" => "no migration can begin after this one",
        "ENDED" => "a migration that has ended changes its state",
        "REASON" => "a migration fails without an error",
        "TOLD" => "a destination that failed says that all is well",
        "HEARD" => "notifiers are not heeded, or told twice",
        "ONE_EXIT" => "a channel is given work that it will not do",
        "SETTLED" => "RAM is sent before the channels are there",
        "ONE_REQUEST" => "a request is added to one that is pending",
        "PAGES_OWNED" => "a page set changes before its packet is written",
        "CONNECT_RESULT" => "a connect tells the wrong result",
        _ => detail,
    };
    words.into()
}
