//! One world, searched until nothing is left.

use std::fs;

use reports::cli::Exit;

use super::{directory, multifd_sim, results};

#[track_caller]
fn refuses(command: &str, because: &str) {
    let ran = multifd_sim(command);
    assert_eq!(ran.exit, Exit::Misuse, "{command}: {}", ran.out);
    assert!(ran.err.contains(because), "{command}: {}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn a_search_says_that_it_has_seen_all_there_is() {
    let out = results("search tls");
    assert!(
        out.contains("head (head is v11.1.1 of 2026-08-27), search by states: EXHAUSTED("),
        "{out}"
    );
    assert!(out.contains("Nothing is broken."), "{out}");
}

#[test]
fn what_is_broken_has_its_name() {
    let out = results("search failed-handshake-kicks-nobody --strategy iterative --schedules 500");
    assert!(out.contains("[failed-handshake-kicks-nobody]"), "{out}");
}

#[test]
fn the_number_of_jobs_cannot_be_told_from_a_search() {
    let search = "search main-channel-reset --strategy dpor --json";
    assert_eq!(results(&format!("{search} --jobs 1")), results(&format!("{search} --jobs 3")));
}

#[test]
fn a_search_that_was_cut_goes_on_from_its_checkpoint_to_the_same_end() {
    for strategy in ["dpor", "cached", "iterative"] {
        let file = directory("goes-on").join("checkpoint");
        let search = format!("search main-channel-reset --strategy {strategy}");
        let kept = format!("{search} --checkpoint {}", file.display());
        let cut = results(&format!("{kept} --schedules 20"));
        assert!(!cut.contains("EXHAUSTED"), "{cut}");
        assert!(file.exists());
        let whole = results(&search);
        assert!(whole.contains("EXHAUSTED"), "{whole}");
        assert_eq!(results(&kept), whole);
    }
}

#[test]
fn a_checkpoint_of_another_search_is_refused_and_stays_as_it_is() {
    let file = directory("another").join("checkpoint").display().to_string();
    results(&format!("search tls --schedules 50 --checkpoint {file}"));
    let kept = fs::read(&file).expect("it is there");
    let refuses = |command: &str, because| {
        refuses(&format!("{command} --checkpoint {file}"), because);
        assert_eq!(fs::read(&file).expect("it is still there"), kept);
    };
    refuses("search plain", "is of another search: its search is 'tls'");
    refuses("search tls --channels 3", "its world is '2 channels, 1 round of 2 pages, TLS'");
    refuses("search tls --revision v8.2", "is of another search: its revision is 'head'");
    refuses("search tls --strategy dpor", "its strategy is 'search by states'");
}

#[test]
fn a_checkpoint_of_another_build_is_refused() {
    let file = directory("build").join("checkpoint");
    let search = format!("search tls --schedules 50 --checkpoint {}", file.display());
    results(&search);
    let mut kept = fs::read(&file).expect("it is there");
    let field = br#""build":""#;
    let build = kept.windows(field.len()).position(|bytes| bytes == field);
    let digit = &mut kept[build.expect("it names its build") + field.len()];
    *digit = if *digit == b'0' { b'1' } else { b'0' };
    fs::write(&file, kept).expect("a file can be written");
    refuses(&search, "was written by another build of this program");
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let directory = directory("damaged");
    let file = directory.join("checkpoint");
    let search = format!("search tls --schedules 50 --checkpoint {}", file.display());
    results(&search);
    let kept = fs::read(&file).expect("it is there");
    let mut flipped = kept.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for bytes in [&kept[..kept.len() - 1], &kept[..kept.len() / 2], &flipped[..]] {
        fs::write(&file, bytes).expect("a file can be written");
        refuses(&search, "is truncated or damaged");
    }
    for text in ["", "not a checkpoint", "{}\n", "{\"fuzz\":1}\nmore"] {
        fs::write(&file, text).expect("a file can be written");
        refuses(&search, "is no checkpoint of a search");
    }
    refuses(&format!("search tls --checkpoint {}", directory.display()), "cannot read");
    let nowhere = directory.join("nowhere").join("file");
    refuses(&format!("search tls --checkpoint {}", nowhere.display()), "cannot write");
}

#[test]
fn numbers_that_mean_nothing_are_refused() {
    refuses("search tls --schedules 0", "no search has zero schedules");
    refuses("search tls --jobs 0", "nothing runs on zero threads");
    refuses("search nonsense", "unknown bug or scenario 'nonsense'");
}
