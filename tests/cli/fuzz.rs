//! Nights of random runs.

use std::{collections::BTreeMap, fs, path::Path};

use reports::cli::Exit;
use serde_json::Value;

use super::{directory, multifd_sim, results};

/// The files of a directory, and what is in them.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(directory).expect("the directory is there");
    let read = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("it is text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    };
    entries.map(|entry| read(entry.expect("it can be read"))).collect()
}

/// Fuzzes, whatever may be found.
fn fuzzed(options: &str) -> String {
    let ran = multifd_sim(&format!("fuzz {options}"));
    assert_ne!(ran.exit, Exit::Misuse, "{options}: {}", ran.err);
    ran.out
}

#[test]
fn the_9999_runs_of_the_mail_thread_find_its_crash() {
    let out = directory("reject-anon-client").display().to_string();
    let found = results(&format!(
        "fuzz --scenario reject-anon-client --revision e1v1 --runs 9999 --seed 1 --out {out}"
    ));
    assert!(found.contains("cleanup-vs-channel-creation-uaf: crash"), "{found}");
    let crash = "use after free: multifd_send_state.channels_ready, in multifd_send_thread";
    assert!(found.contains(crash), "{found}");
}

#[test]
fn the_same_seed_gives_the_same_files_whatever_the_number_of_jobs() {
    let fuzz = |jobs: u8| {
        let out = directory(&format!("jobs-{jobs}"));
        let options = "--scenario reject-anon-client --revision e1v1 --runs 200 --keep all";
        let path = out.display().to_string();
        let text = results(&format!("fuzz {options} --jobs {jobs} --out {path}"));
        (text.replace(&path, "OUT"), files(&out))
    };
    let one = fuzz(1);
    assert!(one.1.len() > 200);
    assert!(fuzz(2) == one, "two jobs differ from one");
    assert!(fuzz(2) == one, "the second time differs from the first");
}

#[test]
fn a_thousand_failures_give_a_thousand_files() {
    let out = directory("thousand");
    let options = "--scenario sync-succeeds-on-a-kick --runs 1000 --keep all";
    results(&format!("fuzz {options} --out {}", out.display()));
    let files = files(&out);
    let log = &files["failures.jsonl"];
    let violations = |line: &str| {
        let run: Value = serde_json::from_str(line).expect("a line is JSON");
        run["violations"].as_array().map_or(0, Vec::len)
    };
    let failures: usize = log.lines().map(violations).sum();
    assert!(failures >= 1_000, "{failures} failures");
    assert_eq!(files.len() - 1, failures);
}

#[test]
fn each_run_replays_by_its_number() {
    let out = directory("numbers");
    let path = out.display();
    fuzzed(&format!("--runs 300 --out {path}"));
    let log = &files(&out)["failures.jsonl"];
    for line in log.lines().skip(1).take(5) {
        let run: Value = serde_json::from_str(line).expect("a line is JSON");
        let again = multifd_sim(&format!("replay {} --json", run["run"])).out;
        let again: Value = serde_json::from_str(&again).expect("it is JSON");
        let found = again["verdict"]["found"].as_array().map(Vec::len);
        assert_eq!(found, run["violations"].as_array().map(Vec::len));
    }
}

#[test]
fn a_directory_of_another_fuzz_is_left_alone() {
    let out = directory("other");
    let path = out.display();
    fuzzed(&format!("--runs 50 --seed 1 --out {path}"));
    let before = files(&out);
    let ran = multifd_sim(&format!("fuzz --runs 50 --seed 2 --out {path}"));
    assert_eq!(ran.exit, Exit::Misuse);
    assert!(ran.err.contains("is of another fuzz: name another --out"), "{}", ran.err);
    assert_eq!(files(&out), before);
}

#[test]
fn a_fuzz_ends_in_time() {
    let out = directory("time").display().to_string();
    let found = fuzzed(&format!("--time 1s --out {out}"));
    assert!(found.contains("SAMPLED("), "{found}");
}
