//! Findings of the searches when one order is weaker.

use multifd_tests::{breaches, exhaustive, limited};
use sim_io::{Ending, EngineName, Search, Stop, StrategyKind};

use super::{
    orders::{Orders, Reach, Site, Strength},
    sender::Shape,
    stage::Stage,
};

/// Limits within which mutants die: soon, or not at all. Survival of one is no proof; what lives is
/// put together and searched completely.
const HUNT: (u8, u64) = (2, 5_000);

/// The first thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) stage: Stage,
    pub(super) breach: String,
}

/// Facts known of one site in one shape.
pub(super) struct Finding {
    pub(super) site: Site,
    /// The breach when it is a step weaker, all others being upstream's.
    pub(super) weaker: Option<Broken>,
}

impl Finding {
    /// The weakest order that is not known to break anything.
    pub(super) fn weakest(&self) -> Strength {
        let step = usize::from(self.weaker.is_none());
        self.site.ladder()[step]
    }
}

/// Weakens each site in turn, all others being upstream's.
pub(super) fn findings(shape: Shape) -> Vec<Finding> {
    let weaken = |site: Site| {
        let orders = Orders::upstream().with(site, site.ladder()[1]);
        Finding { site, weaker: hunt(shape, orders) }
    };
    Site::ALL.map(weaken).into()
}

/// Every site as weak as its finding allows, if loom can hold that.
pub(super) fn weakest(findings: &[Finding]) -> Orders {
    let held = findings.iter().filter(|finding| finding.site.reach() == Reach::Everything);
    held.fold(Orders::upstream(), |orders, finding| orders.with(finding.site, finding.weakest()))
}

fn hunt(shape: Shape, orders: Orders) -> Option<Broken> {
    let (preemptions, schedules) = HUNT;
    let strategy = StrategyKind::Dfs { preemptions: Some(preemptions) };
    let limits = limited(EngineName::Loom, strategy, schedules);
    let search = Search { stop: Stop::AtFirst, ..limits };
    Stage::small(shape).iter().find_map(|&stage| {
        let verdict = search.run(&stage.program(shape, orders));
        let breach = breaches(&verdict).into_iter().next()?;
        Some(Broken { stage, breach })
    })
}

/// The extent to which a search covers a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// Every execution that C11 allows.
    Loom,
    /// Those of them that have so many preemptions at most.
    LoomPreemptions(u8),
    /// Every kind of sequentially consistent execution: loads read the latest
    /// store, but what orders what is C11's.
    Kernel,
}

impl Cover {
    fn search(self) -> (Search, Ending) {
        let loom = exhaustive(EngineName::Loom);
        match self {
            Cover::Loom => (loom, Ending::Exhausted),
            Cover::LoomPreemptions(preemptions) => {
                let strategy = StrategyKind::Dfs { preemptions: Some(preemptions) };
                (Search { strategy, ..loom }, Ending::Bounded { preemptions })
            }
            Cover::Kernel => {
                let kernel = exhaustive(EngineName::Explore);
                (Search { strategy: StrategyKind::Dpor, ..kernel }, Ending::Exhausted)
            }
        }
    }

    /// Searches stages, and panics if anything is found. A line for each says
    /// how many executions it has.
    pub(super) fn nothing_is_found(self, stages: &[Stage], shape: Shape, orders: Orders) -> String {
        let (search, ending) = self.search();
        let run = |&stage: &Stage| {
            let verdict = search.run(&stage.program(shape, orders));
            assert_eq!(verdict.ending, ending, "{stage:?}: {:?}", verdict.note);
            assert!(breaches(&verdict).is_empty(), "{stage:?}: {:?}", verdict.found);
            format!("{stage:?}: {}\n", verdict.schedules)
        };
        stages.iter().map(run).collect()
    }
}
