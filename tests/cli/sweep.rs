//! Every world of a size with few faults.

use serde_json::Value;

use super::{multifd_sim, results};

#[test]
fn every_world_of_one_channel_with_one_fault_is_exhausted_at_head_and_has_nothing_new() {
    let swept: Value = serde_json::from_str(&results("sweep --json")).expect("it is JSON");
    let worlds = swept["worlds"].as_u64().expect("a number");
    assert_eq!(worlds, 86);
    assert_eq!(swept["endings"].as_object().expect("an object").len(), 1, "{swept}");
    let exhausted = "EXHAUSTED: every interleaving, but no memory order";
    assert_eq!(swept["endings"][exhausted], worlds);
    assert_eq!(swept["new"], serde_json::json!([]));
    // Each is in the newest revision, and one channel is enough.
    for bug in ["cancel-waits-for-stalled-handshake", "failed-handshake-kicks-nobody"] {
        assert!(swept["known"][bug].as_u64().is_some_and(|worlds| worlds > 0), "{swept}");
    }
}

#[test]
fn nothing_new_comes_up_around_multifd_either() {
    for around in ["pause", "cpr", "commands"] {
        let swept = results(&format!("sweep --around {around}"));
        assert!(swept.contains("schedules in all, 0 new."), "{swept}");
        assert!(!swept.contains("CUT") && !swept.contains("BOUNDED"), "{swept}");
    }
    assert!(results("sweep --around commands").contains("migrate-again-before-postmigrate"));
}

#[test]
fn every_world_with_a_file_and_one_fault_is_exhausted_at_head_and_has_nothing_new() {
    let swept: Value =
        serde_json::from_str(&results("sweep --around file --json")).expect("it is JSON");
    assert_eq!(swept["worlds"], 75);
    assert_eq!(swept["endings"].as_object().expect("an object").len(), 1, "{swept}");
    assert_eq!(swept["new"], serde_json::json!([]));
    for bug in ["failed-load-has-no-error", "failed-close-of-file-aborts"] {
        assert!(swept["known"][bug].as_u64().is_some_and(|worlds| worlds > 0), "{swept}");
    }
}

#[test]
fn every_world_without_a_copy_and_one_fault_is_exhausted_at_head_and_has_nothing_new() {
    let swept: Value =
        serde_json::from_str(&results("sweep --around zero-copy --json")).expect("it is JSON");
    assert_eq!(swept["worlds"], 47);
    assert_eq!(swept["endings"].as_object().expect("an object").len(), 1, "{swept}");
    assert_eq!(swept["new"], serde_json::json!([]));
    assert!(swept["known"]["flush-outlasts-yank"].as_u64() > Some(0), "{swept}");
}

#[test]
fn every_world_with_a_zero_page_and_no_fault_is_exhausted_at_head_and_breaks_nothing() {
    let swept = results("sweep --around zero-pages --rounds 2 --faults 0 --json");
    let swept: Value = serde_json::from_str(&swept).expect("it is JSON");
    assert_eq!(swept["worlds"], 3);
    assert_eq!(swept["endings"].as_object().expect("an object").len(), 1, "{swept}");
    assert_eq!(swept["new"], serde_json::json!([]));
    assert_eq!(swept["known"], serde_json::json!({}));
}

#[test]
fn a_sweep_of_an_old_revision_meets_what_was_mended_since() {
    let swept = results("sweep --revision e1v1");
    assert!(swept.contains("tls-thread-not-joined-overwritten"), "{swept}");
    assert!(!results("sweep").contains("tls-thread-not-joined-overwritten"));
}

#[test]
fn the_number_of_jobs_cannot_be_told_from_a_sweep() {
    assert_eq!(results("sweep --jobs 1"), results("sweep --jobs 3"));
}

#[test]
fn a_sweep_that_is_cut_short_says_so() {
    let swept = results("sweep --schedules 20");
    assert!(swept.contains("CUT") || swept.contains("BOUNDED"), "{swept}");
}

#[test]
fn a_size_that_no_world_has_is_misuse() {
    let ran = multifd_sim("sweep --channels 40");
    assert_eq!(ran.exit, reports::cli::Exit::Misuse);
    assert_eq!(ran.err, "multifd-sim: a world has 1 to 16 channels, not 40\n");
    let ran = multifd_sim("sweep --faults 5");
    assert_eq!(ran.exit, reports::cli::Exit::Misuse);
    assert_eq!(ran.err, "multifd-sim: a world has at most 4 faults\n");
}

#[test]
fn a_sweep_tells_what_is_back_because_its_fix_was_taken_out() {
    let ran = multifd_sim("sweep --faults 0 --revision head-93fa9dc2e0");
    assert_eq!(ran.exit, reports::cli::Exit::Unexpected);
    assert!(ran.out.contains("BACK, as a commit that mended them is taken out"), "{}", ran.out);
    assert!(ran.out.contains("setup-in-main-loop-starves-callbacks"), "{}", ran.out);
    assert_eq!(multifd_sim("sweep --faults 0").exit, reports::cli::Exit::Expected);
}
