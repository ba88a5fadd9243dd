//! What the searches find when one order is weaker.

use multifd_tests::{breaches, exhaustive, limited};
use sim_io::{EngineName, Search, Stop, StrategyKind, Verdict};

use super::{
    orders::{Orders, Site, Strength},
    sender::Shape,
    stage::Stage,
};

/// Where mutants die: soon, or not at all. That one lives is no proof; what
/// lives is put together and searched completely.
const HUNT: (u8, u64) = (2, 20_000);

/// What goes wrong first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) stage: Stage,
    pub(super) breach: String,
}

/// What is known of one site in one shape.
pub(super) struct Finding {
    pub(super) site: Site,
    /// What goes wrong when it is a step weaker, all others being upstream's.
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

/// Every site as weak as its finding allows.
pub(super) fn weakest(findings: &[Finding]) -> Orders {
    let weaken = |orders: Orders, finding: &Finding| orders.with(finding.site, finding.weakest());
    findings.iter().fold(Orders::upstream(), weaken)
}

fn hunt(shape: Shape, orders: Orders) -> Option<Broken> {
    let (preemptions, schedules) = HUNT;
    let strategy = StrategyKind::Dfs { preemptions: Some(preemptions) };
    let limits = limited(EngineName::Loom, strategy, schedules);
    let search = Search { stop: Stop::AtFirst, ..limits };
    Stage::of(shape).iter().find_map(|&stage| {
        let verdict = search.run(&stage.program(shape, orders));
        let breach = breaches(&verdict).into_iter().next()?;
        Some(Broken { stage, breach })
    })
}

/// Every execution of a stage.
pub(super) fn complete(shape: Shape, stage: Stage, orders: Orders) -> Verdict {
    exhaustive(EngineName::Loom).run(&stage.program(shape, orders))
}
