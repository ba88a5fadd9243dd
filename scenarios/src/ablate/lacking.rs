//! Worlds without something.

use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

use model::{Revision, World, program};
use sim_io::{
    Ablation, Act, Breach, Change, Ending, Stop, StrategyKind, Verdict, Violation, in_order,
};

use super::{Effort, Evidence, Intact, intact::search};
use crate::listing::listed;

/// What came of taking something out.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// What was taken out.
    pub ablation: Ablation,
    /// What it told.
    pub told: Told,
    /// How many worlds come to its place.
    pub reaching: usize,
    /// Those of them that were searched completely without it.
    pub complete: Vec<World>,
    /// How many more were searched, but not to their end.
    pub cut: usize,
}

/// What was told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// That it is needed.
    Needed(Box<Evidence>),
    /// Nothing.
    Nothing,
    /// Nothing but that the model cannot go on without it, in these words.
    NoModel(String),
}

/// Searches the worlds that come to the place of each of `ablations` without that, and hands each
/// result to `receive` in order, until it breaks.
pub fn lacking(
    ablations: &[Ablation],
    worlds: &[Intact],
    revision: Revision,
    effort: Effort,
    jobs: usize,
    mut receive: impl FnMut(Lacking) -> ControlFlow<()>,
) {
    let work = |index: u64| {
        let ablation = &ablations[index as usize];
        let worlds = reaching(ablation, worlds);
        one(ablation, &worlds, revision, effort)
    };
    in_order(jobs, ablations.len() as u64, work, |_, lacking| receive(lacking));
}

/// The worlds that come to a place: the cheapest of each sort first, then the second of each.
fn reaching<'a>(ablation: &Ablation, worlds: &'a [Intact]) -> Vec<&'a Intact> {
    let mut all: Vec<&Intact> =
        worlds.iter().filter(|world| world.passed.contains_key(&ablation.spot)).collect();
    all.sort_by_key(|world| world.schedules);
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut turns: Vec<(usize, &Intact)> = all
        .into_iter()
        .map(|intact| {
            let turn = met.entry(sort(&intact.world)).or_insert(0);
            *turn += 1;
            (*turn, intact)
        })
        .collect();
    turns.sort_by_key(|(turn, intact)| (*turn, intact.schedules));
    turns.into_iter().map(|(_, intact)| intact).collect()
}

/// Worlds of one sort differ in their faults alone.
fn sort(world: &World) -> String {
    World { faults: Default::default(), ..*world }.to_string()
}

fn one(ablation: &Ablation, worlds: &[&Intact], revision: Revision, effort: Effort) -> Lacking {
    let mut lacking = Lacking {
        ablation: ablation.clone(),
        told: Told::Nothing,
        reaching: worlds.len(),
        complete: vec![],
        cut: 0,
    };
    let mut schedules = 0;
    for intact in worlds {
        if schedules > effort.lacking {
            break;
        }
        let Some(verdict) = without(ablation, intact, revision) else { continue };
        schedules += verdict.schedules;
        match verdict.ending {
            Ending::Exhausted => lacking.complete.push(intact.world),
            Ending::Bounded { .. } | Ending::Sampled(_) | Ending::Cut { .. } => lacking.cut += 1,
        }
        if let Some(evidence) = Evidence::of(&verdict, intact, &revision) {
            lacking.told = Told::Needed(Box::new(evidence));
            break;
        }
        if lacking.told == Told::Nothing
            && let Some(text) = internal(&verdict)
        {
            lacking.told = Told::NoModel(text);
        }
    }
    lacking
}

fn internal(verdict: &Verdict) -> Option<String> {
    verdict.found.iter().find_map(|found| match &found.violation.breach {
        Breach::Internal(text) => Some(text.clone()),
        _ => None,
    })
}

/// The verdict of a world without something; nothing where that cannot be compared.
fn without(ablation: &Ablation, intact: &Intact, revision: Revision) -> Option<Verdict> {
    let whole = program(intact.world, revision);
    let program = whole.clone().without(ablation.clone());
    if is_of_orders(ablation) {
        // To a search by states every atomic is a barrier.
        let before = search(&whole, StrategyKind::Dpor, ORDERS_MAX, Stop::Never);
        let comparable = before.ending == Ending::Exhausted;
        return comparable.then(|| search(&program, StrategyKind::Dpor, ORDERS_MAX, Stop::Never));
    }
    let most = intact.schedules * 3 + 1_000;
    let verdict = search(&program, StrategyKind::Cached, most, stop(intact, revision));
    let evident = Evidence::of(&verdict, intact, &revision).is_some();
    let whole = verdict.ending == Ending::Exhausted;
    // It stopped at what turned out to tell nothing.
    Some(match evident || whole || verdict.schedules >= most {
        true => verdict,
        false => search(&program, StrategyKind::Cached, most, Stop::Never),
    })
}

/// The most schedules that Optimal-DPOR runs of one world.
const ORDERS_MAX: u64 = 1_000;

fn is_of_orders(ablation: &Ablation) -> bool {
    ablation.change == Change::Relaxed || ablation.site.act == Act::Fence
}

/// At the first violation that the intact world does not show.
fn stop(intact: &Intact, revision: Revision) -> Stop {
    let (world, sights) = (intact.world, intact.sights.clone());
    Stop::AtMatch(Arc::new(move |violation: &Violation| {
        let (breach, object, _) = violation.key();
        let name = match listed(violation, &world, &revision) {
            Some(bug) => bug.name.to_string(),
            None => violation.cause(),
        };
        !sights.contains(&(breach, object, name))
    }))
}
