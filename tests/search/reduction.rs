//! A reduced search sees all that brute force sees, and nothing else.
//!
//! More programs: `cargo run --release -p multifd-tests --bin validate -- 1000000`.

use multifd_tests::{Compared, Looped, compare_livelocks, compare_states, compare_traces};

/// The number of programs compared, and the schedules of both searches.
fn compare(how: impl Fn(u64) -> Result<Compared, String>) -> (u64, u64, u64) {
    let (mut compared, mut brute_total, mut reduced_total) = (0, 0, 0);
    for number in 0..3_000 {
        match how(number) {
            Ok(Compared::TooLarge) => (),
            Ok(Compared::Less { .. }) => panic!("program {number}: a sample"),
            Ok(Compared::Same { brute, reduced }) => {
                compared += 1;
                brute_total += brute;
                reduced_total += reduced;
            }
            Err(difference) => panic!("{difference}"),
        }
    }
    (compared, brute_total, reduced_total)
}

#[test]
fn search_by_states_sees_what_brute_force_sees_in_random_programs() {
    let (compared, brute, cached) = compare(|number| compare_states(number, 5));
    assert!(compared > 2_500, "{compared} programs were small enough");
    assert!(cached * 3 < brute, "{cached} of {brute} schedules");
}

#[test]
fn partial_order_reduction_sees_what_brute_force_sees_in_random_programs() {
    let (compared, brute, reduced) = compare(|number| compare_traces(number, 5));
    assert!(compared > 2_500, "{compared} programs were small enough");
    assert!(reduced * 3 < brute, "{reduced} of {brute} schedules");
}

/// Programs that one in ten thousand is like. A search by states misses
/// something in the first two if it forgets what sleepers would do, and in the
/// next two if it does not try what does not commute with a sleeper; Optimal-DPOR
/// misses something in the last if a take learns of a push that came later.
const RARE: [u64; 5] = [5_786, 24_488, 37_257, 51_624, 402_867];

#[test]
fn searches_see_what_brute_force_sees_in_programs_that_once_told_a_mutant() {
    for number in RARE {
        assert!(matches!(compare_states(number, 5), Ok(Compared::Same { .. })), "{number}");
        assert!(matches!(compare_traces(number, 5), Ok(Compared::Same { .. })), "{number}");
    }
}

#[test]
fn livelocks_of_random_programs_are_those_of_their_whole_graph() {
    let (mut with, mut without) = (0, 0);
    for number in 0..8_000 {
        match compare_livelocks(number, 5) {
            Ok(Looped::Livelock) => with += 1,
            Ok(Looped::None) => without += 1,
            Ok(Looped::TooLarge) => (),
            Err(difference) => panic!("{difference}"),
        }
    }
    assert!(with > 500 && without > 500, "{with} with a livelock, {without} without");
}
