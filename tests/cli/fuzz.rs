//! Random runs: which there are, and what is kept of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use reports::cli::Exit;
use serde_json::Value;

use super::{directory, multifd_sim, results};

/// The folder of the only fuzz in a directory.
fn folder(directory: &Path) -> PathBuf {
    let only = |directory: &Path| {
        let mut entries = fs::read_dir(directory).expect("it is there");
        entries.next().expect("something is in it").expect("it can be read").path()
    };
    only(&only(directory))
}

/// The counterexamples of a fuzz, and what is in them.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder(directory)).expect("the directory is there");
    let read = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("it is text");
        (entry.file_name().to_string_lossy().into_owned(), text)
    };
    let all = entries.map(|entry| read(entry.expect("it can be read")));
    all.filter(|(name, _)| name.ends_with(".json")).collect()
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
    assert!(found.contains("each a sample of its world: none was exhausted"), "{found}");
}

#[test]
fn the_same_seed_gives_the_same_files_whatever_the_number_of_jobs() {
    let fuzz = |jobs: u8| {
        let out = directory(&format!("jobs-{jobs}"));
        let options = "--scenario reject-anon-client --revision e1v1 --runs 200 --keep all";
        let path = out.display().to_string();
        results(&format!("fuzz {options} --jobs {jobs} --out {path}"));
        files(&out)
    };
    let one = fuzz(1);
    assert!(one.len() > 200);
    assert!(fuzz(2) == one, "two jobs differ from one");
    assert!(fuzz(2) == one, "the second time differs from the first");
}

#[test]
fn a_thousand_failures_give_a_thousand_files() {
    let out = directory("thousand");
    let options = "--scenario sync-succeeds-on-a-kick --runs 1000 --keep all";
    results(&format!("fuzz {options} --out {}", out.display()));
    let files = files(&out);
    // Those of a run begin with its number, those of a cause with a name.
    let of_runs = files.keys().filter(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    assert!(of_runs.count() >= 1_000, "{} files", files.len());
}

#[test]
fn the_command_of_each_cause_shows_it_again_also_where_a_run_came_back() {
    let out = directory("commands");
    let found = fuzzed(&format!("--runs 110 --seed 3 --json --out {}", out.display()));
    let found: Value = serde_json::from_str(&found).expect("it is JSON");
    let causes = found["distinct"].as_array().expect("a list");
    let came_back = |cause: &&Value| cause["command"].as_str().unwrap().contains("--world");
    assert!(found["totals"]["again"].as_u64() > Some(0));
    let some = causes.iter().filter(came_back).take(2).chain(causes.iter().take(3));
    for cause in some {
        let command = cause["command"].as_str().expect("a command");
        let (command, world) = command.split_once(" --world ").unwrap_or((command, ""));
        let mut args: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
        if !world.is_empty() {
            args.extend(["--world", world.trim_matches('"')]);
        }
        let again = super::multifd_sim_with(&args).out;
        let again: Value = serde_json::from_str(&again).expect("it is JSON");
        let found = again["verdict"]["found"].as_array().expect("a list");
        let same = |one: &Value| one["violation"] == cause["violation"];
        assert!(found.iter().any(same), "{command} {world}");
    }
}

#[test]
fn another_seed_has_a_folder_of_its_own_in_the_same_directory() {
    let out = directory("seeds");
    let path = out.display();
    for seed in [1, 2] {
        fuzzed(&format!("--scenario sync-succeeds-on-a-kick --runs 5 --seed {seed} --out {path}"));
    }
    let report = multifd_sim(&format!("report {path}"));
    assert_eq!(report.exit, Exit::Expected, "{}", report.err);
    assert!(report.out.contains("seed 1\n") && report.out.contains("seed 2\n"), "{}", report.out);
}

#[test]
fn a_fuzz_ends_in_time() {
    let out = directory("time").display().to_string();
    let found = fuzzed(&format!("--time 1s --out {out}"));
    assert!(found.contains("SAMPLED("), "{found}");
}

#[test]
fn most_worlds_of_one_channel_are_exhausted_and_the_others_come_again() {
    let out = directory("rounds").display().to_string();
    let found = fuzzed(&format!("--runs 110 --json --out {out}"));
    let found: Value = serde_json::from_str(&found).expect("it is JSON");
    let totals = &found["totals"];
    let number = |of: &Value, name: &str| of[name].as_u64().expect("a number");
    assert_eq!(number(totals, "drawn") + number(totals, "again"), 110);
    assert!(number(totals, "again") > 20, "{totals}");
    let one = &totals["sizes"][0];
    assert_eq!(one["channels"], 1);
    assert!(number(one, "exhausted") * 2 > number(one, "drawn"), "{totals}");
}

#[test]
fn how_sure_it_is_never_says_that_nothing_is_left() {
    let out = directory("sure").display().to_string();
    let found = fuzzed(&format!("--scenario sync-succeeds-on-a-kick --runs 300 --out {out}"));
    let found = found.replace('\n', " ");
    assert!(found.contains("95% confidence of at most 2.0%"), "{found}");
    assert!(found.contains("says nothing of what is never drawn"), "{found}");
}
