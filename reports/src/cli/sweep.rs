//! `multifd-sim sweep`.

mod against;
mod summary;

use std::{collections::HashSet, io, ops::ControlFlow};

use model::{FAULTS_MAX, NamedRevision, World};
use scenarios::{Baseline, Comparison, NEW, faulty_worlds, parts, sweep, worlds_around};

use self::summary::Summary;
use super::{Console, Exit, Failure, args::Sweep, given::Given, inputs, inputs::misuse};
use crate::{
    baseline::{self, Kept},
    progress::Progress,
    words,
};

impl Sweep {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let given = Given::of(None, &self.place)?;
        let revision = match &given {
            Some(given) => given.revision_or_head(self.revision.as_deref())?,
            None => inputs::revision(self.revision.as_deref().unwrap_or("head"))?,
        };
        let world = given.map(|given| given.subject.world());
        let worlds = self.worlds(world)?;
        let before = self.against(&worlds)?;
        let mut swept = Baseline::new(self.command(world, &revision), revision.name.clone());
        let kept = match &self.save {
            Some(path) => Some(Kept::begin(path, &swept).map_err(Failure::Misuse)?),
            None => None,
        };
        let mut kept = kept.map(|(kept, stopped)| {
            swept = stopped.unwrap_or_else(|| swept.clone());
            kept
        });
        let goes_on = !swept.worlds.is_empty();
        let schedules = self.search(&worlds, &revision, &mut swept, kept.as_mut(), console)?;
        if let Some(kept) = kept {
            kept.finish(&swept)?;
        }
        let against = before.map(|before| Comparison::of(&before, &swept));
        let summary = Summary { baseline: &swept, schedules, goes_on, against };
        if self.json {
            writeln!(console.out, "{:#}", summary.json(&revision.name))?;
        } else {
            let (size, title) = (self.size(world), revision.title());
            write!(console.out, "{}", summary.text(&size, &title, console.layout))?;
        }
        Ok(summary.exit())
    }

    /// Searches those of `worlds` that `swept` lacks, and returns how many schedules that took.
    fn search(
        &self,
        worlds: &[World],
        revision: &NamedRevision,
        swept: &mut Baseline,
        mut kept: Option<&mut Kept>,
        console: &mut Console<'_>,
    ) -> Result<u64, Failure> {
        let jobs = inputs::jobs(self.jobs)?;
        let left = |world: &&World| !swept.worlds.contains_key(&world.to_string());
        let worlds: Vec<World> = worlds.iter().filter(left).copied().collect();
        let mut progress = Progress::begin(console.medium, Some(worlds.len() as u64), "world");
        let (mut schedules, mut new) = (0, 0);
        let mut failed: io::Result<()> = Ok(());
        sweep(&worlds, revision.revision, self.schedules, jobs, |one| {
            schedules += one.verdict.schedules;
            swept.add(&one, &revision.revision);
            let shown = &swept.worlds[&one.world.to_string()];
            new += shown.causes.iter().filter(|key| parts(key).0 == NEW).count();
            progress.step(&mut console.err, || format!(", {new} new"));
            if let Some(kept) = &mut kept {
                failed = kept.keep(swept);
            }
            if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        progress.end();
        failed?;
        Ok(schedules)
    }

    /// The baseline to compare with, if there is one, which has some of `worlds`.
    fn against(&self, worlds: &[World]) -> Result<Option<Baseline>, Failure> {
        let Some(path) = &self.against else { return Ok(None) };
        let before = baseline::read(path).map_err(Failure::Misuse)?;
        let has = |world: &World| before.worlds.contains_key(&world.to_string());
        match worlds.iter().any(has) {
            true => Ok(Some(before)),
            false => misuse(format!(
                "'{}' has none of these worlds: it was made by `{}`",
                path.display(),
                before.command
            )),
        }
    }

    /// The command that searches the same worlds in the same way.
    fn command(&self, around: Option<World>, revision: &NamedRevision) -> String {
        let worlds = match around {
            Some(world) => format!("--world \"{world}\""),
            None => {
                let names: Vec<String> = self.around.iter().map(|around| around.name()).collect();
                let (channels, rounds) = (self.channels, self.rounds);
                format!("--around {} --channels {channels} --rounds {rounds}", names.join(","))
            }
        };
        let (faults, schedules) = (self.faults, self.schedules);
        let most = format!("--faults {faults} --schedules {schedules}");
        format!("multifd-sim sweep {worlds} {most} --revision {}", revision.name)
    }

    /// Every world to search, once each, if each can be played.
    fn worlds(&self, around: Option<World>) -> Result<Vec<World>, Failure> {
        let there = around.map_or(0, |world| world.faults.iter().flatten().count());
        if usize::from(self.faults) + there > FAULTS_MAX {
            return misuse(format!("a world has at most {FAULTS_MAX} faults"));
        }
        let of = |around| faulty_worlds(around, self.channels, self.rounds, self.faults);
        let worlds: Vec<World> = match around {
            Some(world) => worlds_around(world, self.faults),
            None => self.around.iter().flat_map(|around| of((*around).into())).collect(),
        };
        match worlds.iter().find_map(|world| world.check().err()) {
            Some(sentence) => misuse(sentence),
            None => Ok(once_each(worlds)),
        }
    }

    /// The size of the worlds, or the world around which they are.
    fn size(&self, around: Option<World>) -> String {
        let faults = words::count(u64::from(self.faults), "fault");
        match around {
            Some(world) => format!("\"{world}\" with {faults} more at most"),
            None => format!(
                "{}, {}, {faults} at most",
                words::count(u64::from(self.channels), "channel"),
                words::count(u64::from(self.rounds), "round"),
            ),
        }
    }
}

/// `worlds` without those that came before.
fn once_each(worlds: Vec<World>) -> Vec<World> {
    let mut seen = HashSet::new();
    worlds.into_iter().filter(|world| seen.insert(*world)).collect()
}
