//! Scenarios that must break nothing at the newest revision, and reach what
//! they are for.

use model::Revision;
use multifd_tests::breaches;
use scenarios::{Budget, HEALTHY, survey};
use sim_io::{Ending, EngineName, Search, Stop, StrategyKind};

#[test]
fn every_healthy_scenario_breaks_nothing_and_reaches_what_it_is_for() {
    for scenario in HEALTHY {
        let program = model::program(scenario.world, Revision::head());
        let verdict = survey(&program, &Budget::DEFAULT);
        assert!(breaches(&verdict).is_empty(), "{}: {:?}", scenario.name, breaches(&verdict));
        let reached: Vec<&str> = verdict.outcomes.keys().map(String::as_str).collect();
        assert_eq!(reached, scenario.reaches, "{}", scenario.name);
    }
}

/// Every schedule of a scenario at the newest revision, one of each kind.
fn complete(name: &str) -> u64 {
    let scenario = scenarios::Scenario::named(name).expect("it is in the list");
    let search = Search { strategy: StrategyKind::Dpor, ..all_with(0) };
    let verdict = search.run(&model::program(scenario.world, Revision::head()));
    assert_eq!(verdict.ending, Ending::Exhausted, "{name}");
    assert!(breaches(&verdict).is_empty(), "{name}: {:?}", breaches(&verdict));
    let reached: Vec<&str> = verdict.outcomes.keys().map(String::as_str).collect();
    assert_eq!(reached, scenario.reaches, "{name}");
    verdict.schedules
}

#[test]
fn complete_searches_break_nothing_and_are_counted_exactly() {
    let pinned = [
        ("plain", 1_620),
        ("one-channel", 2),
        ("refused", 12),
        ("no-tls-client", 36),
        ("main-channel-reset", 540),
        ("queried", 25),
        ("return-path", 6),
        ("return-path-error", 18),
        ("return-path-main-channel-reset", 68),
        ("paused", 2),
        ("cpr", 2),
        ("hand-off", 156),
    ];
    let counts = pinned.map(|(name, _)| (name, complete(name)));
    assert_eq!(counts, pinned);
}

/// The schedules with at most `preemptions` preemptions. A changed count is a
/// changed model, and is explained in the commit that changes it.
fn bounded(name: &str, preemptions: u8) -> u64 {
    bounded_at("head", name, preemptions)
}

fn bounded_at(revision: &str, name: &str, preemptions: u8) -> u64 {
    let scenario = scenarios::Scenario::named(name).expect("it is in the list");
    let revision = Revision::named(revision).expect("it is one").revision;
    let verdict = all_with(preemptions).run(&model::program(scenario.world, revision));
    assert_eq!(verdict.ending, Ending::Bounded { preemptions });
    assert!(breaches(&verdict).is_empty(), "{name}: {:?}", breaches(&verdict));
    verdict.schedules
}

fn all_with(preemptions: u8) -> Search {
    Search {
        engine: EngineName::Explore,
        strategy: StrategyKind::Dfs { preemptions: Some(preemptions) },
        seed: 1,
        schedules_max: None,
        memory_max: None,
        time_max: None,
        steps_max: 20_000,
        stop: Stop::Never,
        counts: sim_io::Counts::Nothing,
        jobs: 1,
    }
}

#[test]
fn schedules_with_few_preemptions_are_counted_exactly() {
    let counts = [
        ("plain", bounded("plain", 0)),
        ("tls", bounded("tls", 0)),
        ("hand-off", bounded("hand-off", 0)),
        ("hand-off", bounded("hand-off", 1)),
        ("one-channel", bounded("one-channel", 0)),
    ];
    let pinned = [
        ("plain", 6_048),
        ("tls", 24_300),
        ("hand-off", 126),
        ("hand-off", 12_135),
        ("one-channel", 2),
    ];
    assert_eq!(counts, pinned);
}

/// The state that the shutdown reads since v10.0, and the mutex of `multifd_send`.
#[test]
fn what_v10_adds_to_the_hand_off_are_places_to_preempt() {
    assert_eq!(bounded_at("e2", "hand-off", 1), 11_148);
    assert_eq!(bounded_at("v9.2", "hand-off", 1), 11_148);
    assert_eq!(bounded_at("head-d19cc4dca0", "hand-off", 1), 11_694);
}
