//! `multifd-sim fuzz`.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use scenarios::{Added, Cause, Key, Night, Open, Ran, Rounds, Subject, Visit, Worth};
use sim_io::Found;

use super::{
    Console, Exit, Failure,
    args::{Fuzz, KeepName},
    explain::record,
    found, inputs,
    inputs::misuse,
    replay::run_command,
};
use crate::{
    checkpoint,
    interrupt::Interrupt,
    json,
    night::{
        CauseRecord, End, Folder, Header, Identity, Log, Notes, Opened, Record, Session, Why, host,
        id, now,
    },
    progress::Progress,
    store::{Sync, to_text},
    words,
};

/// The runs of a fuzz that has no limit of time.
const RUNS: u64 = 10_000;

/// The interval of the log's writes: with the longest run on top, less than ten seconds are lost.
const WRITTEN_EVERY: Duration = Duration::from_secs(5);

/// The folder of fuzzes that name no directory.
const OUT: &str = "reports/out";

impl Fuzz {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let night = self.night()?;
        let out = self.out.clone().unwrap_or_else(|| PathBuf::from(OUT));
        let mut fuzzing = Fuzzing::open(&night, &out, self.keep, console)?;
        let ended = fuzzing.run(console);
        // What was found is told whatever has ended it.
        let summary = fuzzing.summary(&out);
        match self.json {
            true => json::print(&summary.json(), console)?,
            false => summary.print(console)?,
        }
        ended.map_err(Failure::Misuse)?;
        let has_news = fuzzing.notes.tally.causes.news().next().is_some();
        Ok(if has_news { Exit::Unexpected } else { Exit::Expected })
    }

    fn night(&self) -> Result<Night, Failure> {
        let runs = match (self.runs, self.time) {
            (Some(0), _) => return misuse("nothing is found in zero runs: --runs starts at 1"),
            (Some(runs), _) => runs,
            (None, Some(_)) => u64::MAX,
            (None, None) => RUNS,
        };
        let sort = inputs::sort(&self.sort)?;
        Ok(Night { seed: self.seed, runs, time: self.time, jobs: inputs::jobs(self.jobs)?, sort })
    }
}

/// A fuzz and where it writes.
struct Fuzzing<'a> {
    night: &'a Night,
    keep: KeepName,
    header: Header,
    folder: Folder,
    log: Log,
    notes: Notes,
    rounds: Rounds,
    interrupt: Interrupt,
    start: Instant,
    written: Instant,
}

