//! Output of commands.

use std::io::{self, Write};

use expect_test::{ExpectFile, expect_file};
use reports::{
    FindingJson,
    cli::{Console, Exit, run},
};
use serde_json::Value;

use super::{multifd_sim, results};

#[track_caller]
fn prints(command: &str, expected: ExpectFile) {
    expected.assert_eq(&results(command));
}

#[test]
fn the_crash_of_the_mail_thread_is_explained_in_columns() {
    let command = "explain cleanup-vs-channel-creation-uaf --revision 93fa9dc2e0^";
    prints(command, expect_file!["golden/explain-cleanup-vs-channel-creation-uaf.txt"]);
}

#[test]
fn a_deadlock_says_who_waits_for_what() {
    let command = "explain sync-waits-for-channel-that-exited";
    prints(command, expect_file!["golden/explain-sync-waits-for-channel-that-exited.txt"]);
}

#[test]
fn no_line_of_an_explanation_is_wider_than_it_may_be() {
    for width in [100, 130, 160] {
        let command = format!("explain cleanup-vs-channel-creation-uaf --width {width}");
        let out = results(&command);
        let widest = out.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{widest:?} columns of {width}");
    }
}

#[test]
fn everything_is_listed() {
    prints("list", expect_file!["golden/list.txt"]);
}

#[test]
fn the_matrix_shows_each_bug_where_it_was() {
    prints("matrix", expect_file!["golden/matrix.txt"]);
}

#[test]
fn the_whole_catalogue_is_as_expected() {
    let out = results("check");
    assert!(out.ends_with("everything is as expected.\n"), "{out}");
    assert!(out.contains("FOUND HERE, NOT KNOWN UPSTREAM"));
    assert!(out.contains("BUG x REVISION"));
}

#[test]
fn a_bug_that_a_search_misses_is_unexpected() {
    let ran = multifd_sim("check failure-overtakes-cancel --strategy pct --schedules 3");
    assert_eq!(ran.exit, Exit::Unexpected);
    assert!(ran.out.contains("should be there, but not seen in 3 schedules"), "{}", ran.out);
    let again = "Again: multifd-sim check failure-overtakes-cancel --revision head";
    let options = "--strategy pct --schedules 3";
    assert!(ran.out.contains(&format!("{again} {options}")), "{}", ran.out);
}

#[test]
fn a_bug_that_is_gone_says_what_its_world_still_does() {
    let uaf = "cleanup-vs-channel-creation-uaf";
    let hang = "this world still: deadlock: params[1].sem_sync, in multifd_send_sync_main, by \
        live_migration [failed-handshake-kicks-nobody]\n";
    let out = results(&format!("explain {uaf} --revision 93fa9dc2e0"));
    assert!(out.contains(hang), "{out}");
    let out = results(&format!("check {uaf} --width 200"));
    let (before, rest) = out.split_once("\n  after ").expect("it is proven gone");
    assert!(rest.contains(hang) && !before.contains("this world still"), "{out}");
    let json = results(&format!("check {uaf} --revision head --json"));
    assert!(json.contains("\"listed_as\": \"failed-handshake-kicks-nobody\""), "{json}");
}

#[test]
fn only_an_exhausted_search_says_that_no_schedule_shows_something() {
    let narrow = "running-set-early-join-never-created --revision head --channels 1 --rounds 0";
    let exhausted = results(&format!("check {narrow} --strategy dfs --schedules 1000000"));
    assert!(exhausted.contains("no schedule shows it; EXHAUSTED("), "{exhausted}");
    let bounded = results(&format!("check {narrow} --strategy dfs --preemptions 0"));
    assert!(bounded.contains("not seen with 0 preemptions; BOUNDED("), "{bounded}");
    let sampled = results(&format!("check {narrow} --strategy pct"));
    assert!(sampled.contains("not seen in 2,000 schedules; SAMPLED("), "{sampled}");
    let cut = results(&format!("check {narrow} --strategy dfs --schedules 2"));
    assert!(cut.contains("not seen in 2 schedules; CUT(schedules"), "{cut}");
}

#[test]
fn every_command_speaks_json() {
    let commands = [
        "list --json",
        "check plain packet-num-overwritten --json",
        "matrix --strategy pct --schedules 20 --json",
        "explain packet-num-overwritten --json",
        "replay 7 --json",
    ];
    for command in commands {
        let out = results(command);
        let parsed: Result<Value, _> = serde_json::from_str(&out);
        assert!(parsed.is_ok_and(|value| value.is_object()), "{command}: {out}");
    }
}

#[test]
fn a_finding_as_json_is_of_the_schema_in_the_reports() {
    let schema = serde_json::to_string_pretty(&FindingJson::schema()).expect("it is JSON");
    expect_file!["../../reports/finding.schema.json"].assert_eq(&(schema + "\n"));
    // The type that the schema is made from takes all that is printed, and nothing else.
    let out = results("check cleanup-vs-channel-creation-uaf --revision head --json");
    let value: Value = serde_json::from_str(&out).expect("it is JSON");
    let found = value["looks"][0]["verdict"]["found"].as_array().expect("its world breaks");
    assert!(found.len() > 1, "{out}");
    for finding in found {
        serde_json::from_value::<FindingJson>(finding.clone()).expect("it is of the schema");
    }
}

#[test]
fn the_number_of_jobs_cannot_be_told_from_the_output() {
    let command = "check tls cleanup-vs-channel-creation-uaf sync-succeeds-on-a-kick";
    assert_eq!(results(&format!("{command} --jobs 1")), results(&format!("{command} --jobs 3")));
}

/// A pipe whose reader has seen enough.
struct Closed {
    left: usize,
}

impl Write for Closed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.left);
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    for command in [
        "check packet-num-overwritten",
        "list",
        "matrix --strategy pct --schedules 5",
        "explain packet-num-overwritten",
    ] {
        let args = std::iter::once("multifd-sim").chain(command.split(' '));
        let (mut out, mut err) = (Closed { left: 100 }, vec![]);
        let exit = run(args, &mut Console::plain(&mut out, &mut err));
        assert_eq!(exit, Exit::Expected, "{command}");
        assert!(err.is_empty(), "{command}: {}", String::from_utf8_lossy(&err));
    }
}
