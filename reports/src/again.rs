//! The command that shows something again.

/// The command, on as many lines as it needs: a shell takes it as it stands.
pub(crate) fn again(command: &str, columns: usize) -> String {
    let mut lines = vec![String::from("Again:")];
    for part in parts(command, columns) {
        let line = lines.last_mut().expect("it begins with one");
        if line.len() + part.len() + " \\".len() < columns {
            line.push(' ');
            line.push_str(&part);
        } else {
            line.push_str(" \\");
            lines.push(format!("    {part}"));
        }
    }
    lines.join("\n") + "\n"
}

/// The parts that stay on a line: an option has its value beside it, and the name of what is
/// explained its command, if that leaves it room.
fn parts(command: &str, columns: usize) -> Vec<String> {
    let mut options = command.split(" --");
    let first = options.next().unwrap_or_default();
    let parts = options.map(|option| format!("--{option}"));
    match first.rsplit_once(' ') {
        Some((verb, name)) if "Again: ".len() + first.len() + " \\".len() > columns => {
            [verb.to_string(), name.to_string()].into_iter().chain(parts).collect()
        }
        Some(_) | None => std::iter::once(first.to_string()).chain(parts).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::again;

    #[test]
    fn a_long_command_goes_on_in_the_next_line() {
        assert_eq!(again("a b --c d", 40), "Again: a b --c d\n");
        assert_eq!(again("a b --c d --e", 16), "Again: a b \\\n    --c d --e\n");
        assert_eq!(again("a name --c d", 14), "Again: a \\\n    name \\\n    --c d\n");
    }
}
