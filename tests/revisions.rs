//! The history, and the names of revisions.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect_file;
use model::{
    HISTORY, Revision,
    revision::{Effect, Id, RELEASES, Separable},
};

fn sentence(name: &str) -> String {
    Revision::named(name).expect_err("there is no such revision").to_string()
}

/// The commits that touched multifd from v8.2 to February 2026, as git lists them.
fn listed_by_git() -> Vec<&'static str> {
    let lines = include_str!("revisions/multifd-commits.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn every_commit_that_touched_multifd_since_v8_2_has_a_row_in_that_order() {
    let listed = listed_by_git();
    assert_eq!(listed.len(), 140);
    let rows: Vec<&str> =
        HISTORY.iter().map(|patch| patch.commit).filter(|row| listed.contains(row)).collect();
    assert_eq!(rows, listed);
}

/// Each commit of the history whose tree was there to look at, and the last ones of it that are
/// its ancestors, as git has them.
fn predecessors() -> Vec<(&'static str, Vec<&'static str>)> {
    let lines = include_str!("revisions/predecessors.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#')).map(str::split_whitespace);
    words.map(|mut words| (words.next().expect("a commit"), words.collect())).collect()
}

#[test]
fn every_commit_comes_after_its_ancestors() {
    let order = |commit| HISTORY.iter().position(|patch| patch.commit == commit);
    let pinned = predecessors();
    let commits: BTreeSet<&str> = pinned.iter().map(|(commit, _)| *commit).collect();
    // Of v11.1 two releases were read, and no tree in between.
    let placed =
        HISTORY.iter().filter(|patch| patch.id == Id::Upstream && patch.release != "v11.1");
    assert_eq!(commits, placed.map(|patch| patch.commit).collect());
    for (commit, before) in pinned {
        for ancestor in before {
            assert!(order(ancestor) < order(commit), "{ancestor} is an ancestor of {commit}");
        }
    }
}

/// It is the newest release that was read, with every row.
#[test]
fn head_is_a_tree_that_exists() {
    let (newest, last) = RELEASES.last().expect("there are releases");
    assert_eq!(HISTORY.last().map(|patch| patch.commit), Some(*last));
    assert!(Revision::head_tree().starts_with(newest));
}

#[test]
fn what_is_built_on_head_says_which_tree_that_is() {
    let title = |name| Revision::named(name).expect("it is a revision").title();
    assert_eq!(title("v10.2"), "v10.2");
    assert_eq!(title("head"), "head (head is v11.1.1 of 2026-08-27)");
    assert_eq!(title("head-e274188612"), "head-e274188612 (head is v11.1.1 of 2026-08-27)");
}

#[test]
fn every_commit_has_one_row() {
    let commits: BTreeSet<&str> = HISTORY.iter().map(|patch| patch.commit).collect();
    assert_eq!(commits.len(), HISTORY.len());
    for patch in HISTORY {
        let digits = patch.commit.chars().all(|digit| digit.is_ascii_hexdigit());
        let is_id = digits && patch.commit.len() == 10;
        // What has none is called by the release that it is new in, and by what it does.
        let release = format!("{}:", &patch.release[1..]);
        let is_own = patch.commit.starts_with(&release);
        assert_eq!((is_id, is_own), (patch.id != Id::Own, patch.id == Id::Own), "{}", patch.commit);
    }
}

#[test]
fn releases_come_one_after_the_other_in_the_history() {
    let number = |release: &str| {
        let parts = release.trim_start_matches('v').split('.');
        parts.map(|part| part.parse::<u32>().expect("a number")).collect::<Vec<_>>()
    };
    let releases: Vec<_> = HISTORY.iter().map(|patch| number(patch.release)).collect();
    assert!(releases.is_sorted(), "{releases:?}");
    for (name, last) in RELEASES.iter().filter(|(name, _)| name.starts_with("v")) {
        let mut released = HISTORY.iter().filter(|patch| number(patch.release) <= number(name));
        assert_eq!(released.next_back().map(|patch| patch.commit), Some(*last), "{name}");
    }
}

#[test]
fn what_is_not_modelled_yet_is_counted_by_what_it_is() {
    let mut open = BTreeMap::<&str, usize>::new();
    for patch in HISTORY {
        if let Effect::NotYet(what) = patch.effect {
            *open.entry(what).or_default() += 1;
        }
    }
    let listed: Vec<String> = open.iter().map(|(what, count)| format!("{count} {what}")).collect();
    expect_file!["revisions/not-yet.txt"].assert_eq(&(listed.join("\n") + "\n"));
}

#[test]
fn every_commit_that_decides_something_changes_the_revision_that_it_is_applied_to() {
    for patch in HISTORY {
        let before = Revision::named(&format!("{}^", patch.commit)).unwrap().revision;
        let after = Revision::named(patch.commit).unwrap().revision;
        match patch.effect {
            Effect::Decides(_) => assert_ne!(before, after, "{}", patch.commit),
            Effect::None(_) | Effect::NotYet(_) => assert_eq!(before, after, "{}", patch.commit),
        }
    }
}

#[test]
fn a_commit_that_is_taken_out_of_the_newest_release_leaves_another() {
    let (newest, _) = RELEASES.last().expect("there are releases");
    let whole = Revision::named(newest).unwrap().revision;
    for patch in HISTORY.iter().filter(|patch| patch.separable == Separable::Yes) {
        let without = Revision::named(&format!("{newest}-{}", patch.commit)).unwrap().revision;
        assert_ne!(without, whole, "{}", patch.commit);
    }
}

#[test]
fn revisions_are_named_as_git_names_them() {
    let named = |name: &str| Revision::named(name).unwrap().revision;
    assert_eq!(named("head"), Revision::head());
    assert_eq!(named("e2"), named("93fa9dc2e0"));
    assert_eq!(named("93fa9dc"), named("93fa9dc2e0522c54b813dee0898a5feb98b624c9"));
    assert_eq!(named("93fa9dc2e0^"), named("2576ae488e"));
    assert_eq!(named("a1af605bd5-a1af605bd5"), named("a1af605bd5^"));
    assert_eq!(named("v10.2.2"), named("v10.2"));
}

#[test]
fn what_names_no_revision_is_refused_with_a_sentence() {
    let releases = RELEASES.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>();
    assert!(releases.contains("v8.2"));
    assert_eq!(
        sentence("v3.1"),
        "unknown revision 'v3.1': it is no commit of the history, and none of head, \
         v5.2, v6.0, v7.2, v8.1, v8.2, e1v1, e1, e2, e3, v9.0, v9.1, v9.2, v10.0, v10.1, v10.2, \
         v10.2.2, v11.0, v11.1"
    );
    assert_eq!(
        sentence("head-488c84acb4-15f3f21d59"),
        "unknown revision 'head-488c84acb4-15f3f21d59': 15f3f21d59 cannot be taken out once \
         e3cce9af10 is in: that commit scans without the mutex that guards quit"
    );
    assert_eq!(
        sentence("head-8888a552bf"),
        "unknown revision 'head-8888a552bf': 8888a552bf cannot be taken out: it decides nothing"
    );
    assert_eq!(
        sentence("head-cb0ed522a5"),
        "unknown revision 'head-cb0ed522a5': cb0ed522a5 cannot be taken out: \
         it is not modelled yet (what zstd makes of bytes)"
    );
    assert_eq!(
        sentence("v8.2-93fa9dc2e0"),
        "unknown revision 'v8.2-93fa9dc2e0': 93fa9dc2e0 is not in it"
    );
    assert_eq!(
        sentence("e2+nothing"),
        "unknown revision 'e2+nothing': 'nothing' is none of the mutants no-fence, \
         relaxed-publish, relaxed-take, relaxed-clear"
    );
    assert_eq!(sentence(""), "unknown revision '': it is empty");
}
