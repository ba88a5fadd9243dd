//! Reduced searches see all that brute force sees where steps commute by their values, or come
//! after each other.
//!
//! More programs: `cargo run --release -p multifd-tests --bin validate -- 1000000`.

use multifd_tests::{Compared, compare_sharing};

#[test]
fn both_complete_searches_see_what_brute_force_sees_in_programs_of_what_may_commute() {
    let (mut compared, mut brute_total, mut reduced_total) = (0, 0, 0);
    for number in 0..2_500 {
        match compare_sharing(number, 5) {
            Ok(Compared::Same { brute, reduced }) => {
                compared += 1;
                brute_total += brute;
                reduced_total += reduced;
            }
            Ok(Compared::TooLarge) => (),
            Ok(Compared::Less { .. }) => panic!("program {number}: a sample"),
            Err(difference) => panic!("{difference}"),
        }
    }
    assert!(compared > 2_000, "{compared} programs were small enough");
    assert!(reduced_total * 5 < brute_total, "{reduced_total} of {brute_total} schedules");
}

/// Programs that one in ten thousand is like, each of which tells a mutant of `tests/mutants`.
const RARE: [u64; 8] = [5_284, 6_204, 7_411, 14_500, 18_692, 21_173, 29_376, 29_836];

#[test]
fn both_see_it_in_programs_that_once_told_a_mutant_of_what_commutes() {
    for number in RARE {
        assert!(matches!(compare_sharing(number, 5), Ok(Compared::Same { .. })), "{number}");
    }
}
