//! `multifd-sim ablate`.

use std::{collections::BTreeSet, ops::ControlFlow};

use model::{NamedRevision, World, did_you_mean, nearest};
use scenarios::{Effort, Intact, Lacking, Places, Told, lacking, sites, worlds_of_ablation};
use sim_io::{Ablation, in_order};

use super::{Console, Exit, Failure, args::Ablate, inputs, inputs::misuse};
use crate::{ablation::Ablated, progress::Progress, words};

impl Ablate {
    pub(super) fn run(self, console: &mut Console<'_>) -> Result<Exit, Failure> {
        let revision = inputs::revision(&self.revision)?;
        let jobs = inputs::jobs(self.jobs)?;
        self.check_functions()?;
        let drawn = worlds_of_ablation(self.channels, self.rounds, self.faults);
        let worlds = self.intact(&drawn, &revision, jobs, console);
        let places = Places::of(&worlds);
        if self.sites {
            write!(console.out, "{}", crate::ablation::sites(&places, &worlds))?;
            return Ok(Exit::Expected);
        }
        let ablations = places.ablations().into_iter();
        let asked =
            |function: &String| self.functions.is_empty() || self.functions.contains(function);
        let ablations: Vec<Ablation> =
            ablations.filter(|ablation| asked(&ablation.site.function)).collect();
        let done = self.lacking(&ablations, &worlds, &revision, jobs, console);
        let ablated = Ablated { revision, worlds: (worlds.len(), drawn.len()), done };
        if self.json {
            writeln!(console.out, "{:#}", ablated.json())?;
        } else if self.markdown {
            write!(console.out, "{}", ablated.markdown(&self.command("--markdown")))?;
        } else if self.questions {
            let (command, scope) = (self.command("--questions"), self.scope());
            write!(console.out, "{}", ablated.questions(&command, &scope))?;
        } else {
            write!(console.out, "{}", ablated.text(console.layout))?;
        }
        Ok(Exit::Expected)
    }

    /// The command that writes the report, without where it goes.
    fn command(&self, form: &str) -> String {
        let size = format!(
            "--channels {} --rounds {} --faults {} --schedules {} --effort {}",
            self.channels, self.rounds, self.faults, self.schedules, self.effort
        );
        let functions: String = self.functions.iter().map(|name| format!(" {name}")).collect();
        format!("ablate{functions} --revision {} {size} {form}", self.revision)
    }

    /// How large the worlds are.
    fn scope(&self) -> String {
        format!(
            "at most {}, {} and {}",
            words::count(self.channels.into(), "channel"),
            words::count(self.rounds.into(), "round"),
            words::count(self.faults.into(), "fault")
        )
    }

    fn effort(&self) -> Effort {
        Effort { intact: self.schedules, lacking: self.effort }
    }

    /// Each must be one that does something.
    fn check_functions(&self) -> Result<(), Failure> {
        let known: BTreeSet<String> = sites().into_iter().map(|(site, _)| site.function).collect();
        match self.functions.iter().find(|function| !known.contains(*function)) {
            None => Ok(()),
            Some(wrong) => {
                let near = nearest(wrong, known.iter().map(String::as_str));
                misuse(format!(
                    "nothing can be taken out of a function '{wrong}'{}",
                    did_you_mean(&near)
                ))
            }
        }
    }

    /// The worlds that are searched completely as they are.
    fn intact(
        &self,
        drawn: &[World],
        revision: &NamedRevision,
        jobs: usize,
        console: &mut Console<'_>,
    ) -> Vec<Intact> {
        let mut worlds = vec![];
        let mut progress = Progress::begin(console.medium, Some(drawn.len() as u64), "world");
        let search =
            |index: u64| Intact::of(drawn[index as usize], revision.revision, self.schedules);
        in_order(jobs, drawn.len() as u64, search, |_, intact| {
            worlds.extend(intact);
            progress.step(&mut console.err, || format!("; {} searched completely", worlds.len()));
            ControlFlow::Continue(())
        });
        progress.end();
        worlds
    }

    fn lacking(
        &self,
        ablations: &[Ablation],
        worlds: &[Intact],
        revision: &NamedRevision,
        jobs: usize,
        console: &mut Console<'_>,
    ) -> Vec<Lacking> {
        let mut done: Vec<Lacking> = vec![];
        let mut needed = 0;
        let mut progress =
            Progress::begin(console.medium, Some(ablations.len() as u64), "ablation");
        lacking(ablations, worlds, revision.revision, self.effort(), jobs, |one| {
            needed += usize::from(matches!(one.told, Told::Needed(_)));
            done.push(one);
            progress.step(&mut console.err, || format!("; {needed} needed"));
            ControlFlow::Continue(())
        });
        progress.end();
        done
    }
}
