//! Impossible requests: one sentence on standard error, and status 2.

use reports::cli::Exit;

use super::multifd_sim;

#[track_caller]
fn refuses(command: &str, because: &str) {
    let ran = multifd_sim(command);
    assert_eq!(ran.exit, Exit::Misuse, "{command}: {}", ran.out);
    assert!(ran.err.contains(because), "{command}: {}", ran.err);
    assert_eq!(ran.out, "", "{command}");
}

#[test]
fn unknown_names_are_refused() {
    refuses("check nonsense", "unknown bug or scenario 'nonsense': `multifd-sim list` names");
    refuses("check cleanup-uaf", "did you mean 'cleanup-vs-channel-creation-uaf'?");
    refuses("explain nonsense", "unknown bug or scenario 'nonsense'");
    refuses("fuzz --scenario nonsense", "unknown bug or scenario 'nonsense'");
    refuses("check --revision v7", "unknown revision 'v7'");
    refuses("check --revision head-5e6ea8a1d6", "cannot be taken out: it decides nothing");
    refuses("check --engine gdb", "possible values: explore, loom, shuttle, os");
    refuses("frobnicate", "unrecognized subcommand 'frobnicate'");
    refuses("replay nothing", "neither a counterexample file nor the number of a run");
}

#[test]
fn the_version_says_which_qemu_head_is() {
    let ran = multifd_sim("--version");
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Expected, ""));
    assert!(ran.out.contains("head is QEMU's v11.1.1 of 2026-08-27"), "{}", ran.out);
}

#[test]
fn numbers_that_mean_nothing_are_refused() {
    refuses("fuzz --runs 0", "nothing is found in zero runs");
    refuses("fuzz --time 5x", "'x' is no unit of time");
    refuses("fuzz --time 0s", "no time is too short to run anything");
    refuses("check --schedules 0", "no search has zero schedules");
    refuses("check --jobs 0", "nothing runs on zero threads");
    refuses("check plain --channels 0", "a world has 1 to 16 channels, not 0");
    refuses("check --preemptions 2", "--preemptions belongs to --strategy dfs");
    refuses("check --strategy dfs --depth 2", "--depth belongs to --strategy pct");
    refuses("check --strategy urw", "only --engine shuttle has --strategy urw");
    refuses("check --strategy shuttle-pct --depth 2", "only --engine shuttle has --strategy urw");
    refuses("fuzz --strategy shuttle-random", "only --engine shuttle has --strategy urw");
    refuses(
        "check --engine shuttle --strategy shuttle-dfs --preemptions 1",
        "--preemptions belongs to --strategy dfs",
    );
    refuses(
        "check --engine loom --strategy pos",
        "only --engine explore and shuttle have --strategy portfolio",
    );
    refuses("check --engine os --strategy surw", "iterative, pos, surw, feedback and period");
}

#[test]
fn a_directory_that_cannot_be_written_is_refused() {
    refuses("fuzz --runs 1 --out /dev/null/out", "cannot write '/dev/null/out/");
}
