//! Steps as C writes them.

use model::callback_name;
use sim_io::{Breach, RecordedStep, Violation};

/// The queue of the main loop.
pub(super) const MAIN_LOOP: &str = "main_loop.sources";

/// A step as C writes it.
pub(super) fn of_step(step: &RecordedStep) -> String {
    let object = &step.token.object;
    let (argument, result) = (step.argument, step.result);
    match step.token.operation.as_str() {
        "post" => format!("qemu_sem_post({object})"),
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
            format!("makes {} ready in the main loop", callback_name(argument))
        }
        "push" => format!("adds {argument} to {object}"),
        "poll" => format!("polls {object}"),
        "take" if object == MAIN_LOOP => format!("calls {}", callback_name(result)),
        "take" => format!("takes {result} from {object}"),
        other => format!("{other} {object}"),
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
    let of_thread = |(thread, words): (&str, &str)| {
        let words = if words.contains("idle") { words.to_string() } else { forever(words) };
        (thread.to_string(), words)
    };
    waits.map(of_thread).collect()
}

/// `waits for x` becomes `WAITS for x, for ever`.
fn forever(words: &str) -> String {
    let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
    format!("{} {rest}, FOR EVER", verb.to_uppercase())
}
