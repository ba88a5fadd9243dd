//! `multifd-sim report`.

use scenarios::{Key, Listed};
use serde_json::{Value, json};

use super::{Console, Exit, Failure, args::Report};
use crate::{
    coverage::{coverage, percent},
    json,
    lanes::wrap,
    night::{Compared, Merged, Part, Total, id},
    words,
};

/// The columns of a report: it goes into mails.
const COLUMNS: usize = 72;

impl Report {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let merged = Merged::read(&self.directory).map_err(Failure::Misuse)?;
        let compared = match &self.against {
            Some(other) => {
                let other = Merged::read(other).map_err(Failure::Misuse)?;
                let compared = merged.against(&other);
                Some((other, compared))
            }
            None => None,
        };
        let told = Told { merged: &merged, compared: compared.as_ref() };
        match self.json {
            true => json::print(&told.json(), console)?,
            false => told.print(console)?,
        }
        let compared_new = compared.as_ref().is_some_and(|(_, compared)| !compared.new.is_empty());
        let has_news = compared_new || told.news().next().is_some();
        Ok(if has_news { Exit::Unexpected } else { Exit::Expected })
    }
}

/// The contents of a report.
struct Told<'a> {
    merged: &'a Merged,
    /// Another directory, and what this has that it has not.
    compared: Option<&'a (Merged, Compared)>,
}

impl Told<'_> {
    /// The causes for which no entry of the catalogue accounts.
    fn news(&self) -> impl Iterator<Item = &Total> {
        self.merged.causes.values().filter(|total| total.example.listed.is_news())
    }

    fn print(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        for part in &self.merged.parts {
            lines(&part_text(part), 0, console)?;
            writeln!(console.out)?;
        }
        let news: Vec<&Total> = self.news().collect();
        self.section("NEW: no entry of the catalogue accounts for", &news, console)?;
        let since = self.merged.causes.values().filter(|total| total.since_last);
        let since: Vec<&Total> = since.collect();
        match &self.merged.last_night {
            Some(date) => {
                let heading = format!("Since the night before, which ended at {date}: new");
                self.section(&heading, &since, console)?;
            }
            None => lines("There is no earlier night in this directory.\n", 0, console)?,
        }
        if let Some((other, compared)) = self.compared {
            self.against(other, compared, console)?;
        }
        self.rest(console)
    }

    fn section(
        &self,
        heading: &str,
        totals: &[&Total],
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let count = words::count(totals.len() as u64, "cause");
        lines(&format!("{heading} {count}"), 0, console)?;
        for total in totals {
            self.cause(total, console)?;
        }
        Ok(writeln!(console.out)?)
    }

    fn cause(&self, total: &Total, console: &mut Console<'_>) -> Result<(), Failure> {
        let example = &total.example;
        let (runs, all) = (words::number(total.runs), words::count(self.merged.runs, "run"));
        lines(&format!("{} [{}]", example.title, name(example.listed, &example.key)), 2, console)?;
        if !example.key.cause.is_empty() {
            lines(&example.key.cause, 4, console)?;
        }
        lines(&format!("first seen {}, in {runs} of {all}", total.first), 4, console)?;
        lines(&format!("smallest world: {}", example.world), 4, console)?;
        // On one line, as a shell takes it.
        writeln!(console.out, "    multifd-sim explain {}", total.file.display())?;
        Ok(writeln!(console.out, "    {}", example.command)?)
    }

    fn against(
        &self,
        other: &Merged,
        compared: &Compared,
        console: &mut Console<'_>,
    ) -> Result<(), Failure> {
        let of = |merged: &Merged, key: &Key| merged.causes.get(key).cloned();
        let new: Vec<Total> = compared.new.iter().filter_map(|key| of(self.merged, key)).collect();
        self.section("Not in the other directory:", &new.iter().collect::<Vec<_>>(), console)?;
        let gone = words::count(compared.unseen.len() as u64, "cause");
        let (mine, theirs) =
            (words::count(self.merged.runs, "run"), words::count(other.runs, "run"));
        let heading = format!(
            "Not seen this time, in {mine} after {theirs}, which is no proof that they are gone: \
             {gone}"
        );
        lines(&heading, 0, console)?;
        for total in compared.unseen.iter().filter_map(|key| of(other, key)) {
            row(&total, console)?;
        }
        let more = words::count(compared.more.len() as u64, "cause");
        lines(&format!("\nMore frequent than chance explains: {more}"), 0, console)?;
        for (key, rates) in &compared.more {
            let Some(total) = of(self.merged, key) else { continue };
            let (here, there) = (percent(rates.here), percent(rates.there));
            let title = &total.example.title;
            lines(&format!("{title}: {here} of the runs that drew, after {there}"), 2, console)?;
        }
        Ok(writeln!(console.out)?)
    }

    /// All causes, those that most runs showed first.
    fn rest(&self, console: &mut Console<'_>) -> Result<(), Failure> {
        let mut all: Vec<&Total> = self.merged.causes.values().collect();
        all.sort_by_key(|total| std::cmp::Reverse(total.runs));
        lines(&format!("All: {}", words::count(all.len() as u64, "cause")), 0, console)?;
        lines("    runs  first seen  what it is, its name, and the file to explain", 0, console)?;
        for total in all {
            row(total, console)?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let causes = self.merged.causes.values().map(total_json).collect::<Vec<_>>();
        let parts = self.merged.parts.iter().map(part_json).collect::<Vec<_>>();
        let ids = |keys: &[Key]| keys.iter().map(id).collect::<Vec<_>>();
        let against = self.compared.map(|(_, compared)| {
            let more = compared.more.iter().map(
                |(key, rates)| json!({ "id": id(key), "here": rates.here, "there": rates.there }),
            );
            json!({
                "new": ids(&compared.new),
                "not_seen_this_time": ids(&compared.unseen),
                "more_frequent": more.collect::<Vec<_>>(),
            })
        });
        json!({
            "format": 1,
            "logs": parts,
            "last_night": self.merged.last_night,
            "runs": self.merged.runs,
            "causes": causes,
            "against": against,
        })
    }
}

