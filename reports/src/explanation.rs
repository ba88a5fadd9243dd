//! The explanation of a failure: what it is, and how it comes about.

use model::{World, rules::Rule};
use scenarios::{Bug, listed};
use sim_io::{Breach, Recording, Violation};

use crate::{
    again::again,
    cause, facts,
    lanes::{Layout, wrap},
    story::{Detail, tell},
    words,
};

/// A failure to explain.
pub(crate) struct Case<'a> {
    pub(crate) revision: &'a model::NamedRevision,
    pub(crate) world: World,
    /// The way in which it was found.
    pub(crate) found: String,
    pub(crate) recording: &'a Recording,
    /// The index of the violation, from 0.
    pub(crate) shown: usize,
    pub(crate) detail: Detail,
    /// The command that shows it again.
    pub(crate) command: String,
}

/// The rows of a story that few readers go through.
const LONG: usize = 60;

/// The meaning of the signs in the columns.
const LEGEND: &str = "* QEMU's trace event  o step  # fault  x free  ! broken\n> taken while another thread could go on";

impl Case<'_> {
    /// The whole explanation; empty if nothing is broken.
    pub(crate) fn text(&self, layout: Layout) -> String {
        let Some(violation) = self.recording.violations.get(self.shown) else {
            return String::new();
        };
        let story = tell(self.recording, self.shown, self.detail);
        let mut text = self.verdict(violation, layout);
        text += &format!("\n{}\n", layout.story(&story));
        for turn in story.turns() {
            for (index, line) in wrap(&turn, layout.columns - 2).iter().enumerate() {
                let mark = if index == 0 { layout.paint.yellow(">") } else { " ".into() };
                text += &format!("{mark} {line}\n");
            }
        }
        text += &format!("{LEGEND}\n");
        for line in wrap(&left_out(story.left_out, story.steps), layout.columns) {
            text += &format!("{line}\n");
        }
        if story.rows.len() > LONG {
            text += "With --mail, the few steps that decide, and what each swap of two does.\n";
        }
        text + "\n" + &again(&self.command, layout.columns)
    }

    fn verdict(&self, violation: &Violation, layout: Layout) -> String {
        let mut text = String::new();
        for (index, line) in wrap(&title(violation), layout.columns - 2).iter().enumerate() {
            let indent = if index == 0 { "" } else { "  " };
            text += &format!("{indent}{}\n", layout.paint.red(line));
        }
        let rule = Rule::broken_by(violation);
        let mut line = |head: &str, body: &str| {
            for (index, part) in wrap(body, layout.columns - 12).iter().enumerate() {
                let head = if index == 0 { head } else { "" };
                text += &format!("  {head:10}{part}\n");
            }
        };
        let cause = cause::of(violation, self);
        if !cause.is_empty() {
            line("cause", &cause);
        }
        line("rule", &format!("{}: {}", rule.name, rule.says));
        let listed = listed(violation, &self.world, &self.revision.revision);
        line("bug", &bug(listed));
        if let Some(bug) = listed.filter(|bug| !bug.note.is_empty()) {
            line("note", bug.note);
        }
        if let Some(facts) = listed.and_then(facts::sentences) {
            line("facts", &facts);
        }
        line("world", &self.world.to_string());
        line("revision", &self.revision.title());
        line("schedule", &self.schedule());
        for other in self.others() {
            line("also", &other);
        }
        text
    }

    fn schedule(&self) -> String {
        let preemptions = self.recording.steps.iter().filter(|step| step.preemption).count();
        let steps = words::count(self.recording.steps.len() as u64, "step");
        let preemptions = words::count(preemptions as u64, "preemption");
        format!("{steps}, {preemptions}; {}", self.found)
    }

    /// The other violations of the same schedule: by name on the way to the
    /// violation, by number after it.
    fn others(&self) -> Vec<String> {
        let mut before: Vec<String> =
            self.recording.violations[..self.shown].iter().map(title).collect();
        before.dedup();
        let more = before.len().saturating_sub(OTHERS);
        before.truncate(OTHERS);
        if more > 0 {
            before.push(format!("{} more before it", words::number(more as u64)));
        }
        match self.recording.violations.len() - self.shown - 1 {
            0 => (),
            after => before.push(format!("{after} more after it")),
        }
        before
    }
}

/// The most other violations that are named.
const OTHERS: usize = 2;

/// A violation in a line.
pub(crate) fn title(violation: &Violation) -> String {
    let mut title = match &violation.breach {
        Breach::Rule(rule) => format!("{rule} broken: {}", violation.object),
        breach => format!("{breach}: {}", violation.object),
    };
    if !violation.function.is_empty() {
        title += &format!(", in {}", violation.function);
    }
    if !violation.thread.is_empty() && violation.thread != violation.object {
        title += &format!(", by {}", violation.thread);
    }
    title
}

fn bug(bug: Option<&Bug>) -> String {
    match bug {
        None => "NEW: no entry of the catalogue has this cause in such a world".into(),
        Some(bug) => format!("{} ({}): {}", bug.name, words::fixed(bug.fixed), bug.summary),
    }
}

fn left_out(left_out: usize, steps: usize) -> String {
    let all = words::count(steps as u64, "step");
    match left_out {
        0 => format!("Every one of the {all} up to the violation is shown."),
        _ => format!(
            "Left out: {} of {all} up to the violation, which do not bear on it.",
            words::number(left_out as u64)
        ),
    }
}
