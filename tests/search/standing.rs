//! A search that is kept, and goes on where it stood.

use model::{Revision, Start, Transport, World, program};
use multifd_tests::{build, build_loops, exhaustive, limited, random, random_loops};
use scenarios::Subject;
use sim_io::{Ending, EngineName, Program, Search, Standing, StrategyKind, Verdict};

const KEPT: [StrategyKind; 3] = [StrategyKind::Dpor, StrategyKind::Cached, StrategyKind::Iterative];

/// Runs the search, and keeps where it stands after `after` schedules at least.
fn kept_after(search: &Search, program: &Program, after: u64) -> (Verdict, Option<Vec<u8>>) {
    let mut kept = None;
    let mut watch = |standing: &Standing<'_>| {
        if kept.is_none() && standing.schedules() >= after {
            let mut bytes = vec![];
            standing.keep(&mut bytes).expect("it is written to memory");
            kept = Some(bytes);
        }
    };
    let verdict = search.watched(program, None, &mut watch).expect("it begins anew");
    (verdict, kept)
}

/// Asserts equality but for how many schedules went on from a state in memory.
fn compare(resumed: Verdict, whole: &Verdict, what: &str) {
    let resumed = Verdict { resumed: whole.resumed, ..resumed };
    assert_eq!(resumed, *whole, "{what}");
}

fn goes_on_as_if_it_had_not_been_left(search: &Search, program: &Program, what: &str) -> u64 {
    let whole = search.run(program);
    let mut compared = 0;
    for after in [1, 2, 7, 30, 100] {
        let (watched, kept) = kept_after(search, program, after);
        compare(watched, &whole, what);
        if let Some(kept) = kept {
            let resumed = search.watched(program, Some(&kept), &mut |_| ());
            compare(resumed.expect("it was kept by the same search"), &whole, what);
            compared += 1;
        }
    }
    compared
}

#[test]
fn a_search_that_is_kept_goes_on_as_if_it_had_not_been_left() {
    let mut compared = 0;
    for strategy in KEPT {
        for number in 0..120 {
            let search = Search { strategy, ..exhaustive(EngineName::Explore) };
            let what = format!("{strategy:?}, program {number}");
            let program = build(&random(number, 4));
            compared += goes_on_as_if_it_had_not_been_left(&search, &program, &what);
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn a_search_that_is_kept_among_circles_of_states_finds_the_same_livelocks() {
    let search = Search { strategy: StrategyKind::Cached, ..exhaustive(EngineName::Explore) };
    let mut compared = 0;
    for number in 0..200 {
        let program = build_loops(&random_loops(number, 3));
        let search = Search { schedules_max: Some(500), steps_max: 200, ..search.clone() };
        compared += goes_on_as_if_it_had_not_been_left(&search, &program, &format!("{number}"));
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn a_search_of_the_model_that_is_kept_goes_on_as_if_it_had_not_been_left() {
    let world = World { transport: Transport::Tls, ..World::PLAIN };
    let program = program(world, Revision::head());
    for strategy in KEPT {
        let search = limited(EngineName::Explore, strategy, 400);
        let what = format!("{strategy:?}");
        assert!(goes_on_as_if_it_had_not_been_left(&search, &program, &what) > 3);
    }
}

#[test]
fn a_search_that_was_cut_goes_on_to_the_end() {
    let program = build(&random(3, 5));
    for strategy in KEPT {
        let search = Search { strategy, ..exhaustive(EngineName::Explore) };
        let whole = search.run(&program);
        assert_eq!(whole.ending, Ending::Exhausted);
        let mut kept = vec![];
        let mut watch = |standing: &Standing<'_>| {
            kept.clear();
            standing.keep(&mut kept).expect("it is written to memory");
        };
        let cut = limited(EngineName::Explore, strategy, whole.schedules / 2);
        let cut = cut.watched(&program, None, &mut watch).expect("it begins anew");
        assert_ne!(cut.ending, Ending::Exhausted);
        let resumed = search.watched(&program, Some(&kept), &mut |_| ()).expect("it was kept");
        compare(resumed, &whole, &format!("{strategy:?}"));
    }
}

#[test]
fn what_no_search_or_another_one_has_kept_is_refused() {
    let program = build(&random(3, 5));
    let search = |strategy| Search { strategy, ..exhaustive(EngineName::Explore) };
    let (_, kept) = kept_after(&search(StrategyKind::Cached), &program, 3);
    let kept = kept.expect("it has more schedules");
    for strategy in [StrategyKind::Dpor, StrategyKind::Pos] {
        assert!(search(strategy).watched(&program, Some(&kept), &mut |_| ()).is_none());
    }
    for truncated in [&kept[..kept.len() - 1], &kept[..kept.len() / 2], &[]] {
        let resumed = search(StrategyKind::Cached).watched(&program, Some(truncated), &mut |_| ());
        assert!(resumed.is_none());
    }
}

/// The error of the estimate when a tenth of the search is done, as a ratio.
fn estimated(world: World) -> f64 {
    let program = program(world, Revision::head());
    let search = Search { strategy: StrategyKind::Dpor, ..exhaustive(EngineName::Explore) };
    let whole = search.run(&program).schedules;
    let mut estimate = None;
    let mut watch = |standing: &Standing<'_>| {
        if estimate.is_none() && standing.schedules() * 10 >= whole {
            estimate = standing.estimate();
        }
    };
    search.watched(&program, None, &mut watch).expect("it begins anew");
    estimate.expect("it comes by there") as f64 / whole as f64
}

#[test]
fn the_size_of_a_search_is_known_within_a_factor_of_three_when_a_tenth_is_done() {
    let three = World { channels: 3, start: Start::Connected, ..World::PLAIN };
    let names = ["plain", "no-tls-client", "main-channel-reset", "hand-off"];
    let healthy = names.map(|name| Subject::named(name).expect("it is in the list").world());
    let ratios: Vec<f64> = healthy.into_iter().chain([three]).map(estimated).collect();
    let close = ratios.iter().filter(|ratio| (1.0 / 3.0..=3.0).contains(*ratio)).count();
    assert!(close >= 4, "{ratios:?}");
}
