//! Columns of a mail: a column for each thread, and letters at the right.

use super::rows::Row;
use crate::lanes::wrap;

/// The columns of a mail.
pub(super) const COLUMNS: usize = 72;

/// The width of a letter, with a space before it.
const MARK: usize = 4;

/// The most threads that have a column each.
const MOST_COLUMNS: usize = 3;

/// The least that the last column has.
const LAST: usize = 24;

/// The rows in columns.
pub(super) fn columns(rows: &[Row]) -> String {
    let threads = threads(rows);
    if threads.len() > MOST_COLUMNS {
        return beside(rows);
    }
    let offsets = offsets(rows, &threads);
    let mut text = header(&threads, &offsets);
    for row in rows {
        let index = threads.iter().position(|thread| *thread == row.thread);
        let offset = index.map_or(1, |index| offsets[index]);
        for (line, words) in lines(&row.text, COLUMNS - MARK - offset).iter().enumerate() {
            let indent = if line == 0 { offset } else { offset + 2 };
            let mut full = format!("{:indent$}{words}", "");
            if let (0, Some(mark)) = (line, row.mark) {
                let width = COLUMNS - MARK + 1;
                full = format!("{full:width$}[{mark}]");
            }
            text += full.trim_end();
            text.push('\n');
        }
    }
    text
}

/// The rows, each behind the name of its thread: for more threads than have room for columns.
fn beside(rows: &[Row]) -> String {
    let widest = rows.iter().map(|row| row.thread.len()).max().unwrap_or(0);
    let offset = widest + 4;
    let mut text = String::new();
    let mut last = "";
    for row in rows {
        let name = if row.thread == last { "" } else { &row.thread };
        last = &row.thread;
        for (line, words) in lines(&row.text, COLUMNS - MARK - offset).iter().enumerate() {
            let (name, indent) = if line == 0 { (name, 0) } else { ("", 2) };
            let mut full = format!(" {name:widest$}   {:indent$}{words}", "");
            if let (0, Some(mark)) = (line, row.mark) {
                let width = COLUMNS - MARK + 1;
                full = format!("{full:width$}[{mark}]");
            }
            text += full.trim_end();
            text.push('\n');
        }
    }
    text
}

/// The lines of a row; all but the first are indented by two.
fn lines(text: &str, room: usize) -> Vec<String> {
    if text.len() <= room { vec![text.into()] } else { wrap(text, room.saturating_sub(2)) }
}

/// The threads, in the order in which they come first.
fn threads(rows: &[Row]) -> Vec<&str> {
    let mut threads: Vec<&str> = vec![];
    for row in rows {
        if !threads.contains(&row.thread.as_str()) {
            threads.push(&row.thread);
        }
    }
    threads
}

/// The offset of each column: as far from the next as its text is wide, as long as that leaves
/// room for the last. Text may run over what is right of it, for a row has one thread.
fn offsets(rows: &[Row], threads: &[&str]) -> Vec<usize> {
    let widest = |thread: &&str| {
        let own = rows.iter().filter(|row| row.thread == **thread);
        own.map(|row| row.text.len()).max().unwrap_or(0).max(thread.len()) + 2
    };
    let mut widths: Vec<usize> = threads.iter().map(widest).collect();
    let last = widths.pop().unwrap_or(LAST).min(LAST + 8);
    let room = COLUMNS - MARK - 1 - last;
    while widths.iter().sum::<usize>() > room {
        let Some(most) = widths.iter_mut().max_by_key(|width| **width) else { break };
        *most -= 1;
    }
    let mut offset = 1;
    let mut offsets = vec![offset];
    for width in widths {
        offset += width;
        offsets.push(offset);
    }
    offsets
}

/// The names of the threads, underlined; on lines of their own where they do not fit beside
/// each other.
fn header(threads: &[&str], offsets: &[usize]) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for (thread, offset) in threads.iter().zip(offsets) {
        let fits = |line: &String| line.is_empty() || line.len() + 1 < *offset;
        if !lines.last().is_some_and(fits) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            *line = format!("{line:offset$}{thread}");
        }
    }
    let mut rule = String::new();
    for (index, offset) in offsets.iter().enumerate() {
        let end = offsets.get(index + 1).map_or(COLUMNS - MARK, |next| next - 2);
        let dashes = "-".repeat(end.saturating_sub(*offset).max(1));
        rule = format!("{rule:offset$}{dashes}");
    }
    lines.push(rule);
    lines.join("\n") + "\n"
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn sentence_list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