impl<'a> Fuzzing<'a> {
    /// Opens the log, and goes on where it ends.
    fn open(
        night: &'a Night,
        out: &Path,
        keep: KeepName,
        console: &mut Console<'_>,
    ) -> Result<Fuzzing<'a>, Failure> {
        let header = Header::new(&build()?, Identity::of(night));
        let folder = Folder::of(out, &header.build, &header.fuzz);
        folder.create().map_err(Failure::Misuse)?;
        let mut notes = Notes::default();
        let opened = Log::open(&folder.log(), &header, &mut |record| notes.restore(record));
        let Opened { log, cut } = opened.map_err(Failure::Misuse)?;
        let done = notes.tally.totals.runs;
        tell_where(done, cut, &folder, console)?;
        let rounds = night.rounds().after(done, &std::mem::take(&mut notes.open));
        let interrupt = Interrupt::listen(console.signals)?;
        let now = Instant::now();
        let fuzzing = Fuzzing {
            night,
            keep,
            header,
            folder,
            log,
            notes,
            rounds,
            interrupt,
            start: now,
            written: now,
        };
        Ok(fuzzing)
    }

    /// Runs what is left, and writes it down.
    fn run(&mut self, console: &mut Console<'_>) -> Result<(), String> {
        if self.rounds.done() >= self.night.runs {
            return Ok(());
        }
        let (date, host, after) = (now(), host(), self.rounds.done());
        let session = Session { date, host, jobs: self.night.jobs, after };
        self.log.append(&[Record::Session(session)])?;
        self.notes.sessions += 1;
        let total = (self.night.runs < u64::MAX).then_some(self.night.runs);
        let mut progress = Progress::begin(console.medium, total, "run");
        let mut result = Ok(());
        let (night, mut rounds) = (self.night, self.rounds.clone());
        night.run(&mut rounds, |ran| {
            result = self.ran(ran);
            progress.reach(self.notes.tally.totals.runs, &mut console.err, || self.so_far());
            match result.is_ok() && !self.interrupt.came() {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        progress.end();
        result?;
        self.write(Some(self.why(rounds.done())))
    }

    fn why(&self, done: u64) -> Why {
        match (self.interrupt.came(), done >= self.night.runs) {
            (_, true) => Why::Runs,
            (true, false) => Why::Signal,
            (false, false) => Why::Time,
        }
    }

    fn so_far(&self) -> String {
        let tally = &self.notes.tally;
        let causes = words::count(tally.causes.all().len() as u64, "cause");
        format!("; {} failed, {causes}, {} new", tally.totals.failed, tally.causes.news().count())
    }

    /// Takes in a run, and writes it down if that is due.
    fn ran(&mut self, ran: &Ran) -> Result<(), String> {
        let Added { kept, places } = self.notes.tally.add(ran, &self.night.sort);
        if self.keep == KeepName::All {
            for (index, found) in ran.verdict.found.iter().enumerate() {
                let name = format!("{}-{}.json", ran.run.number, index + 1);
                self.folder.keep(&name, &self.text(ran, found), Sync::Later)?;
            }
        }
        for one in &kept {
            let cause = self.notes.tally.causes.all()[one.place].clone();
            let file = file_of(&cause.key);
            self.folder.keep(&file, &self.text(ran, &one.found), Sync::Waits)?;
            let command = run_command(&ran.run, &self.night.sort);
            self.notes.found(CauseRecord::of(&cause, command, file));
        }
        self.notes.seen(&places);
        if self.rounds.open() == Open::ComesAgain && ran.visit == Visit::Drawn && ran.is_open() {
            self.notes.opened(ran.run.number);
        }
        let is_first = kept.iter().any(|one| one.worth == Worth::First);
        if is_first || self.written.elapsed() >= WRITTEN_EVERY { self.write(None) } else { Ok(()) }
    }

    /// The counterexample of something that was found.
    fn text(&self, ran: &Ran, found: &Found) -> String {
        let sort = &self.night.sort;
        let (world, budget) = (ran.run.world, &ran.run.budget);
        to_text(&record(sort.subject, &sort.revision, world, budget, found).0)
    }

    /// Writes down what is not written yet, and why it is over, if it is.
    fn write(&mut self, over: Option<Why>) -> Result<(), String> {
        let mut records = self.notes.take(self.start.elapsed().as_secs());
        records.extend(over.map(|why| Record::End(End { date: now(), why })));
        self.written = Instant::now();
        self.log.append(&records)
    }

    fn summary<'s>(&'s self, out: &'s Path) -> found::Summary<'s> {
        found::Summary {
            night: self.night,
            header: &self.header,
            notes: &self.notes,
            folder: &self.folder,
            seconds: self.notes.seconds + self.start.elapsed().as_secs(),
            out,
        }
    }
}

/// The build of this program, as a folder is called.
fn build() -> Result<String, Failure> {
    match checkpoint::build() {
        Ok(build) => Ok(format!("{}-{build}", env!("CARGO_PKG_VERSION"))),
        Err(error) => misuse(format!("cannot read this program to tell its builds apart: {error}")),
    }
}

/// Says where a night goes on, and what it has lost.
fn tell_where(
    done: u64,
    cut: u64,
    folder: &Folder,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    if cut > 0 {
        let shown = folder.log().display().to_string();
        let sentence = "was not written to its end, which is cut off: its runs come again";
        writeln!(console.err, "multifd-sim: '{shown}' {sentence}")?;
    }
    if done > 0 {
        writeln!(console.err, "multifd-sim: goes on after {}", words::count(done, "run"))?;
    }
    Ok(())
}

/// The name of the file of a cause.
fn file_of(key: &Key) -> String {
    let name = key.bug.as_ref().unwrap_or(&key.breach);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("{}-{}.json", words.collect::<Vec<_>>().join("-"), id(key))
}

/// The command that runs the example of a cause again.
pub(super) fn command_of(cause: &Cause, sort: &scenarios::Sort) -> String {
    let mut run = sort.run(cause.number);
    if run.world != cause.world {
        run = scenarios::Run::in_world(cause.number, cause.world);
    }
    run_command(&run, sort)
}

/// The world of the runs, in words.
pub(super) fn what(night: &Night) -> String {
    match night.sort.subject {
        None => "random worlds".into(),
        Some(Subject::Given(world)) => world.to_string(),
        Some(subject) => subject.name().to_string(),
    }
}