/// A cause in a line.
fn row(total: &Total, console: &mut Console<'_>) -> Result<(), Failure> {
    let example = &total.example;
    let name = name(example.listed, &example.key);
    let date = total.first.get(..10).unwrap_or(&total.first);
    let text = format!("{} [{name}]", example.title);
    for (index, line) in wrap(&text, COLUMNS - 22).iter().enumerate() {
        match index {
            0 => writeln!(console.out, "{:>8}  {date}  {line}", words::number(total.runs))?,
            _ => writeln!(console.out, "{:22}{line}", "")?,
        }
    }
    // On one line, as a shell takes it.
    Ok(writeln!(console.out, "{:22}{}", "", total.file.display())?)
}

fn name(listed: Listed, key: &Key) -> String {
    let bug = key.bug.clone().unwrap_or_default();
    match listed {
        Listed::New => "NEW".into(),
        Listed::Back => format!("BACK: {bug}"),
        Listed::Known => bug,
        Listed::Unlisted => "not in the catalogue".into(),
        Listed::AfterCrash => "only after a crash".into(),
    }
}

/// Writes text, indented, in as many lines as it takes.
fn lines(text: &str, indent: usize, console: &mut Console<'_>) -> Result<(), Failure> {
    for paragraph in text.split('\n') {
        for line in wrap(paragraph, COLUMNS - indent) {
            writeln!(console.out, "{}", format!("{:indent$}{line}", "").trim_end())?;
        }
    }
    Ok(())
}

/// The description of a log, and its progress.
fn part_text(part: &Part) -> String {
    let header = &part.header;
    let fuzz = &header.fuzz;
    let what = fuzz.scenario.as_ref().or(fuzz.world.as_ref());
    let what = what.map_or("random worlds", String::as_str);
    let mut text = format!(
        "fuzz of {what} at {}, seed {}\nbuild {} of {}, head is QEMU's {}; {}, since {}",
        fuzz.revision,
        fuzz.seed,
        header.build,
        header.commit,
        header.qemu,
        header.host,
        header.date,
    );
    let Some(progress) = &part.progress else { return text + "\nNothing is done yet." };
    let totals = &progress.totals;
    text += &format!(
        "\n{} in {} until {}; {} failed\n",
        words::count(totals.runs, "run"),
        words::duration(progress.seconds),
        progress.date,
        words::number(totals.failed),
    );
    text + &coverage(totals, &part.unseen).join("\n")
}

fn part_json(part: &Part) -> Value {
    let unseen = &part.unseen;
    json!({
        "header": part.header,
        "date": part.progress.as_ref().map(|progress| &progress.date),
        "seconds": part.progress.as_ref().map(|progress| progress.seconds),
        "totals": part.progress.as_ref().map(|progress| &progress.totals),
        "unseen": unseen_json(unseen),
    })
}

/// The estimate of what is left to find.
pub(super) fn unseen_json(unseen: &scenarios::Unseen) -> Value {
    json!({
        "drawn": unseen.drawn,
        "once": unseen.once,
        "estimate": unseen.estimate,
        "bound_95": unseen.bound,
    })
}

fn total_json(total: &Total) -> Value {
    let example = &total.example;
    json!({
        "id": example.id,
        "listed": example.listed,
        "key": example.key,
        "title": example.title,
        "first": total.first,
        "build": total.build,
        "new_since_last_night": total.since_last,
        "runs": total.runs,
        "drawn": total.drawn,
        "world": example.world,
        "file": total.file,
        "command": example.command,
    })
}
