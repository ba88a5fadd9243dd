//! The cause of a violation, in words.

use model::ACTS;
use scenarios::{FreedIn, Release, release_of};
use sim_io::{Breach, Fate, LastStep, RecordedStep, Recording, Stand, Violation, Which};

use crate::{
    explanation::Case,
    origins,
    story::{is_main_loop, of_step},
};

/// The cause, in sentences; empty if nothing is known but what the title says.
pub(crate) fn of(violation: &Violation, case: &Case<'_>) -> String {
    let recording = case.recording;
    match violation.breach {
        Breach::Deadlock => of_deadlock(violation, recording),
        Breach::Rule(_) => {
            let deeds = origins::in_words(violation);
            let words = [Some(of_detail(&violation.detail)), deeds];
            words
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        Breach::Leak => of_leak(violation, case),
        Breach::Assertion(_) => of_assertion(violation, case).unwrap_or_default(),
        _ => origins::in_words(violation).unwrap_or_else(|| of_detail(&violation.detail)),
    }
}

/// The value that an assertion fails on, and the thread that set it.
fn of_assertion(violation: &Violation, case: &Case<'_>) -> Option<String> {
    let recording = case.recording;
    let before = &recording.steps[..recording.violated_at[case.shown]];
    let of_object = |step: &RecordedStep| step.token.object.starts_with(&violation.object);
    let (place, look) = before.iter().enumerate().rfind(|(_, step)| {
        step.token.thread == violation.thread && step.token.operation == "load" && of_object(step)
    })?;
    let value = look.value(look.result);
    let object = &look.token.object;
    let reads = format!("{} reads {value} from {object}", violation.thread);
    let is_set = |step: &&RecordedStep| step.token.object == *object && step.stores();
    Some(match before[..place].iter().rfind(is_set) {
        Some(set) if set.token.thread != violation.thread && !set.function.is_empty() => {
            format!("{reads}, which {} has set in {}().", set.token.thread, set.function)
        }
        Some(_) | None => format!("{reads}."),
    })
}

/// The allocation of what leaks, the last thread that used it, and the function that frees it
/// where nothing leaks.
fn of_leak(leak: &Violation, case: &Case<'_>) -> String {
    let recording = case.recording;
    let part = format!("{}.", leak.object);
    let uses = |step: &&RecordedStep| {
        step.token.object == leak.object || step.token.object.starts_with(&part)
    };
    let mut text = origins::in_words(leak).unwrap_or_else(|| of_detail(&leak.detail));
    if let Some(last) = recording.steps.iter().rfind(uses).filter(|last| !last.function.is_empty())
    {
        text += &format!(" {} used it last, in {}().", last.token.thread, last.function);
    }
    let release = release_of(&leak.object, &case.world, case.revision.revision);
    text + &release.map(|release| of_release(&release, recording)).unwrap_or_default()
}

/// The release that this schedule skips.
fn of_release(release: &Release, recording: &Recording) -> String {
    let Release { thread, function, place } = release;
    let place = match place {
        FreedIn::Same => "In another schedule of this world",
        FreedIn::Undisturbed => "Without the faults and the command of this world",
    };
    let came = recording.steps.iter().rfind(|step| step.function == *function);
    let here = match came {
        Some(step) => format!("here {} comes through it and leaves it", step.token.thread),
        None => "here no thread takes a step in it".into(),
    };
    format!(" {place}, {thread} frees it in {function}(); {here}.")
}

/// The detail noted at the violation, as a sentence.
fn of_detail(detail: &str) -> String {
    let mut letters = detail.chars();
    match letters.next() {
        None => String::new(),
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
    }
}

/// The wait of a deadlock, which threads could end it, and why none does.
fn of_deadlock(deadlock: &Violation, recording: &Recording) -> String {
    let waits = wait(deadlock);
    let (near, far) = split(deadlock);
    let all = |fates: &[&Fate]| -> Vec<String> {
        groups(fates).iter().map(|group| sentence(group, recording)).collect()
    };
    let (near, far) = (all(&near), all(&far));
    let mut text = format!("{waits}. {}.", ends(&near));
    if !far.is_empty() {
        text += &format!(" What these wait for depends on others: {}.", far.join("; "));
    }
    text
}

/// The threads that could end the wait, each with what it does instead.
fn ends(near: &[String]) -> String {
    match near {
        [] => "It takes the peer, the kernel or a shutdown to end that".into(),
        [one] => format!("The only thread that could end that does not: {one}"),
        many => format!("The threads that could end that do not: {}", many.join("; ")),
    }
}

/// The threads that could end the wait itself, and those that others of them depend on.
fn split(deadlock: &Violation) -> (Vec<&Fate>, Vec<&Fate>) {
    let told = |fate: &&Fate| can_end(fate, &deadlock.object);
    let fates = deadlock.fates.iter().filter(|fate| !is_overtaken(fate, &deadlock.fates));
    let (near, far): (Vec<&Fate>, Vec<&Fate>) = fates.partition(told);
    match (near.is_empty(), depends_on_one(deadlock)) {
        (false, _) => (near, far),
        (true, true) => {
            let mut all = far.into_iter();
            (all.next().into_iter().collect(), all.collect())
        }
        // The model does not tell which thread ends it: any of them may.
        (true, false) => (far, vec![]),
    }
}

/// Returns true if the wait is a join, which depends on its thread, or for a lock, which depends
/// on its holder: the first fate is that of either.
fn depends_on_one(deadlock: &Violation) -> bool {
    let Violation { thread, object, detail, .. } = deadlock;
    let is_lock = detail.contains(&format!("{thread} locks {object}, held by "));
    is_lock || detail.contains(&format!("{thread} joins {object}"))
}

/// Returns true if a thread that was never created would have come before one of its channel that
/// was: a handshake, where the channel does without one.
fn is_overtaken(fate: &Fate, fates: &[Fate]) -> bool {
    let comes_after = |other: &Fate| {
        other.number() == fate.number()
            && other.role() == "multifdsend"
            && other.stand != Stand::NeverCreated
    };
    fate.stand == Stand::NeverCreated && fates.iter().any(comes_after)
}

/// Returns true if the thread of `fate` can end a wait at `object` by its own work.
fn can_end(fate: &Fate, object: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let bare: String = object.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    ACTS.iter().filter(|acts| acts.at == bare).any(|acts| {
        let same = fate.number().is_none_or(|number| digits(object) == number.to_string());
        acts.by.contains(&fate.role()) && (acts.which == Which::All || same)
    })
}

fn wait(deadlock: &Violation) -> String {
    let Violation { thread, object, function, .. } = deadlock;
    match function.as_str() {
        "" => format!("{thread} waits for {}", awaited(object)),
        _ => format!("{thread} waits in {function}() for {}", awaited(object)),
    }
}

/// The object of a wait in words: a write is over when the peer reads, or the socket is shut down.
fn awaited(object: &str) -> String {
    match object.strip_suffix(".unblocked") {
        Some(socket) => format!("the peer of {socket}, which does not read"),
        None => object.into(),
    }
}

/// Threads of one kind that stand alike, told together.
struct Group<'a> {
    threads: Vec<&'a str>,
    fate: &'a Fate,
}

