//! Steps in C's own short words, as narrow columns need them.

use model::CHANNELS_MAX;
use sim_io::RecordedStep;

use crate::story::{is_main_loop, of_step};

/// The prefixes that C has before the name of a field, and the part that a column needs.
const PREFIXES: &[(&str, &str)] = &[
    ("multifd_send_state.", ""),
    ("multifd_recv_state.", ""),
    ("multifd_send_device_state.", ""),
    ("current_migration.", ""),
    ("incoming_migration.", ""),
    ("incoming_postcopy.", ""),
    ("destination_main_loop.bql", "BQL"),
    ("main_loop.bql", "BQL"),
];

/// The name of an object, as a column or a sentence has it.
pub(super) fn object(name: &str) -> String {
    let indexed = [("recv_params[", "p"), ("params[", "p")];
    for (array, pointer) in indexed {
        let Some((index, rest)) = name.strip_prefix(array).and_then(|rest| rest.split_once(']'))
        else {
            continue;
        };
        return match rest.strip_prefix('.') {
            Some(field) => format!("{pointer}{index}->{field}"),
            None => format!("{pointer}{index}"),
        };
    }
    let found = PREFIXES.iter().find_map(|(prefix, short)| {
        let rest = name.strip_prefix(prefix)?;
        Some(format!("{short}{rest}"))
    });
    found.unwrap_or_else(|| name.to_string())
}

/// Names of objects in a sentence, made short.
pub(super) fn shortened(text: &str) -> String {
    let mut text = text.to_string();
    for index in 0..CHANNELS_MAX {
        for array in ["recv_params", "params"] {
            text = text.replace(&format!("{array}[{index}]."), &format!("p{index}->"));
        }
    }
    PREFIXES.iter().fold(text, |text, (prefix, short)| replaced(&text, prefix, short))
}

/// `text` with `short` for `name`, where that is not the end of a longer name.
fn replaced(text: &str, name: &str, short: &str) -> String {
    let mut parts = text.split(name);
    let mut whole = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let goes_on = whole.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        whole.push_str(if goes_on { name } else { short });
        whole.push_str(part);
    }
    whole
}

/// A step in a few words.
pub(super) fn short(step: &RecordedStep) -> String {
    let name = object(&step.token.object);
    let [argument, second, result] =
        [step.argument, step.second, step.result].map(|value| step.value(value));
    match step.token.operation.as_str() {
        "post" if step.token.object.ends_with(".unblocked") => {
            format!("shutdown({})", name.trim_end_matches(".unblocked"))
        }
        "post" => format!("post({name})"),
        "wait" => format!("wait({name})"),
        "sem-destroy" | "mutex-destroy" => format!("destroy({name})"),
        "lock" => format!("lock({name})"),
        "unlock" => format!("unlock({name})"),
        "load" | "load-acquire" | "read" => found(&name, &result),
        "store" | "store-release" | "xchg" | "write" => format!("{name} = {argument}"),
        "cmpxchg" if step.result == step.argument => format!("{name}: {argument} -> {second}"),
        "cmpxchg" => format!("{name} is {result}, not {argument}"),
        "fetch-add" | "count" => format!("{name}++"),
        "create" => format!("creates {name}"),
        "join" => format!("joins {name}"),
        "await" => format!("wait({name})"),
        "poll" if is_main_loop(&step.token.object) => "polls".into(),
        _ => of_step(step),
    }
}

fn found(name: &str, value: &str) -> String {
    match value {
        "true" => format!("{name}? yes"),
        "false" => format!("{name}? no"),
        value => format!("{name}? {value}"),
    }
}

/// The effect of a step for its thread, in a sentence about it.
pub(super) fn clause(step: &RecordedStep) -> String {
    let name = object(&step.token.object);
    let result = step.value(step.result);
    match step.token.operation.as_str() {
        "load" | "load-acquire" | "read" => match result.as_str() {
            "true" => format!("finds {name} set"),
            "false" => format!("finds {name} not set"),
            value => format!("finds {name} to be {value}"),
        },
        "cmpxchg" if step.result != step.argument => format!("finds {name} to be {result}"),
        "cmpxchg" => format!("sets {name} to {}", step.value(step.second)),
        "store" | "store-release" | "xchg" | "write" => match step.value(step.argument).as_str() {
            "true" => format!("sets {name}"),
            "false" => format!("clears {name}"),
            value => format!("sets {name} to {value}"),
        },
        "post" => format!("posts {name}"),
        "wait" | "await" => format!("waits for {name}"),
        "lock" => format!("takes {name}"),
        "unlock" => format!("gives {name} back"),
        "join" => format!("joins {name}"),
        "create" => format!("creates {name}"),
        _ => short(step),
    }
}

#[cfg(test)]
mod tests {
    use super::{object, shortened};

    #[test]
    fn a_name_is_short_and_the_end_of_another_stays() {
        assert_eq!(object("params[1].sem_sync"), "p1->sem_sync");
        assert_eq!(object("recv_params[0].c"), "p0->c");
        assert_eq!(object("main_loop.bql"), "BQL");
        let text = "in socket_accept_incoming_migration. params[0].sem of multifd_send_state.x";
        assert_eq!(shortened(text), "in socket_accept_incoming_migration. p0->sem of x");
    }
}
