//! Compares the reduced searches, and periodical scheduling, with brute force on as many random programs as asked for.
//!
//! `validate [COUNT [FIRST]]`. Status 1 if one differs.

use std::{ops::ControlFlow, process::ExitCode};

use multifd_tests::{
    Compared, Looped, compare_livelocks, compare_periods, compare_sharing, compare_states,
    compare_traces,
};
use sim_io::{in_order, processors};

/// Instructions of a thread.
const LONGEST: usize = 5;

fn main() -> ExitCode {
    let numbers: Result<Vec<u64>, _> = std::env::args().skip(1).map(|text| text.parse()).collect();
    let (count, first) = match numbers.as_deref() {
        Ok([]) => (100_000, 0),
        Ok([count]) => (*count, 0),
        Ok([count, first]) => (*count, *first),
        Ok(_) | Err(_) => {
            eprintln!("validate: expected numbers: validate [COUNT [FIRST]]");
            return ExitCode::from(2);
        }
    };
    validate(first, count)
}

fn validate(first: u64, count: u64) -> ExitCode {
    let (mut same, mut less, mut too_large, mut different) = (0_u64, 0_u64, 0_u64, 0_u64);
    let one = |index: u64| {
        let number = first + index;
        let compared = [compare_traces, compare_states, compare_periods, compare_sharing]
            .map(|compare| compare(number, LONGEST));
        (compared, compare_livelocks(number, LONGEST))
    };
    in_order(processors(), count, one, |_, (compared, livelocks)| {
        for compared in compared {
            match compared {
                Ok(Compared::Same { .. }) => same += 1,
                Ok(Compared::Less { .. }) => less += 1,
                Ok(Compared::TooLarge) => too_large += 1,
                Err(difference) => {
                    println!("{difference}");
                    different += 1;
                }
            }
        }
        match livelocks {
            Ok(Looped::Livelock | Looped::None) => same += 1,
            Ok(Looped::TooLarge) => too_large += 1,
            Err(difference) => {
                println!("{difference}");
                different += 1;
            }
        }
        ControlFlow::Continue(())
    });
    println!(
        "{same} comparisons the same, {different} different, {less} samples that saw less, \
         {too_large} too large"
    );
    if different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
