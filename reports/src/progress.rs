//! The progress of a command, for its user: on standard error, never on standard output.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::words;

/// The medium that shows the progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A terminal: a bar.
    Bar,
    /// A file or a pipe: a line now and then.
    Lines,
}

/// The interval between two lines.
const INTERVAL: Duration = Duration::from_secs(10);

/// The progress of a command.
pub(crate) struct Progress {
    medium: Medium,
    bar: ProgressBar,
    noun: &'static str,
    done: u64,
    /// The number done before counting began: a search that goes on has that.
    before: Option<u64>,
    start: Instant,
    told: Instant,
}

impl Progress {
    /// Begins to count `noun`s, of which there are `total`, if that is known.
    pub(crate) fn begin(medium: Medium, total: Option<u64>, noun: &'static str) -> Progress {
        let bar = match (medium, total) {
            (Medium::Lines, _) => ProgressBar::hidden(),
            (Medium::Bar, Some(total)) => ProgressBar::new(total)
                .with_style(style("{elapsed_precise} {bar:30} {human_pos} of {human_len} {msg}")),
            (Medium::Bar, None) => ProgressBar::no_length()
                .with_style(style("{elapsed_precise} {spinner} {human_pos} {msg}")),
        };
        bar.set_message(plural(noun));
        let now = Instant::now();
        Progress { medium, bar, noun, done: 0, before: None, start: now, told: now }
    }

    /// One more is done; `note` says what there is to say so far.
    pub(crate) fn step(&mut self, err: &mut dyn Write, note: impl Fn() -> String) {
        self.reach(self.done + 1, err, note);
    }

    /// Shows that so many are done; `note` says what there is to say so far.
    pub(crate) fn reach(&mut self, done: u64, err: &mut dyn Write, note: impl Fn() -> String) {
        self.done = done;
        self.before.get_or_insert(done.saturating_sub(1));
        match self.medium {
            Medium::Bar => {
                self.bar.set_position(done);
                if self.told.elapsed() > Duration::from_millis(200) {
                    let plural = plural(self.noun);
                    self.bar.set_message(format!("{plural}, {} a second{}", self.rate(), note()));
                    self.told = Instant::now();
                }
            }
            Medium::Lines if self.told.elapsed() > INTERVAL => self.line(err, &note()),
            Medium::Lines => (),
        }
    }

    fn rate(&self) -> String {
        let milliseconds = self.start.elapsed().as_millis().max(1);
        let done = self.done - self.before.unwrap_or(0);
        words::number((u128::from(done) * 1_000 / milliseconds) as u64)
    }

    fn line(&mut self, err: &mut dyn Write, note: &str) {
        let seconds = self.start.elapsed().as_secs();
        let (done, rate) = (words::count(self.done, self.noun), self.rate());
        // Progress that cannot be shown is no reason to stop.
        let _ = writeln!(err, "{seconds} s: {done}, {rate} a second{note}");
        self.told = Instant::now();
    }

    /// Takes the bar away while `print` writes results, so that they do not mix.
    pub(crate) fn pause<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }

    /// It is over: the bar goes away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn plural(noun: &str) -> String {
    words::count(2, noun).replace("2 ", "")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is well formed")
}
