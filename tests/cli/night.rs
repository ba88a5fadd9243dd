//! Logs of nights that are killed, cut, refused and read.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reports::cli::Exit;
use serde_json::Value;

use super::{directory, multifd_sim};

/// A fuzz of random worlds, with enough to find in few runs, that exhausts those that are cheap.
const WHOLE: &str = "fuzz --revision v9.0 --seed 5 --jobs 2";

/// Such a fuzz, where a run is a sample and nothing else.
const FUZZ: &str = "fuzz --revision v9.0 --seed 5 --jobs 2 --strategy pct";

/// The command line as a process of its own.
fn process(command: &str) -> Command {
    let mut process = Command::new(env!("CARGO_BIN_EXE_night"));
    process.args(command.split(' ')).stdout(Stdio::piped()).stderr(Stdio::piped());
    process
}

/// Runs a command to its end.
fn output(command: &str) -> Output {
    process(command).output().expect("it can be started")
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The log of the only fuzz in a directory.
fn log_in(directory: &Path) -> Option<PathBuf> {
    let only = |directory: &Path| Some(fs::read_dir(directory).ok()?.next()?.ok()?.path());
    Some(only(&only(directory)?)?.join("log.jsonl")).filter(|log| log.exists())
}

fn records(directory: &Path) -> Vec<Value> {
    let text = log_in(directory).and_then(|log| fs::read_to_string(log).ok()).unwrap_or_default();
    // The last line may be in the middle of being written.
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn count(directory: &Path, record: &str) -> usize {
    records(directory).iter().filter(|line| line["record"] == record).count()
}

/// Starts a fuzz, and waits until the log of `directory` has so many more lines about progress.
fn started(command: &str, directory: &Path, progress: usize) -> Child {
    let most = count(directory, "progress") + progress;
    let mut child = process(command).spawn().expect("it can be started");
    while count(directory, "progress") < most {
        assert_eq!(child.try_wait().expect("it can be asked"), None, "it has ended by itself");
        std::thread::yield_now();
    }
    child
}

fn send(child: &Child, signal: Signal) {
    kill(Pid::from_raw(child.id() as i32), signal).expect("it is there");
}

/// The findings of a night, without when and how long.
fn found(directory: &Path, runs: u64) -> Value {
    found_by(FUZZ, directory, runs)
}

fn found_by(fuzz: &str, directory: &Path, runs: u64) -> Value {
    let options = format!("{fuzz} --runs {runs} --json --out {}", directory.display());
    let output = output(&options);
    let mut found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    for varies in ["header", "seconds", "sessions"] {
        found[varies].take();
    }
    for cause in found["distinct"].as_array_mut().expect("a list") {
        let file = cause["file"].as_str().expect("a path").to_string();
        assert!(Path::new(&file).exists(), "{file}");
        cause["file"] = Path::new(&file).file_name().unwrap().to_str().into();
    }
    found
}

#[test]
fn a_night_that_is_killed_and_goes_on_finds_what_an_undisturbed_one_does() {
    let (killed, whole) = (directory("killed"), directory("undisturbed"));
    let command = format!("{WHOLE} --runs 110 --out {}", killed.display());
    for progress in [3, 5] {
        let mut child = started(&command, &killed, progress);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    let goes_on = output(&command);
    assert!(text(&goes_on.stderr).contains("goes on after"), "{}", text(&goes_on.stderr));
    assert_eq!(count(&killed, "session"), 3);
    assert_eq!(found_by(WHOLE, &killed, 110), found_by(WHOLE, &whole, 110));
    let after = fs::read(log_in(&killed).unwrap()).unwrap();
    // All is done: the same command only tells it once more.
    assert_eq!(found_by(WHOLE, &killed, 110), found_by(WHOLE, &whole, 110));
    assert_eq!(fs::read(log_in(&killed).unwrap()).unwrap(), after);
}

#[test]
fn a_log_that_ends_in_the_middle_of_a_line_is_cut_back_and_loses_no_run() {
    let (torn, whole) = (directory("torn"), directory("not-torn"));
    found(&torn, 80);
    let log = log_in(&torn).expect("there is a log");
    let text_of_log = fs::read_to_string(&log).unwrap();
    let last = text_of_log.rfind("{\"record\":\"cause\"").expect("there is a cause");
    fs::write(&log, &text_of_log[..last + 200]).unwrap();
    let again = output(&format!("{FUZZ} --runs 80 --out {}", torn.display()));
    let sentence = "was not written to its end, which is cut off: its runs come again\n";
    assert!(text(&again.stderr).contains(sentence), "{}", text(&again.stderr));
    assert_eq!(found(&torn, 80), found(&whole, 80));
}

#[test]
fn a_log_that_is_damaged_in_its_middle_is_left_alone() {
    let out = directory("damaged");
    found(&out, 20);
    let log = log_in(&out).expect("there is a log");
    let damaged = fs::read_to_string(&log).unwrap().replacen("\"record\"", "\"recrod\"", 2);
    fs::write(&log, &damaged).unwrap();
    let path = out.display();
    for command in [format!("{FUZZ} --runs 30 --out {path}"), format!("report {path}")] {
        let ran = output(&command);
        let said = text(&ran.stderr);
        assert_eq!(status(&ran), Some(2), "{said}");
        assert!(said.contains("is damaged in line 1: move it away"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_eq!(fs::read_to_string(&log).unwrap(), damaged);
}

#[test]
fn a_second_process_is_refused_and_the_first_goes_on() {
    let out = directory("second");
    let command = format!("{FUZZ} --time 1h --out {}", out.display());
    let child = started(&command, &out, 1);
    let second = output(&command);
    assert_eq!(status(&second), Some(2));
    let said = text(&second.stderr);
    assert!(said.contains("another process writes to"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    send(&child, Signal::SIGTERM);
    let first = child.wait_with_output().expect("it ends");
    assert!(text(&first.stdout).contains("SAMPLED("), "{}", text(&first.stdout));
    assert_eq!(count(&out, "session"), 1);
}

#[test]
fn a_signal_ends_a_night_with_its_summary() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
        let out = directory(&format!("signal-{signal}"));
        let child = started(&format!("{FUZZ} --time 1h --out {}", out.display()), &out, 1);
        send(&child, signal);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(status(&ended), Some(0), "{}", text(&ended.stderr));
        assert!(text(&ended.stdout).contains("SAMPLED("), "{}", text(&ended.stdout));
        let last = records(&out).pop().expect("there are records");
        assert_eq!((&last["record"], &last["why"]), (&"end".into(), &"signal".into()));
    }
}

#[test]
fn a_disk_that_is_full_is_one_sentence_after_the_summary_and_loses_nothing() {
    let (full, whole) = (directory("full"), directory("not-full"));
    // A file may have so many blocks of 1,024 bytes: the log fills up first.
    let limited = format!(
        "ulimit -f 48; exec {} {FUZZ} --runs 200 --out {}",
        env!("CARGO_BIN_EXE_night"),
        full.display()
    );
    let ended = Command::new("bash").args(["-c", &limited]).output().expect("there is a shell");
    assert_eq!(status(&ended), Some(2), "{}", text(&ended.stderr));
    let said = text(&ended.stderr);
    assert!(said.contains("cannot write '") && said.contains("File too large"), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with("multifd-sim")).count(), 1, "{said}");
    assert!(text(&ended.stdout).contains("SAMPLED("), "{}", text(&ended.stdout));
    let log = fs::read_to_string(log_in(&full).expect("there is a log")).unwrap();
    assert!(log.ends_with('\n'), "the part that was written is cut off");
    assert_eq!(found(&full, 200), found(&whole, 200));
}

#[test]
fn the_folder_of_another_build_is_left_whole_and_read() {
    let out = directory("builds");
    found(&out, 40);
    let build = fs::read_dir(&out).unwrap().next().unwrap().unwrap().path();
    let older = out.join("0.0.9-0a0b0c0d");
    fs::rename(&build, &older).unwrap();
    let log = log_in(&out).expect("there is a log");
    let text_of_log = fs::read_to_string(&log).unwrap();
    // What an older build has found is not always what this one has words for.
    let older_text = text_of_log.replace("\"violation\":{", "\"violation\":{\"unknown\":1,");
    fs::write(&log, &older_text).unwrap();
    found(&out, 40);
    assert_eq!(fs::read_to_string(&log).unwrap(), older_text);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
    let report = multifd_sim(&format!("report {} --json", out.display()));
    let report: Value = serde_json::from_str(&report.out).expect("it is JSON");
    assert_eq!(report["logs"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["runs"], 80);
    let causes = report["causes"].as_array().expect("a list");
    assert!(causes.iter().all(|cause| cause["new_since_last_night"] == false), "{report}");
}

#[test]
fn a_report_tells_what_the_last_night_has_added() {
    let out = directory("nights");
    let path = out.display();
    found(&out, 10);
    let first = multifd_sim(&format!("report {path}")).out;
    assert!(first.contains("There is no earlier night in this directory."), "{first}");
    let before = count(&out, "cause");
    found(&out, 300);
    assert!(count(&out, "cause") > before);
    let second = multifd_sim(&format!("report {path}"));
    let new = second.out.split("Since the night before").nth(1).expect("there is one");
    assert!(new.contains("smallest world: ") && new.contains("first seen "), "{}", second.out);
    // Commands and paths stay on one line, as a shell takes them.
    let prose = |line: &&str| !line.contains("multifd-sim") && !line.contains(".json");
    let widest = second.out.lines().filter(prose).map(|line| line.chars().count()).max();
    assert!(widest <= Some(72), "{widest:?}");
    assert!(!second.out.contains('\x1b'));
}

#[test]
fn a_report_against_another_directory_tells_new_and_not_seen_and_says_so_by_its_status() {
    let (few, many) = (directory("few"), directory("many"));
    found(&few, 10);
    found(&many, 300);
    let report = |one: &Path, other: &Path| {
        multifd_sim(&format!("report {} --against {}", one.display(), other.display()))
    };
    let more = report(&many, &few);
    assert_eq!(more.exit, Exit::Unexpected);
    assert!(more.out.contains("Not in the other directory: "), "{}", more.out);
    let fewer = report(&few, &many);
    assert_eq!(fewer.exit, Exit::Expected, "{}", fewer.out);
    assert!(fewer.out.contains("Not in the other directory: 0 causes"), "{}", fewer.out);
    let told = fewer.out.replace('\n', " ");
    assert!(told.contains("which is no proof that they are gone: "), "{told}");
    assert_eq!(report(&few, &few).exit, Exit::Expected);
}

#[test]
fn what_no_entry_accounts_for_is_told_first_with_status_1() {
    let out = directory("news");
    found(&out, 20);
    let log = log_in(&out).expect("there is a log");
    let renamed =
        fs::read_to_string(&log).unwrap().replacen("\"listed\":\"known\"", "\"listed\":\"new\"", 1);
    fs::write(&log, renamed).unwrap();
    let report = multifd_sim(&format!("report {}", out.display()));
    assert_eq!(report.exit, Exit::Unexpected);
    assert!(
        report.out.contains("NEW: no entry of the catalogue accounts for 1 cause\n"),
        "{}",
        report.out
    );
}

#[test]
fn a_directory_without_a_log_is_one_sentence() {
    let empty = directory("empty");
    let file = empty.join("file");
    fs::File::create(&file).and_then(|mut file| file.write_all(b"text")).unwrap();
    for (path, sentence) in [
        (empty.display().to_string(), "there is no log of a fuzz in '"),
        (file.display().to_string(), "cannot read '"),
        ("/nowhere".into(), "cannot read '/nowhere'"),
    ] {
        let ran = multifd_sim(&format!("report {path}"));
        assert_eq!(ran.exit, Exit::Misuse);
        assert!(ran.err.contains(sentence), "{}", ran.err);
        assert_eq!(BufReader::new(ran.err.as_bytes()).lines().count(), 1);
    }
}
