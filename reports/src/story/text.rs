//! Steps as C writes them.

use model::callback_name;
use sim_io::{Breach, RecordedStep, Violation};

/// The queue of the main loop.
pub(super) const MAIN_LOOP: &str = "main_loop.sources";

/// The end of the name of what a shutdown wakes.
const UNBLOCKED: &str = ".unblocked";

/// A step as C writes it.
pub(super) fn of_step(step: &RecordedStep) -> String {
    let object = &step.token.object;
    let (argument, result) = (step.argument, step.result);
    match step.token.operation.as_str() {
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
        "cmpxchg" => format!("qatomic_cmpxchg({object}, {argument}, ...) = {result}"),
        "fetch-add" => format!("qatomic_fetch_add({object}, {argument}) = {result}"),
        "read" => format!("reads {object} = {result}"),
        "write" => format!("{object} = {argument}"),
        "create" => format!("qemu_thread_create({object})"),
        "join" => format!("qemu_thread_join({object})"),
        "push" if object == MAIN_LOOP => {
            format!("schedules {}", callback_name(argument))
        }
        "push" => format!("adds {argument} to {object}"),
        "poll" => format!("polls {object}"),
        "take" if object == MAIN_LOOP => format!("calls {}", callback_name(result)),
        "take" => format!("takes {result} from {object}"),
        other => format!("{other} {object}"),
    }
}

/// Whether only the end of a schedule shows `violation`.
pub(super) fn is_of_end(violation: &Violation) -> bool {
    match violation.breach {
        Breach::Leak
        | Breach::NeverJoined
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

/// What there is to say of each thread when nobody can go on.
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
