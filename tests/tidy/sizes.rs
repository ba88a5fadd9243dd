//! Small pieces.

use super::sources;

const FILE_LINES_MAX: usize = 350;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_WIDTH_MAX: usize = 120;

#[test]
fn files_are_short() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= FILE_LINES_MAX, "{path} has {lines} lines");
    }
}

#[test]
fn functions_are_short() {
    for (path, text) in sources() {
        for (name, lines) in functions(&text) {
            assert!(lines <= FUNCTION_LINES_MAX, "{path}: {name} has {lines} lines");
        }
    }
}

#[test]
fn lines_are_not_too_wide() {
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let prose = line.trim_start().starts_with("//") || line.contains('"');
            assert!(prose || line.chars().count() <= LINE_WIDTH_MAX, "{path}:{}", number + 1);
        }
    }
}

/// The functions of a file that rustfmt has laid out: from the line with `fn`
/// to the closing brace at the same depth.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = vec![];
    for (start, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let depth = line.len() - trimmed.len();
        let declares = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn "]
            .iter()
            .any(|prefix| trimmed.starts_with(prefix));
        if !declares || trimmed.ends_with(';') || trimmed.ends_with('}') {
            continue;
        }
        let closing = format!("{}}}", " ".repeat(depth));
        if let Some(length) = lines[start..].iter().position(|line| *line == closing) {
            let name = trimmed.split('(').next().unwrap_or(trimmed).to_string();
            found.push((name, length + 1));
        }
    }
    found
}