fn groups<'a>(fates: &[&'a Fate]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = vec![];
    for fate in fates {
        let alike = |group: &&mut Group<'_>| {
            group.fate.role() == fate.role()
                && group.fate.function == fate.function
                && group.fate.stand == fate.stand
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.threads.push(&fate.thread),
            None => groups.push(Group { threads: vec![&fate.thread], fate }),
        }
    }
    groups
}

fn sentence(group: &Group<'_>, recording: &Recording) -> String {
    let Group { threads, fate } = group;
    let many = threads.len() > 1;
    let (is, was, has, waits) =
        if many { ("are", "were", "have", "wait") } else { ("is", "was", "has", "waits") };
    let threads = threads.join(" and ");
    let within = match fate.function.as_str() {
        "" => String::new(),
        function => format!(" in {function}()"),
    };
    match &fate.stand {
        Stand::NeverCreated => format!("{threads} {was} never created"),
        Stand::Waits { object, holder: None, .. } => {
            if is_main_loop(object) {
                format!("{threads} {is} idle")
            } else {
                format!("{threads} {waits}{within} for {}", awaited(object))
            }
        }
        Stand::Waits { object, holder: Some(holder), .. } => {
            format!("{threads} {waits}{within} for {object}, which {holder} holds")
        }
        Stand::Ended(None) => format!("{threads} {has} ended"),
        Stand::Ended(Some(last)) => match taken(recording, &fate.thread, last) {
            Some(step) => format!("{threads} {has} ended{within}, after `{}`", of_step(step)),
            None => format!("{threads} {has} ended{within}"),
        },
    }
}

/// The last step of `thread`, as it was recorded.
fn taken<'a>(recording: &'a Recording, thread: &str, last: &LastStep) -> Option<&'a RecordedStep> {
    recording.steps.iter().rfind(|step| {
        step.token.thread == thread
            && step.token.operation == last.operation
            && step.token.object == last.object
    })
}
