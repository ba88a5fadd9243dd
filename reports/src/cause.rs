//! The cause of a deadlock, in words.

use sim_io::{Fate, LastStep, RecordedStep, Recording, Stand, Violation};

use crate::story::{is_main_loop, of_step};

/// The wait of a deadlock, and where those threads stand that it depends on.
pub(crate) fn of_deadlock(deadlock: &Violation, recording: &Recording) -> String {
    let waits = wait(deadlock);
    if deadlock.fates.is_empty() {
        return format!("{waits}: it takes the peer, the kernel or a shutdown to end that.");
    }
    let groups = groups(&deadlock.fates);
    let sentences: Vec<String> = groups.iter().map(|group| sentence(group, recording)).collect();
    format!("{waits}, which depends on these threads. {}.", sentences.join(". "))
}

fn wait(deadlock: &Violation) -> String {
    let Violation { thread, object, function, .. } = deadlock;
    match function.as_str() {
        "" => format!("{thread} waits for {}", awaited(object)),
        _ => format!("{thread} waits in {function} for {}", awaited(object)),
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

fn groups(fates: &[Fate]) -> Vec<Group<'_>> {
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
        function => format!(" in {function}"),
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
