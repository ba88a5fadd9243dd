//! A story in columns: a lane for each thread, time running down.
//!
//! Text begins in the lane of its thread and may run over the lanes to its
//! right, so that a row is a line even where there are many threads.

use crate::story::{Lane, Row, Sign, Story};

/// The layout of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The greatest width of a line, in columns.
    pub columns: usize,
    /// The use of colours.
    pub paint: Paint,
}

/// The use of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// None: for pipes, files and e-mail.
    Plain,
    /// A few: for terminals.
    Coloured,
}

/// The width left of the lanes: the step and the mark of a turn.
const MARGIN: usize = 7;

/// Text that is longer than this may be broken.
const COMFORT: usize = 58;

/// The distance of two lanes.
const STRIDES: (usize, usize) = (3, 18);

impl Paint {
    pub(crate) fn bold(self, text: &str) -> String {
        self.wrapped(text, "1")
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.wrapped(text, "1;31")
    }

    pub(crate) fn yellow(self, text: &str) -> String {
        self.wrapped(text, "33")
    }

    fn wrapped(self, text: &str, code: &str) -> String {
        match self {
            Paint::Plain => text.to_string(),
            Paint::Coloured => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}

impl Layout {
    /// The story, line by line.
    pub(crate) fn story(self, story: &Story) -> String {
        let stride = self.stride(story);
        let mut text = String::new();
        self.header(&story.lanes, stride).iter().for_each(|line| push(&mut text, line));
        for row in &story.rows {
            self.row(row, &story.lanes, stride).iter().for_each(|line| push(&mut text, line));
        }
        text
    }

    /// Lanes as far apart as leaves room for the text of the last of them.
    fn stride(self, story: &Story) -> usize {
        let widest = |lane: usize| {
            let rows = story.rows.iter().filter(|row| row.lane == lane);
            rows.map(|row| words(row).len() + 2).max().unwrap_or(0).min(COMFORT)
        };
        let room = |lane: usize| {
            let left = self.columns.saturating_sub(MARGIN + widest(lane));
            left.checked_div(lane).unwrap_or(STRIDES.1)
        };
        let most = (0..story.lanes.len()).map(room).min().unwrap_or(STRIDES.1);
        most.clamp(STRIDES.0, STRIDES.1)
    }

    /// A stair of names, with the lanes that have begun hanging from it.
    fn header(self, lanes: &[Lane], stride: usize) -> Vec<String> {
        let line = |index: usize| {
            let mut line = " ".repeat(MARGIN);
            (0..index).for_each(|_| line += &format!("{:stride$}", "|"));
            line + &self.paint.bold(&lanes[index].name)
        };
        (0..lanes.len()).map(line).collect()
    }

    fn row(self, row: &Row, lanes: &[Lane], stride: usize) -> Vec<String> {
        let indent = MARGIN + row.lane * stride + 2;
        let room = self.columns.saturating_sub(indent).max(12);
        let lines = wrap(&words(row), room);
        let line = |(index, text): (usize, &String)| {
            let margin = self.margin(row, index);
            let left = rails(lanes, row.step, 0..row.lane, stride);
            let sign = if index == 0 { sign(row.sign) } else { ' ' };
            let text = format!("{sign} {text}");
            let right = self.right(row, lanes, stride, text.chars().count());
            let text = match row.sign {
                Sign::Broken => self.paint.red(&text),
                Sign::Step | Sign::Event | Sign::Mishap | Sign::Free => text,
            };
            format!("{margin}{left}{text}{right}").trim_end().to_string()
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn margin(self, row: &Row, line: usize) -> String {
        match (line, row.turn.is_some()) {
            (0, true) => format!("{:>4} {} ", row.step, self.paint.yellow(">")),
            (0, false) => format!("{:>4}   ", row.step),
            _ => " ".repeat(MARGIN),
        }
    }

    /// The lanes to the right of the text.
    fn right(self, row: &Row, lanes: &[Lane], stride: usize, width: usize) -> String {
        let end = row.lane * stride + width;
        let first = (end + 1).div_ceil(stride);
        if first >= lanes.len() {
            return String::new();
        }
        let gap = " ".repeat(first * stride - end);
        gap + &rails(lanes, row.step, first..lanes.len(), stride)
    }
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn words(row: &Row) -> String {
    match row.times {
        1 => row.text.clone(),
        times => format!("{} ({times} times)", row.text),
    }
}

fn sign(sign: Sign) -> char {
    match sign {
        Sign::Step => 'o',
        Sign::Event => '*',
        Sign::Mishap => '#',
        Sign::Free => 'x',
        Sign::Broken => '!',
    }
}

/// The lanes of threads that exist at a step.
fn rails(lanes: &[Lane], step: usize, which: std::ops::Range<usize>, stride: usize) -> String {
    let exists = |lane: &Lane| lane.life.0 <= step && step <= lane.life.1;
    let rail = |lane: &Lane| format!("{:stride$}", if exists(lane) { "|" } else { "" });
    lanes[which].iter().map(rail).collect()
}

/// Breaks `text` into lines of at most `width`: at spaces, and a word that is longer than a
/// line where C has a mark.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(broken(word, width)),
        }
    }
    lines
}

/// The parts of a word that is too long for a line.
fn broken(word: &str, width: usize) -> Vec<String> {
    let mut parts = vec![];
    let mut rest = word;
    while rest.chars().count() > width.max(1) {
        let end = rest.char_indices().nth(width.max(1)).map_or(rest.len(), |(end, _)| end);
        let mark = rest[..end].rfind(['.', '(', '>', '_', '-', '/', ':']);
        let (part, later) = rest.split_at(mark.map_or(end, |mark| mark + 1));
        parts.push(part.to_string());
        rest = later;
    }
    parts.push(rest.to_string());
    parts
}
