//! Steps as C writes them.

use model::{callback_name, incoming_callback_name};
use sim_io::{Arrived, Breach, RecordedStep, Violation};

/// The queue of the source's main loop.
const MAIN_LOOP: &str = "main_loop.sources";

/// The queue of the destination's.
const DESTINATION: &str = "destination_main_loop.sources";

/// The end of the name of what arrives at a socket.
const INCOMING: &str = ".incoming";

/// The end of the name of what a shutdown wakes.
const UNBLOCKED: &str = ".unblocked";

/// A step as C writes it.
pub(crate) fn of_step(step: &RecordedStep) -> String {
    let (operation, object) = (step.token.operation.as_str(), step.token.object.as_str());
    let [argument, second, result] =
        [step.argument, step.second, step.result].map(|value| step.value(value));
    match operation {
        "post" => match object.strip_suffix(UNBLOCKED) {
            Some(socket) => format!("qio_channel_shutdown({socket})"),
            None => format!("qemu_sem_post({object})"),
        },
        "wait" => format!("qemu_sem_wait({object})"),
        "sem-destroy" => format!("qemu_sem_destroy({object})"),
        "lock" => format!("qemu_mutex_lock({object})"),
        "unlock" => format!("qemu_mutex_unlock({object})"),
        "mutex-destroy" => format!("qemu_mutex_destroy({object})"),
        "load" => format!("qatomic_read({object}) = {result}"),
        "load-acquire" => format!("qatomic_load_acquire({object}) = {result}"),
        "store" => format!("qatomic_set({object}, {argument})"),
        "store-release" => format!("qatomic_store_release({object}, {argument})"),
        "xchg" => format!("qatomic_xchg({object}, {argument}) = {result}"),
        "cmpxchg" => format!("qatomic_cmpxchg({object}, {argument}, {second}) = {result}"),
        "fetch-add" => format!("qatomic_fetch_add({object}, {argument}) = {result}"),
        "read" => format!("reads {object} = {result}"),
        "write" => format!("{object} = {argument}"),
        "create" => format!("qemu_thread_create({object})"),
        "join" => format!("qemu_thread_join({object})"),
        "push" => pushed(object, step.argument),
        "poll" => format!("polls {object}"),
        "take" => taken(object, step.result),
        other => format!("{other} {object}"),
    }
}

/// Returns true if it is the queue of a main loop.
pub(crate) fn is_main_loop(queue: &str) -> bool {
    queue == MAIN_LOOP || queue == DESTINATION
}

fn pushed(queue: &str, entry: u64) -> String {
    match (queue, queue.strip_suffix(INCOMING)) {
        (MAIN_LOOP, _) => format!("schedules {}", callback_name(entry)),
        (DESTINATION, _) => format!("schedules {}", incoming_callback_name(entry)),
        (_, Some(socket)) => match Arrived::of(entry) {
            Arrived::Bytes => format!("sends to {socket}"),
            Arrived::EndOfStream => format!("ends what {socket} reads"),
            Arrived::Reset => format!("resets {socket}"),
            Arrived::CloseNotify => format!("ends the session that {socket} reads"),
        },
        (_, None) => format!("adds {entry} to {queue}"),
    }
}

/// The text for a take, which returns the entry plus one.
fn taken(queue: &str, result: u64) -> String {
    let entry = result.saturating_sub(1);
    match (queue, queue.strip_suffix(INCOMING)) {
        (MAIN_LOOP, _) => format!("calls {}", callback_name(entry)),
        (DESTINATION, _) => format!("calls {}", incoming_callback_name(entry)),
        (_, Some(socket)) => match Arrived::of(entry) {
            Arrived::Bytes => format!("reads from {socket}"),
            Arrived::EndOfStream => format!("reads the end of {socket}"),
            Arrived::Reset => format!("finds {socket} reset"),
            Arrived::CloseNotify => format!("reads the end of the session of {socket}"),
        },
        (_, None) => format!("takes {entry} from {queue}"),
    }
}

/// Returns true if only the end of a schedule shows `violation`.
pub(crate) fn is_of_end(violation: &Violation) -> bool {
    match violation.breach {
        Breach::Leak
        | Breach::NeverJoined
        | Breach::NeverDestroyed
        | Breach::Deadlock
        | Breach::Livelock
        | Breach::TooLong => true,
        Breach::UseBeforeInit
        | Breach::UseAfterFree
        | Breach::UseAfterDestroy
        | Breach::DoubleFree
        | Breach::RefCountBelowZero
        | Breach::JoinOfNothing
        | Breach::JoinTwice
        | Breach::DestroyWhileLocked
        | Breach::DestroyWhileWaited
        | Breach::UnlockOfUnheld
        | Breach::DataRace
        | Breach::NotRegistered
        | Breach::Assertion(_)
        | Breach::Rule(_)
        | Breach::Internal(_) => false,
    }
}

/// The last words of each thread when no thread can go on.
pub(super) fn of_end(violation: &Violation, threads: &[String]) -> Vec<(String, String)> {
    if violation.breach != Breach::Deadlock {
        let thread = if violation.thread.is_empty() { &threads[0] } else { &violation.thread };
        return vec![(thread.clone(), super::broken(violation))];
    }
    let sentences = violation.detail.split("; ");
    let waits = sentences.filter_map(|sentence| sentence.split_once(' '));
    let stuck = waits.filter(|(_, words)| *words != "is idle");
    stuck.map(|(thread, words)| (thread.to_string(), forever(words))).collect()
}

/// `waits for x` becomes `WAITS for x, for ever`.
fn forever(words: &str) -> String {
    let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
    format!("{} {rest}, FOR EVER", verb.to_uppercase())
}
