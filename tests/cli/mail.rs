//! Explanations as mails.

use expect_test::{ExpectFile, expect_file};
use reports::cli::Exit;
use scenarios::BUGS;

use super::{directory, multifd_sim, results};

#[track_caller]
fn mail(name: &str, expected: ExpectFile) {
    expected.assert_eq(&results(&format!("explain {name} --mail")));
}

#[test]
fn a_hang_by_an_order_of_three_steps() {
    mail("sync-waits-for-channel-that-exited", expect_file!["golden/mail-order.txt"]);
}

#[test]
fn a_hang_by_a_token_that_another_takes() {
    mail("one-kick-for-two-that-send", expect_file!["golden/mail-token.txt"]);
}

#[test]
fn a_hang_by_a_thread_that_is_not_there() {
    mail("failed-handshake-kicks-nobody", expect_file!["golden/mail-thread.txt"]);
}

#[test]
fn a_use_after_free() {
    mail("cleanup-vs-channel-creation-uaf", expect_file!["golden/mail-free.txt"]);
}

#[test]
fn a_wrong_state() {
    mail("cancelling-to-failed-by-channel", expect_file!["golden/mail-state.txt"]);
}

#[test]
fn a_wrong_page() {
    mail("zero-page-not-cleared-uadk", expect_file!["golden/mail-page.txt"]);
}

#[test]
fn a_leak() {
    mail("file-bitmap-leaks", expect_file!["golden/mail-leak.txt"]);
}

#[test]
fn an_assertion() {
    mail("switchover-asserts-active", expect_file!["golden/mail-assertion.txt"]);
}

#[test]
fn the_other_host() {
    let name = "destination-sync-waits-for-channel-that-exited";
    mail(name, expect_file!["golden/mail-destination.txt"]);
}

#[test]
fn a_mail_of_a_file_is_that_of_its_bug_but_for_the_command() {
    let file = directory("mail").join("sync.json");
    let name = "sync-waits-for-channel-that-exited";
    results(&format!("explain {name} --save {}", file.display()));
    let [of_file, of_bug] = [file.display().to_string(), name.to_string()].map(|what| {
        let mail = results(&format!("explain {what} --mail"));
        mail.split_once("Again:").map(|(mail, _)| mail.to_string())
    });
    assert!(of_file.is_some() && of_file == of_bug, "{of_file:?} {of_bug:?}");
}

#[test]
fn a_mail_is_of_no_columns_and_no_more_than_matters() {
    for option in ["--all", "--json"] {
        let ran = multifd_sim(&format!("explain packet-num-overwritten --mail {option}"));
        assert_eq!(ran.exit, Exit::Misuse, "{option}: {}", ran.out);
    }
}

/// No line is too wide, and no character needs more than ASCII.
#[track_caller]
fn fits(name: &str, out: &str, width: usize) {
    for line in out.lines() {
        assert!(
            line.len() <= width && line.is_ascii(),
            "{name}: {} of {width}: {line}",
            line.len()
        );
    }
}

#[test]
fn every_explanation_fits_into_72_columns() {
    for bug in BUGS {
        let out = results(&format!("explain {} --width 72", bug.name));
        fits(bug.name, &out, 72);
        assert!(!out.contains("Some(") && !out.contains("None,"), "{}: {out}", bug.name);
    }
}

#[test]
fn every_mail_fits_into_72_columns() {
    for bug in BUGS {
        let out = results(&format!("explain {} --mail", bug.name));
        fits(bug.name, &out, 72);
        assert!(out.starts_with("Subject: ") && !out.contains("[?]"), "{}: {out}", bug.name);
    }
}
